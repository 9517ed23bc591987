"""Reports of use, for those who may see them: no person is in them, nor can be."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from publications.admin.looked_at import LookedAt
from publications.admin.plot import plot
from publications.counting.period import Period
from publications.counting.reports import By, Report, report
from publications.counting.robots import LIST_DATE
from publications.enums import UsageMetric
from publications.exports import usage
from publications.models import DailyUsage

# A page's worth; an export has them all.
MOST_LINES = 300


@admin.register(DailyUsage)
class UsageAdmin(LookedAt):
    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.report_view), name="publications_dailyusage_changelist"),
            path(
                "export/<slug:form>/",
                wrap(self.export_view),
                name="publications_dailyusage_export",
            ),
        ]

    def report_view(self, request: HttpRequest) -> HttpResponse:
        found = self._report(request)
        asked = {"by": found.by, "from": found.period.begin, "to": found.period.end}
        of = {"of": request.GET["of"]} if found.of_name else {}
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": _("Usage"),
            "report": found,
            "lines": [
                _cells(line.name, line.figures, line.of) for line in found.lines[:MOST_LINES]
            ],
            "left_out": max(0, len(found.lines) - MOST_LINES),
            "total": _cells("", found.total),
            "robots": _cells("", found.robots),
            "metrics": [metric.label for metric in UsageMetric],
            "plot": plot(found),
            "choices": By.choices,
            "list_date": LIST_DATE,
            "formats": {"csv": "CSV", "xlsx": "Excel", "json": "JSON"},
            "query": urlencode(asked | of),
            "period_query": urlencode({name: asked[name] for name in ("from", "to")}),
            "of": of.get("of", ""),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/publications/dailyusage/report.html", context)

    def export_view(self, request: HttpRequest, form: str) -> HttpResponseBase:
        found = self._report(request)
        if form not in usage.FORMATS:
            raise Http404
        export = usage.stream(found, form)
        disposition = content_disposition_header(True, export.filename) or "attachment"
        return StreamingHttpResponse(
            export.chunks,
            content_type=export.content_type,
            headers={"Content-Disposition": disposition},
        )

    def _report(self, request: HttpRequest) -> Report:
        """What the address asks for; what it cannot mean is the usual."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET
        by = By(asked["by"]) if asked.get("by") in By.values else By.PUBLICATION
        begin, end = asked.get("from", ""), asked.get("to", "")
        period = Period.read(begin, end, today=timezone.localdate())
        try:
            return report(by, period, asked.get("of", ""))
        except LookupError:
            raise Http404 from None


def _cells(name: str, figures: Any, of: str = "") -> dict[str, Any]:
    return {"name": name, "of": of, "counts": [figures[metric] for metric in UsageMetric]}
