"""Closing the site for a while: as long as ``VAR_DIR/maintenance`` is there, readers get a 503.

A file, not a setting: it closes every process at once, and opens it again without a restart. The
admin and the health checks stay open for whoever does the work.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

FLAG = "maintenance"
RETRY_AFTER = 600  # seconds
_OPEN = ("/admin/", "/health/", "/static/")

Handler = Callable[[HttpRequest], HttpResponseBase]


def is_closed() -> bool:
    return (settings.VAR_DIR / FLAG).exists()


def closed_for_maintenance(get_response: Handler) -> Handler:
    """Stands below the one that chooses the language, so that the page speaks the reader's."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(_OPEN) or not is_closed():
            return get_response(request)
        return _closed(request)

    return middleware


def _closed(request: HttpRequest) -> HttpResponse:
    response = render(request, "503.html", {"is_error": True}, status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response
