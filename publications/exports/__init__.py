"""Exports: rows in, bytes out. Nothing here knows of requests or of who may export.

``stream(queryset, "csv")`` gives exactly the rows of the queryset, in its order, in memory that does
not grow with their number.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language

from publications.exports import citations, csv_file, json_file, xlsx_file
from publications.querysets import PublicationQuerySet

Writer = Callable[[PublicationQuerySet, str], Iterator[bytes]]


@dataclass(frozen=True)
class Format:
    content_type: str
    ending: str
    write: Writer


FORMATS: dict[str, Format] = {
    "csv": Format("text/csv; charset=utf-8", "csv", csv_file.write),
    "xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
        xlsx_file.write,
    ),
    "json": Format("application/json", "json", json_file.write),
    "bibtex": Format("application/x-bibtex; charset=utf-8", "bib", citations.write_bibtex),
    "ris": Format("application/x-research-info-systems; charset=utf-8", "ris", citations.write_ris),
}


@dataclass(frozen=True)
class Export:
    content_type: str
    filename: str
    chunks: Iterator[bytes]


def stream(queryset: PublicationQuerySet, format: str) -> Export:  # noqa: A002 - its name
    """Begin an export; the rows are read as ``chunks`` are taken, in the language active now."""
    chosen = FORMATS[format]
    name = f"publications-{timezone.localdate():%Y-%m-%d}.{chosen.ending}"
    return Export(chosen.content_type, name, chosen.write(queryset, get_language() or "en"))
