"""What a press link opens. A token that leads nowhere answers as an address that never was."""

import logging

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from publications import press
from publications.models import PressLink
from publications.pdf import StampingFailed

logger = logging.getLogger(__name__)

# The address is a key: it is not to be kept, found or passed on by a browser.
_HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    found = _find(token)
    if found.is_public:
        return _to_the_public_page(found)
    if request.method == "GET":
        press.log(found.link, "page")
    context = {
        "link": found.link,
        "publication": found.publication,
        "embargo": press.embargo(found.publication),
        "token": token,
    }
    response = render(request, "publications/press.html", context)
    for name, value in _HEADERS.items():
        response.headers[name] = value
    return response


@require_safe
def paper(request: HttpRequest, token: str) -> HttpResponseBase:
    found = _find(token)
    if found.is_public:
        return _to_the_public_page(found)
    headers = {
        **_HEADERS,
        "Content-Disposition": _disposition(found.link),
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Content-Type": "application/pdf",
    }
    if request.method != "GET":
        return HttpResponse(headers=headers)
    try:
        copy = press.stamped_copy(found.link)
    except StampingFailed:
        logger.exception("No copy could be stamped of publication %s.", found.publication.pk)
        return _no_copy(request, token)
    press.log(found.link, "paper")
    return FileResponse(copy, headers=headers)


def _no_copy(request: HttpRequest, token: str) -> HttpResponse:
    """An unstamped one is not given instead; the institute has to make another."""
    context = {"token": token, "is_error": True}
    response = render(request, "publications/press_no_copy.html", context, status=503)
    for name, value in _HEADERS.items():
        response.headers[name] = value
    return response


def _find(token: str) -> press.Found:
    found = press.find(token)
    if found is None:
        raise Http404
    return found


def _to_the_public_page(found: press.Found) -> HttpResponse:
    response = redirect(found.publication.canonical_path())
    for name, value in _HEADERS.items():
        response.headers[name] = value
    return response


def _disposition(link: PressLink) -> str:
    name = f"{link.publication.slug[:80]}-embargoed.pdf"
    return content_disposition_header(False, name) or "inline"
