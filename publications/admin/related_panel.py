"""On the form: what is related to a publication, and why each was chosen."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from publications.admin import told_apart
from publications.models import Publication
from publications.related import related_to
from publications.related.reasons import ranking, reasons

SHOWN = 4


@dataclass(frozen=True)
class Row:
    publication: Publication
    why: str
    # As the rows below name it.
    line: str
    is_shown: bool


def panel(publication: Publication) -> list[Row]:
    """Those that readers see, and the stored spares behind them."""
    live = publication.pending_for or publication
    shown = related_to(live, SHOWN)
    rows = {each.pk: each for each in [*shown, *ranking(live)]}
    why = reasons(live, list(rows))
    return [
        Row(
            each,
            ", ".join(why[pk]) or _("among the newest"),
            told_apart.line(each),
            is_shown=each in shown,
        )
        for pk, each in rows.items()
    ]
