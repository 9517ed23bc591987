"""The full text and further documents: who may have them is decided by ``publications.access``."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from publications import access, counting
from publications.access import Reason
from publications.enums import DocumentKind
from publications.gate import papers, serving
from publications.gate.addresses import address_name, earlier_name
from publications.models import Document, DocumentVersion, Publication
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
    found = access.named(publication, pk)
    if found is None:
        raise Http404
    found.publication = publication
    # The full text has an address of its own; here are only its earlier versions.
    if found.kind != DocumentKind.FULL_TEXT and name == address_name(found):
        return _answer(request, publication, found)
    for version in found.offered_versions:
        if name == earlier_name(version, found):
            return _answer(request, publication, found, version)
    raise Http404


def _answer(
    request: HttpRequest,
    publication: Publication,
    document: Document | None,
    version: DocumentVersion | None = None,
) -> HttpResponseBase:
    if document is None:
        raise Http404
    # The same row once more, as it was found: no second query, no second opinion.
    document.publication = publication
    decision = access.decide(document, request.GET.get("grant"), version)
    if decision.version is not None:
        is_open = decision.reason == Reason.OPEN
        served = papers.served(document, decision.version, is_open=is_open)
        response = serving.serve(request, served)
        counting.note_file(request, response, document)
        return response
    if decision.reason == Reason.MISSING:
        raise Http404
    response = redirect(_back_to_the_gate(publication, decision.reason))
    # The address may hold a key, and what it opens may change at any moment.
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _back_to_the_gate(publication: Publication, reason: Reason) -> str:
    """The summary page, at its download section; with what was wrong with the link, if there was one."""
    query = "" if reason == Reason.GATE else f"?link={reason}"
    return f"{publication.get_absolute_url()}{query}#download"
