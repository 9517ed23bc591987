"""Grants: signed, expiring, revocable links that open one document.

A token is a random secret, signed with the document's id. The signature refuses altered and
misdirected tokens without a query; the stored hash lets one be revoked and tells nothing if the
table is read.
"""

import datetime
import hashlib
import secrets
from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.utils import timezone

from publications.models import Document, DownloadRequest, Grant


def _signer(document: Document) -> signing.Signer:
    return signing.Signer(salt=f"publications.gate.grant:{document.pk}")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def issue(request: DownloadRequest, document: Document, secret: str = "") -> str:
    """Give a link's token; it is shown and kept only as a hash.

    With the same ``secret`` it is the same link again, open or closed as it may be by now.
    """
    token = _signer(document).sign(secret or secrets.token_urlsafe(24))
    expires = timezone.now() + datetime.timedelta(seconds=settings.GRANT_LIFETIME)
    Grant.objects.get_or_create(
        token_hash=_hash(token),
        defaults={"request": request, "document": document, "expires_at": expires},
    )
    return token


def decoy(document: Document) -> str:
    """What looks like a link's token and opens nothing."""
    return _signer(document).sign(secrets.token_urlsafe(24))


def find(token: str, document: Document) -> Grant | None:
    """The grant behind a token, valid or not; None if it was altered or is another document's."""
    try:
        _signer(document).unsign(token)
    except signing.BadSignature:
        return None
    grants = Grant.objects.select_related("request__user")
    return grants.filter(token_hash=_hash(token), document=document).first()


def revoke(grants: Iterable[Grant]) -> int:
    """Close links at once; their next use leads back to the gate. Tells how many were still open."""
    still_open = Grant.objects.filter(pk__in=[grant.pk for grant in grants], revoked_at=None)
    return still_open.update(revoked_at=timezone.now())
