from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedFieldAdmin

from ifri.editing.overwriting import NothingOverwritten
from publications import merge_tags
from publications.admin.former_slugs import KeepsFormerSlugs
from publications.admin.merging_rows import MergesRows
from publications.models import Tag, TagSynonym
from publications.search import gathering

SUGGESTIONS = 8


class SynonymInline(admin.TabularInline):
    model = TagSynonym
    fields = ["name"]
    extra = 1


@admin.register(Tag)
class TagAdmin(TranslatedFieldAdmin, KeepsFormerSlugs, MergesRows, NothingOverwritten):
    fields = ["name", "slug", "kind", *Tag.label.fields, *Tag.description.fields]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [SynonymInline]
    list_display = ["name", "label_here", "kind", "slug", "uses"]
    list_filter = ["kind"]
    search_fields = ["name", *Tag.label.fields, "synonyms__name"]
    show_full_result_count = False
    works_relation = "taggings"
    facts_relations = ("synonyms",)
    what_is_taken = _("The names of the others become its synonyms: whoever types one gets it.")
    rival_texts = merge_tags.RIVALS

    def merge_rows(self, into: Any, others: list[Any]) -> int:
        return merge_tags.merge(into, others)

    def facts(self, row: Any) -> Iterator[str]:
        """The kind, and the other names it goes by."""
        yield row.get_kind_display()
        labels = (getattr(row, name) for name in Tag.label.fields)
        names = dict.fromkeys([*labels, *(each.name for each in row.synonyms.all())])
        yield ", ".join(each for each in names if each and each != str(row))

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Tag]":
        found: QuerySet[Tag] = super().get_queryset(request)
        with_uses: QuerySet[Tag] = found.annotate(number_of_uses=Count("taggings"))
        return with_uses

    @admin.display(description=_("label"))
    def label_here(self, tag: Tag) -> str:
        return str(tag.label)

    @admin.display(description=_("publications"), ordering="number_of_uses")
    def uses(self, tag: Tag) -> int:
        return int(tag.number_of_uses)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """However many of its names change, its papers are told to search once."""
        with gathering.together():
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_urls(self) -> list[URLPattern]:
        suggest = path(
            "suggest/",
            self.admin_site.admin_view(self.suggest_view),
            name="publications_tag_suggest",
        )
        return [suggest, *super().get_urls()]

    def suggest_view(self, request: HttpRequest) -> JsonResponse:
        """Tags for the words being typed, those that begin with them first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        words = " ".join(request.GET.get("q", "").split())
        wanted = Q(name__icontains=words) | Q(
            pk__in=TagSynonym.objects.filter(name__icontains=words).values("tag")
        )
        for field in Tag.label.fields:
            wanted |= Q(**{f"{field}__icontains": words})
        found = Tag.objects.filter(wanted)[:200] if words else []
        first = sorted(found, key=lambda tag: not tag.name.casefold().startswith(words.casefold()))
        tags = [{"name": tag.name, "label": str(tag)} for tag in first[:SUGGESTIONS]]
        return JsonResponse({"tags": tags})
