"""The publications' list, quick among a hundred thousand.

Nothing in it reads the whole table: pages are counted up to a limit, years are found at the two
ends of an index, columns are sorted where there is an index, words are looked for in that of the
search. Measured, and refused otherwise, by ``benchmarks/editorial_desk.py``.
"""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ifri.asked_number import asked_number
from publications import search, states
from publications.admin import author_filter, exporting, told_apart, transitions
from publications.admin.actions import BULK_ACTIONS
from publications.admin.author_filter import AuthorFilter
from publications.admin.dated_list import DatedList
from publications.admin.filters import (
    CenterFilter,
    DeskFilter,
    MissingFilter,
    PendingFilter,
    StatusFilter,
    YearFilter,
    years,
)
from publications.models import Publication
from publications.querysets import PublicationQuerySet

# Fifty pages; nobody turns to the fifty-first.
MOST_COUNTED = 2_500


class LimitedPaginator(Paginator):
    """Counts no further than ``MOST_COUNTED``."""

    @cached_property
    def count(self) -> int:
        # In the order of the rows' own numbers, which comes for nothing, whatever the list's order.
        found: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return found.order_by("-pk")[:MOST_COUNTED].count()


class PublicationList(DatedList):
    @property
    def is_cut(self) -> bool:
        return bool(self.result_count >= MOST_COUNTED)

    @property
    def years(self) -> list[dict[str, Any]]:
        """The date hierarchy's first step; the stock one would read every row for it."""
        address = self.get_query_string
        chosen = "published_at__year" in self.filter_params
        found = [] if chosen else years()
        return [
            {"year": each, "link": address({"published_at__year": str(each)})} for each in found
        ]


class DeskList(admin.ModelAdmin):
    list_display = [
        "title",
        "status_label",
        "in_language",
        "type",
        "in_series",
        "in_centers",
        "published_at",
        "modified_at",
    ]
    list_filter = [
        DeskFilter,
        StatusFilter,
        MissingFilter,
        AuthorFilter,
        CenterFilter,
        "type",
        "series",
        "language",
        "access",
        YearFilter,
        PendingFilter,
    ]
    list_select_related = ["type", "series"]
    list_per_page = 50
    paginator = LimitedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ["title", "published_at", "modified_at"]
    date_hierarchy = "published_at"
    ordering = ["-pk"]
    search_fields = ["title", "slug", "doi"]
    search_help_text = _("Title, address, DOI or an author’s name")
    actions = [*BULK_ACTIONS, *exporting.ACTIONS]

    @property
    def media(self) -> forms.Media:
        return super().media + author_filter.media()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return PublicationList

    def response_action(
        self, request: HttpRequest, queryset: "QuerySet[Any]", *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        """All of a list of which nobody was told the length is more than anybody meant."""
        whole = request.POST.get("select_across") == "1"
        if whole and queryset[: MOST_COUNTED + 1].count() > MOST_COUNTED:
            messages.error(
                request,
                _("These are more than %(most)d. Narrow the list by its filters first.")
                % {"most": MOST_COUNTED},
            )
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset, *args, **kwargs)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Publication]":
        found = super().get_queryset(request)
        if getattr(request.resolver_match, "url_name", "") == "publications_publication_changelist":
            found = found.defer("lead", "summary", "key_takeaways")
            found = found.prefetch_related("center_links__center")
        return found

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Publication]", search_term: str
    ) -> "tuple[QuerySet[Publication], bool]":
        """By the index of the search, whatever the status; no row twice."""
        if getattr(request.resolver_match, "url_name", "") == "autocomplete":
            # A working copy is nobody's related analysis and nobody's original.
            queryset = queryset.filter(pending_for=None)
            if (without := asked_number(request.GET.get("without"))) is not None:
                queryset = queryset.exclude(pk=without)
        return search.by_name(cast("PublicationQuerySet", queryset), search_term), False

    def autocomplete_text(self, publication: Publication) -> str:
        return told_apart.line(publication)

    @admin.display(description=_("status"), ordering="status")
    def status_label(self, publication: Publication) -> SafeString:
        label = transitions.status_label(publication)
        state = states.state(publication)
        shown = format_html('<span class="status status-{}">{}</span>', state, label)
        if publication.pending_for_id is None:
            return shown
        return format_html("{} {}", shown, _("pending change"))

    @admin.display(description=_("lang."), ordering="language")
    def in_language(self, publication: Publication) -> str:
        return publication.language.upper()

    @admin.display(description=_("series"), ordering="series", empty_value="")
    def in_series(self, publication: Publication) -> str:
        return " ".join(filter(None, [str(publication.series or ""), publication.number]))

    @admin.display(description=_("centers"), empty_value="")
    def in_centers(self, publication: Publication) -> str:
        return ", ".join(
            link.center.acronym or str(link.center) for link in publication.center_links.all()
        )
