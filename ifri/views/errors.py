"""What readers see when something is wrong: in their language, and saying nothing of the inside."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render

logger = logging.getLogger(__name__)


def _error(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return render(request, template, {"is_error": True}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Also the whole answer for a draft: it repeats nothing of what was asked for."""
    return _error(request, "404.html", 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _error(request, "403_csrf.html", 403)


def server_error(request: HttpRequest) -> HttpResponse:
    try:
        return _error(request, "500.html", 500)
    except Exception:
        # What broke the page may break this one too; the reader gets an answer all the same.
        logger.exception("The page for errors failed as well")
        return HttpResponseServerError("Server error", content_type="text/plain; charset=utf-8")
