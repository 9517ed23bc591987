"""Embargoed papers for named journalists: a personal link, and a copy that says whose it is.

A link is good until it expires or is revoked, and only while the paper waits for its time. Once the
paper is public the link leads to its page, as it would for anybody.
"""

import datetime
import hashlib
import secrets
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publications import pdf
from publications.models import PressLink, PressOpening, Publication

PERMISSION = "publications.give_press_access"
# Of a link to a paper that has no date yet.
DEFAULT_LIFETIME = datetime.timedelta(days=14)


@dataclass(frozen=True)
class Found:
    """What a token leads to."""

    link: PressLink
    is_public: bool

    @property
    def publication(self) -> Publication:
        return self.link.publication


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def is_under_embargo(publication: Publication) -> bool:
    """Approved, and waiting for its time. What is still being written is for nobody."""
    if publication.pending_for_id is not None or publication.current_pdf is None:
        return False
    return publication.awaits_readers


def give(
    publication: Publication,
    *,
    name: str,
    outlet: str = "",
    email: str = "",
    user: User,
    expires_at: datetime.datetime | None = None,
) -> tuple[PressLink, str]:
    """A new link and its token, which is shown once and kept only as a hash."""
    if not user.has_perm(PERMISSION):
        raise PermissionDenied
    if not is_under_embargo(publication):
        raise ValidationError(
            _("Only what is approved and not yet public is given to the press early.")
        )
    expires_at = expires_at or publication.published_at or timezone.now() + DEFAULT_LIFETIME
    if expires_at <= timezone.now():
        raise ValidationError({"expires_at": _("Give a time that is still to come.")})
    token = secrets.token_urlsafe(32)
    link = PressLink.objects.create(
        publication=publication,
        name=name,
        outlet=outlet,
        email=email,
        token_hash=_hash(token),
        created_by=user,
        expires_at=expires_at,
    )
    return link, token


def find(token: str) -> Found | None:
    """What a token leads to now; None for any that leads nowhere, whatever the reason."""
    links = PressLink.objects.filter(token_hash=_hash(token), revoked_at=None)
    link = links.select_related("publication").first()
    if link is None:
        return None
    if link.publication.is_public:
        return Found(link, is_public=True)
    if link.expires_at <= timezone.now() or not is_under_embargo(link.publication):
        return None
    return Found(link, is_public=False)


def log(link: PressLink, what: str) -> None:
    """``page`` or ``paper`` was opened."""
    PressOpening.objects.create(link=link, what=what)


def revoke(link: PressLink) -> None:
    """From now on the link is as good as none, before the paper's time and after."""
    PressLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def stamped_copy(link: PressLink) -> IO[bytes]:
    """The paper with the journalist's name and the embargo on every page.

    Made anew each time and never stored, so there is nothing to forget to delete. Raises
    ``StampingFailed``: an unstamped copy is not given.
    """
    version = link.publication.current_pdf
    if version is None:
        raise pdf.StampingFailed
    with translation.override(link.publication.language), version.file.open() as file:
        whose = f"{link.name}, {link.outlet}" if link.outlet else link.name
        lines = [_("For %(name)s only") % {"name": whose}, embargo(link.publication)]
        return pdf.stamped(file, lines)


def embargo(publication: Publication) -> str:
    """Until when, with the zone that the clock is of: journalists sit in all of them."""
    if publication.published_at is None:
        return _("Embargoed until publication")
    local = timezone.localtime(publication.published_at)
    offset = local.strftime("%z")
    return _("Embargoed until %(moment)s (%(zone)s, UTC%(offset)s)") % {
        "moment": date_format(local, "j F Y, H:i"),
        "zone": settings.TIME_ZONE,
        "offset": f"{offset[:3]}:{offset[3:]}",
    }
