"""Exporting what the list shows: its filters and search, all of its pages."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils.http import content_disposition_header
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from publications import exports
from publications.querysets import PublicationQuerySet

FORMATS = {
    "csv": "CSV",
    "xlsx": "Excel",
    "json": "JSON",
    "bibtex": "BibTeX",
    "ris": "RIS",
}


def _download(queryset: PublicationQuerySet, form: str) -> StreamingHttpResponse:
    # The export brings its own columns: what the list loads for its rows would be in its way.
    export = exports.stream(queryset.prefetch_related(None).defer(None), form)
    disposition = content_disposition_header(True, export.filename) or "attachment"
    return StreamingHttpResponse(
        export.chunks,
        content_type=export.content_type,
        headers={"Content-Disposition": disposition},
    )


def _selected(form: str, label: str) -> Any:
    def run(
        model_admin: Any, request: HttpRequest, queryset: PublicationQuerySet
    ) -> StreamingHttpResponse:
        return _download(queryset, form)

    run.__name__ = f"export_{form}"
    description = format_lazy("{what} {format}", what=_("Export selected as"), format=label)
    return admin.action(description=description, permissions=["export"])(run)


ACTIONS = [_selected(form, FORMATS[form]) for form in ("csv", "xlsx", "json")]


class Exports(admin.ModelAdmin):
    """Links above the list and actions for selected rows, for those who may export."""

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publications.export_publication")

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "export/<slug:form>/",
                self.admin_site.admin_view(self.export_view),
                name="publications_publication_export",
            ),
            *super().get_urls(),
        ]

    def export_view(self, request: HttpRequest, form: str) -> HttpResponseBase:
        if not self.has_export_permission(request):
            raise PermissionDenied
        if form not in FORMATS:
            raise Http404
        # The list itself reads the address: what is exported is what it shows.
        return _download(self.get_changelist_instance(request).queryset, form)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        extra = {"export_formats": FORMATS if self.has_export_permission(request) else {}}
        return super().changelist_view(request, extra | (extra_context or {}))
