"""The sentence a reader copies: a publication as a footnote would name it, in its own language."""

from django.utils import translation
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
            f"https://doi.org/{record.doi}" if record.doi else record.url,
        ]
    return f"{', '.join(filter(None, parts))}."


def _names(record: Record) -> str:
    signed = record.signed_as(AuthorRole.AUTHOR) or record.signed_as(AuthorRole.EDITOR)
    names = [each.name for each in signed]
    return f"{names[0]} et al." if len(names) >= _TOO_MANY else ", ".join(names)
