"""The one answer for a publication that strangers may not see: no page of it words its own."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from publications import access
from publications.access import Reason


def answer_absent(request: HttpRequest, reason: Reason | None, slug: str) -> HttpResponse:
    """The tombstone of what was public once (410); for all else ``Http404``, as for a wrong address.

    ``reason`` is what ``access.find(slug)`` gave. The template gets ``withdrawn_at`` and
    ``withdrawal_reason``, and nothing that would tell what the publication was.
    """
    gone = access.tombstone(slug) if reason == Reason.GONE else None
    if gone is None:
        raise Http404
    context = {
        "withdrawn_at": gone.withdrawn_at,
        "withdrawal_reason": gone.withdrawal_reason,
        "is_error": True,
    }
    return render(request, "410.html", context, status=410)
