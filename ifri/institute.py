"""How the institute presents itself, as every page needs it: read seldom, never older than a second."""

import hashlib
import itertools
import logging
import time
from dataclasses import dataclass, field

from django.conf import settings
from django.db import DatabaseError
from django.urls import reverse
from django.utils.translation import get_language

from ifri import pictures
from ifri.models import Institute, StaticPage

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Logo:
    src: str
    dark: str
    width: int
    height: int


@dataclass(frozen=True)
class Shown:
    """For the templates, in one language."""

    logo: Logo | None = None
    colours: str = ""  # the address of a style sheet
    footer: str = ""
    disclaimer: str = ""
    pages: list[tuple[str, str]] = field(default_factory=list)  # title and address
    # What was rendered of it already (ifri.templatetags.frame).
    frames: dict[tuple[object, object], str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class _Kept:
    shown: Shown
    turn: int
    read_at: float


_kept: dict[str, _Kept] = {}
_turns = itertools.count()
_turn = next(_turns)


def look_again() -> None:
    """What is known was read before a change: to be called before a page is made that stays."""
    global _turn
    _turn = next(_turns)


def shown() -> Shown:
    """In the active language. Without its database, the site goes on with what it knows."""
    language = get_language() or settings.LANGUAGE_CODE
    kept = _kept.get(language)
    turn, now = _turn, time.monotonic()  # of before the reading, which a change may overtake
    if kept is not None and kept.turn == turn and now - kept.read_at < settings.INSTITUTE_MAX_AGE:
        return kept.shown
    try:
        fresh = _read()
    except DatabaseError:
        logger.exception("What the institute says of itself could not be read")
        return kept.shown if kept else Shown()
    if kept is not None and fresh == kept.shown:
        fresh = kept.shown
    if settings.INSTITUTE_MAX_AGE:
        _kept[language] = _Kept(fresh, turn, now)
    return fresh


def _read() -> Shown:
    institute = Institute.objects.first() or Institute()
    pages = StaticPage.objects.filter(is_public=True, in_footer=True).defer(*StaticPage.body.fields)
    return Shown(
        logo=_logo(institute),
        colours=reverse("institute-colours", args=[colours_version(institute)])
        if institute.main_colour or institute.accent_colour
        else "",
        footer=str(institute.footer or ""),
        disclaimer=str(institute.disclaimer or ""),
        pages=[(str(each.title), each.get_absolute_url()) for each in pages],
    )


def colours_version(institute: Institute) -> str:
    said = f"{institute.main_colour}|{institute.accent_colour}"
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _logo(institute: Institute) -> Logo | None:
    size = pictures.size_of(str(institute.logo.name)) if institute.logo else None
    if size is None:
        return None
    # Shown 52 px high at most; the page keeps the place free.
    height = min(52, size.height)
    return Logo(
        src=logo_address(institute, "logo"),
        dark=logo_address(institute, "logo_dark") if institute.logo_dark else "",
        width=round(size.width * height / size.height),
        height=height,
    )


def logo_address(institute: Institute, name: str) -> str:
    return reverse("institute-logo", args=[logo_file(institute, name)])


def logo_file(institute: Institute, name: str) -> str:
    stored = str(getattr(institute, name).name)
    return f"{name}-{hashlib.sha256(stored.encode()).hexdigest()[:12]}.webp"
