"""The full text and further documents: who may have them is decided by ``publications.access``."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from publications import access
from publications.access import Reason
from publications.gate import papers, serving
from publications.gate.addresses import address_name
from publications.models import Document, Publication
from publications.views.absent import answer_absent


# Nothing is changed by asking for a file: any other method is refused as a method.
@csrf_exempt
@require_safe
def full_text(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    if name != slug:
        raise Http404
    publication, reason = access.find(slug)
    if publication is None:
        return answer_absent(request, reason, slug)
    return _answer(request, publication, publication.full_text)


@csrf_exempt
@require_safe
def document(request: HttpRequest, slug: str, pk: int, name: str) -> HttpResponseBase:
    publication, reason = access.find(slug)
    if publication is None:
        return answer_absent(request, reason, slug)
    found = access.further(publication, pk)
    if found is not None and address_name(found) != name:
        raise Http404
    return _answer(request, publication, found)


def _answer(
    request: HttpRequest, publication: Publication, document: Document | None
) -> HttpResponseBase:
    if document is None:
        raise Http404
    # The same row once more, as it was found: no second query, no second opinion.
    document.publication = publication
    decision = access.decide(document, request.GET.get("grant"))
    if decision.version is not None:
        is_open = decision.reason == Reason.OPEN
        return serving.serve(request, papers.served(document, decision.version, is_open=is_open))
    if decision.reason == Reason.MISSING:
        raise Http404
    return redirect(_back_to_the_gate(publication, decision.reason))


def _back_to_the_gate(publication: Publication, reason: Reason) -> str:
    """The summary page, at its download section; with what was wrong with the link, if there was one."""
    query = "" if reason == Reason.GATE else f"?link={reason}"
    return f"{publication.get_absolute_url()}{query}#download"
