"""Dates, numbers and sizes as each language sets them."""

import datetime

from django import template
from django.utils import formats
from django.utils.translation import get_language, gettext_noop

register = template.Library()

_DATE = "j F Y"
# A format knows no ordinals but English ones; letters after a backslash stand for themselves.
_DATE_ON_THE_FIRST = {"fr": r"1\e\r F Y"}

_QUOTES = {"fr": ("«\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}»")}

# Django's French catalogue says Kio. Extracted from here, ours comes before it and says Ko.
SIZES = [gettext_noop("%s KB"), gettext_noop("%s MB"), gettext_noop("%s GB")]


@register.filter(expects_localtime=True)
def full_date(day: datetime.date | None) -> str:
    """``20 November 2026``; in French ``20 novembre 2026`` and ``1er novembre 2026``."""
    if day is None:
        return ""
    on_the_first = _DATE_ON_THE_FIRST.get(get_language() or "", _DATE)
    return formats.date_format(day, on_the_first if day.day == 1 else _DATE)


@register.filter
def grouped(number: int) -> str:
    """``1,234``; in French ``1 234``. Not for years, identifiers or anything a machine reads."""
    return formats.number_format(number, use_l10n=True, force_grouping=True)


@register.filter
def quoted(text: str) -> str:
    """Within the quotation marks of the active language: “so”, « ainsi »."""
    opening, closing = _QUOTES.get(get_language() or "", ("“", "”"))
    return f"{opening}{text}{closing}"
