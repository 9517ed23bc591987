"""Answering strangers from the cache, before anything else is asked (RFC 9110, RFC 9111)."""

import datetime
import hashlib
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date

from publications import counting
from publications.page_cache import clock, versions
from publications.page_cache.sharing import Shared, sharing_of

logger = logging.getLogger(__name__)

# Of the addresses with a query only the pages of a list, so that no noise can fill the cache.
_QUERY = re.compile(r"(?:page=[1-9][0-9]{0,3})?")
# Never shared, and answered when there is no database to ask for a version.
_APART = ("/admin/", "/health/", "/static/")
_MOMENT = datetime.timedelta(seconds=1)


@dataclass(frozen=True)
class Kept:
    content: bytes
    headers: dict[str, str]
    modified: int | None  # seconds since 1970
    until: datetime.datetime
    investigated: int | None


class SharedPages:
    """Keeps what views marked with ``shared_page``, for requests that say nothing of who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PAGE_CACHE_SECONDS:
            return self.get_response(request)
        key = _key(request)
        if not key:
            return _personal(self.get_response(request))
        version = versions.current()
        name = f"{version.number}:{key}"
        now = timezone.now()
        kept = _load(name)
        if kept is not None and now < kept.until:
            response = _answer(request, kept)
            if kept.investigated is not None:
                counting.note_page_later(request, response, kept.investigated)
            return response
        response = self.get_response(request)
        shared = sharing_of(response)
        if shared is None or not _is_anybodys(response):
            return _personal(response)
        kept = _keep(response, shared, version, now)
        _store(name, kept)
        return _answer(request, kept)


def _key(request: HttpRequest) -> str:
    """Empty for a request whose answer may be its own."""
    if request.method not in ("GET", "HEAD") or "Authorization" in request.headers:
        return ""
    if request.path_info.startswith(_APART):
        return ""
    # This one is set by any form and says nothing of anybody.
    if set(request.COOKIES) - {settings.CSRF_COOKIE_NAME}:
        return ""
    query = request.META.get("QUERY_STRING", "")
    if not _QUERY.fullmatch(query):
        return ""
    try:
        request.get_host()
    except SuspiciousOperation:
        return ""
    # Not the host: pages name the site by SITE_URL alone, and a port is whatever a stranger writes.
    whole = f"{request.scheme}:{request.path}?{query}"
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def _is_anybodys(response: HttpResponse) -> bool:
    return (
        response.status_code == HTTPStatus.OK
        and not response.streaming
        and not response.cookies
        # Whoever looked at the session has put it there.
        and "cookie" not in response.get("Vary", "").lower()
        and "Cache-Control" not in response.headers
    )


def _keep(
    response: HttpResponse, shared: Shared, version: versions.Version, now: datetime.datetime
) -> Kept:
    content = response.content
    # Shared caches may hold the page and must ask each time: nobody could call it back from them.
    patch_cache_control(response, public=True, no_cache=True)
    patch_vary_headers(response, ["Cookie"])
    response.headers["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    modified = _last_modified(version, now)
    if modified is not None:
        response.headers["Last-Modified"] = http_date(modified)
    limits = [clock.next_event(now), now + datetime.timedelta(seconds=settings.PAGE_CACHE_SECONDS)]
    if shared.until is not None and shared.until > now:
        limits.append(shared.until)
    return Kept(content, dict(response.items()), modified, min(limits), shared.investigated)


def _last_modified(version: versions.Version, now: datetime.datetime) -> int | None:
    """The second after the last change; none while that second lasts, for it may bring another."""
    event = clock.last_event(now)
    changed = max(version.changed_at, event) if event else version.changed_at
    after = changed.replace(microsecond=0) + _MOMENT
    return int(after.timestamp()) if after <= now else None


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    response = HttpResponse(b"" if request.method == "HEAD" else kept.content)
    for name, value in kept.headers.items():
        response.headers[name] = value
    answered = get_conditional_response(
        request, etag=kept.headers["ETag"], last_modified=kept.modified, response=response
    )
    return answered or response


def _personal(response: HttpResponse) -> HttpResponse:
    """The same page for somebody who said who they are, or after a form: theirs alone."""
    if sharing_of(response) is not None and "Cache-Control" not in response.headers:
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
    return response


def _load(name: str) -> Kept | None:
    try:
        found: Any = caches["pages"].get(name)
    except Exception:  # whatever the cache's client raises: readers do without it
        logger.exception("The page cache did not answer.")
        return None
    return found if isinstance(found, Kept) else None


def _store(name: str, kept: Kept) -> None:
    try:
        caches["pages"].set(name, kept, settings.PAGE_CACHE_SECONDS)
    except Exception:
        logger.exception("The page cache did not take a page.")
