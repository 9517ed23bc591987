"""A browser that passed a gate is not asked again for a time.

The cookie says that a gate was passed, of which kind, and when; nothing of whom, and nothing that
the database knows. It opens no file: it lets the gate's page issue a link without asking.
"""

import datetime
import enum
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from publications.enums import Access, Passage

COOKIE = "gate"

_signer = signing.TimestampSigner(salt="publications.gate.remembered")


class Level(enum.StrEnum):
    """What was done to pass. A higher one passes the lower gates too."""

    FORM = "form"
    VERIFIED = "verified"


@dataclass(frozen=True)
class Remembered:
    browser: str
    level: Level

    @property
    def passage(self) -> Passage:
        return Passage.RECOGNISED if self.level == Level.VERIFIED else Passage.REMEMBERED

    def passes(self, policy: Access) -> bool:
        return policy == Access.FORM or (policy == Access.VERIFIED and self.level == Level.VERIFIED)


def recall(request: HttpRequest) -> Remembered | None:
    """What the browser's cookie says, if it is ours and not too old."""
    try:
        said = _signer.unsign(request.COOKIES.get(COOKIE, ""), max_age=_lifetime())
        browser, level = said.split(".")
        return Remembered(browser, Level(level))
    except (signing.BadSignature, ValueError):
        return None


def remember(request: HttpRequest, response: HttpResponse, level: Level) -> None:
    """Give a browser that passed a gate its cookie, unless it has one that is as good."""
    known = recall(request)
    if settings.GATE_REMEMBER_DAYS == 0 or (known and known.level in (level, Level.VERIFIED)):
        return
    response.set_cookie(
        COOKIE,
        _signer.sign(f"{secrets.token_urlsafe(12)}.{level}"),
        max_age=_lifetime(),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")


def _lifetime() -> datetime.timedelta:
    return datetime.timedelta(days=settings.GATE_REMEMBER_DAYS)
