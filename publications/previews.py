"""Preview links: a named person without an account reads what is not public yet."""

import datetime
import hashlib
import secrets

from django.contrib.auth.models import User
from django.db.models import F
from django.utils import timezone

from publications.models import PreviewLink, PreviewOpening, Publication

DEFAULT_LIFETIME = datetime.timedelta(days=7)
LONGEST_LIFETIME = datetime.timedelta(days=90)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make(
    publication: Publication,
    *,
    recipient: str,
    user: User,
    expires_at: datetime.datetime | None = None,
) -> tuple[PreviewLink, str]:
    """A new link and its token, which is shown once and kept only as a hash."""
    token = secrets.token_urlsafe(32)
    link = PreviewLink.objects.create(
        publication=publication,
        recipient=recipient,
        token_hash=_hash(token),
        created_by=user,
        expires_at=expires_at or timezone.now() + DEFAULT_LIFETIME,
    )
    return link, token


def find(token: str) -> PreviewLink | None:
    """The link of a valid token, for what belongs to its page; None for any other token.

    A withdrawal ends the links that were given before it: what had to go is not read on by guests,
    nor in the copy with its pending change.
    """
    now = timezone.now()
    return (
        PreviewLink.objects.filter(token_hash=_hash(token), revoked_at=None, expires_at__gt=now)
        .exclude(
            publication__withdrawn_at__lte=now,
            publication__withdrawn_at__gt=F("created_at"),
        )
        .exclude(
            publication__pending_for__withdrawn_at__lte=now,
            publication__pending_for__withdrawn_at__gt=F("created_at"),
        )
        .select_related("publication__type", "publication__series", "publication__pending_for")
        .first()
    )


def open_link(token: str) -> PreviewLink | None:
    """As ``find``, with the opening logged."""
    link = find(token)
    if link is not None:
        PreviewOpening.objects.create(link=link)
    return link


def revoke(link: PreviewLink) -> None:
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
