"""The authors' admin, with what concerns their publications: finding and merging double entries."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from authors.admin import AuthorAdmin
from authors.duplicates import groups
from authors.models import Author
from ifri.editing.file_fields import KeepingForm
from publications import merge_authors
from publications.admin.former_slugs import FreeSlugForm, KeepsFormerSlugs
from publications.admin.merging_rows import MergesRows
from publications.admin.people_apart import TellsApart

admin.site.unregister(Author)

MOST_SHOWN = 100


class AuthorForm(FreeSlugForm, KeepingForm):
    pass


@admin.register(Author)
class MergingAuthorAdmin(TellsApart, MergesRows, KeepsFormerSlugs, AuthorAdmin):
    form = AuthorForm
    works_relation = "authorships__publication"
    facts_relations = ("affiliations__organisation",)
    what_is_taken = gettext_lazy(
        "The names of the others are not kept: papers are signed, and found, under the name of the "
        "one that stays."
    )
    rival_texts = merge_authors.RIVALS
    change_list_template = "admin/authors/author/change_list.html"

    def merge_rows(self, into: Any, others: list[Any]) -> int:
        return merge_authors.merge(into, others)

    def facts(self, row: Any) -> Iterator[str]:
        """The main affiliation, or the first there is, and the ORCID."""
        ties = row.affiliations.all()
        yield str(next((each for each in ties if each.is_primary), next(iter(ties), "")))
        yield row.orcid and f"ORCID {row.orcid}"

    def came_from(self, request: HttpRequest) -> str:
        if request.POST.get("from") == "duplicates":
            return reverse("admin:authors_author_duplicates")
        return super().came_from(request)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.duplicates_view)
        return [path("duplicates/", view, name="authors_author_duplicates"), *super().get_urls()]

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        """Who may be one person; each group leads to the page that merges."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = groups()
        shown = found[:MOST_SHOWN]
        rows = {
            row.pk: row for row in self.with_facts(each.pk for group in shown for each in group)
        }
        context = {
            **self.admin_site.each_context(request),
            "title": _("Authors who may be one person"),
            "opts": self.opts,
            "groups": [[rows[each.pk] for each in group] for group in shown],
            "more": max(len(found) - MOST_SHOWN, 0),
            "may_merge": self.has_merge_permission(request),
            "may_tell_apart": self.has_change_permission(request),
            "told_apart": self.told_apart(),
        }
        return render(request, "admin/authors/author/duplicates.html", context)
