"""The sentence a reader copies: a publication as a footnote would name it, in its own language.

A paper that was retracted is never cited without that.
"""

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ifri.templatetags.typography import full_date, quoted
from publications.bibliography.record import Record
from publications.enums import AuthorRole

# From here on the first name stands for all.
_TOO_MANY = 6


def reference(record: Record) -> str:
    with translation.override(record.language):
        parts = [
            _names(record),
            quoted(record.full_title),
            record.series,
            _("No. %(number)s") % {"number": record.number}
            if record.series and record.number
            else "",
            record.publisher,
            full_date(record.issued),
            _retracted(record),
            f"https://doi.org/{record.doi}" if record.doi else record.url,
        ]
    return f"{', '.join(filter(None, parts))}."


def retraction_note(record: Record) -> str:
    """For the formats that have a field for remarks; empty where nothing is retracted."""
    with translation.override(record.language):
        return capfirst(_retracted(record))


def _retracted(record: Record) -> str:
    if record.retracted is None:
        return ""
    return _("retracted on %(date)s") % {"date": full_date(record.retracted)}


def _names(record: Record) -> str:
    signed = record.signed_as(AuthorRole.AUTHOR) or record.signed_as(AuthorRole.EDITOR)
    names = [each.name for each in signed]
    return f"{names[0]} et al." if len(names) >= _TOO_MANY else ", ".join(names)
