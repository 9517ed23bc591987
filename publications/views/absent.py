"""The one answer for a publication that is not at an address: no page of it words its own."""

from http import HTTPStatus

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from publications import access, redirects
from publications.access import Reason


def lead_on(request: HttpRequest, model: type[Model], slug: str) -> HttpResponse:
    """The page of an author or a topic that was merged into another leads to the other's.

    If that one has a page: where it leads to would tell what nobody may know of.
    """
    merged = redirects.merged_into(model, slug)
    if merged is None:
        raise Http404
    return _moved(request, merged.slug)


def answer_absent(request: HttpRequest, reason: Reason | None, slug: str) -> HttpResponse:
    """Where it has moved to (301), or the tombstone of what was public once (410).

    For all else ``Http404``, as for a wrong address. ``reason`` is what ``access.find(slug)`` gave.
    The tombstone's template gets ``withdrawn_at`` and
    ``withdrawal_reason``, and nothing that would tell what the publication was.
    """
    moved = redirects.target(slug) if reason == Reason.MOVED else None
    if moved is not None:
        return _moved(request, moved.slug)
    gone = access.tombstone(slug) if reason == Reason.GONE else None
    if gone is None:
        raise Http404
    context = {
        "withdrawn_at": gone.withdrawn_at,
        "withdrawal_reason": gone.withdrawal_reason,
        "is_error": True,
    }
    return render(request, "410.html", context, status=410)


def _moved(request: HttpRequest, new: str) -> HttpResponse:
    """The same page of the same language at the present address: one hop, however often it moved."""
    match = request.resolver_match
    assert match is not None  # noqa: S101 - a view is answering
    parts = match.kwargs | {"slug": new}
    if match.url_name == "publication-pdf":  # there the slug is the file's name too
        parts["name"] = new
    query = request.META.get("QUERY_STRING", "")  # a reader's grant opens the file there too
    response = HttpResponsePermanentRedirect(
        reverse(match.view_name, kwargs=parts) + (f"?{query}" if query else "")
    )
    if request.method not in ("GET", "HEAD"):
        # What was typed into the gate's form goes on to the form.
        response.status_code = HTTPStatus.PERMANENT_REDIRECT
    # Asked again each time: were the address changed back, a kept answer would lead round in circles.
    response.headers["Cache-Control"] = "no-cache"
    return response
