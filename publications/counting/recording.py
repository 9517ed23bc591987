"""Noting one use. One row, no address, no cookie, nothing that could be joined with the gate's.

Each view makes one call, once the status of its answer is known. An error here is logged and costs
no reader the page.
"""

import logging
from http import HTTPStatus

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from ifri.client_address import client_address
from publications.counting import waiting
from publications.counting.robots import is_robot
from publications.counting.sessions import session_of
from publications.enums import UsageKind
from publications.models import Document, Publication, UsageEvent

logger = logging.getLogger(__name__)

# A part of a file (206) is none: viewers that read in parts asked for the whole first.
_COUNTED = (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)


def note_page(request: HttpRequest, response: HttpResponseBase, publication: Publication) -> None:
    """A summary page was shown: an investigation."""
    if response.status_code in _COUNTED:
        _note(request, publication, UsageKind.INVESTIGATION, None)


def note_page_later(request: HttpRequest, response: HttpResponseBase, publication: int) -> None:
    """The same for a page that came from the cache: noted within a second, with others."""
    if response.status_code not in _COUNTED or _is_no_look(request):
        return
    now, browser = timezone.now(), _browser(request)
    try:
        session, carried = session_of(client_address(request), browser, now)
    except DatabaseError:
        logger.exception("A use of publication %s was not counted.", publication)
        return
    waiting.add(waiting.Look(publication, session, carried, browser, now))


def note_file(request: HttpRequest, response: HttpResponseBase, document: Document) -> None:
    """A document was sent, by whichever of our ways: a request."""
    if response.status_code in _COUNTED or _is_sent_by_another(request, response):
        _note(request, document.publication, UsageKind.REQUEST, document)


def _is_sent_by_another(request: HttpRequest, response: HttpResponseBase) -> bool:
    """A redirect to the bucket is how a file is sent from there."""
    return bool(settings.S3_BUCKET) and response.status_code == HTTPStatus.FOUND


def _is_part(request: HttpRequest) -> bool:
    # Where nginx or a bucket sends the file, a request for a part looks like one for the whole.
    return bool(settings.X_ACCEL_PREFIX or settings.S3_BUCKET) and "Range" in request.headers


def _is_ahead_of_any_click(request: HttpRequest) -> bool:
    purpose = request.headers.get("Sec-Purpose") or request.headers.get("Purpose") or ""
    return "prefetch" in purpose


def _is_no_look(request: HttpRequest) -> bool:
    return request.method != "GET" or _is_part(request) or _is_ahead_of_any_click(request)


def _browser(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")[:500]


def _note(
    request: HttpRequest, publication: Publication, kind: UsageKind, document: Document | None
) -> None:
    if _is_no_look(request):
        return
    now, browser = timezone.now(), _browser(request)
    try:
        session, carried = session_of(client_address(request), browser, now)
        UsageEvent.objects.create(
            publication=publication,
            document=document,
            kind=kind,
            session=session,
            carried=carried,
            is_robot=is_robot(browser),
            at=now,
        )
    except DatabaseError:
        logger.exception("A use of publication %s was not counted.", publication.pk)
