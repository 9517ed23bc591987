from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedFieldAdmin

from publications.models import Tag

SUGGESTIONS = 8


@admin.register(Tag)
class TagAdmin(TranslatedFieldAdmin, admin.ModelAdmin):
    fields = ["name", "slug", *Tag.label.fields]
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "label_here", "slug", "uses"]
    search_fields = ["name", *Tag.label.fields]
    show_full_result_count = False

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
        wanted = Q(name__icontains=words)
        for field in Tag.label.fields:
            wanted |= Q(**{f"{field}__icontains": words})
        found = Tag.objects.filter(wanted)[:200] if words else []
        first = sorted(found, key=lambda tag: not tag.name.casefold().startswith(words.casefold()))
        tags = [{"name": tag.name, "label": str(tag)} for tag in first[:SUGGESTIONS]]
        return JsonResponse({"tags": tags})
