"""CSV that a French Excel opens with a double click: a byte-order mark, semicolons, CRLF."""

import csv
import io
from collections.abc import Iterable, Iterator

from publications.exports.rows import as_cell, in_blocks, labels, rows
from publications.querysets import PublicationQuerySet

# What makes a spreadsheet take a cell for a formula, full-width forms included.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def write(queryset: PublicationQuerySet, language: str) -> Iterator[bytes]:
    lines = (map(as_cell, row.values()) for row in rows(queryset, language))
    return table(labels(language), lines)


def table(head: list[str], lines: Iterable[Iterable[str | int]]) -> Iterator[bytes]:
    """Any rows under any head, in the same dialect."""
    return in_blocks(_table(head, lines))


def _table(head: list[str], lines: Iterable[Iterable[str | int]]) -> Iterator[bytes]:
    yield "\ufeff".encode()
    yield _line(head)
    for line in lines:
        yield _line([safe(cell) for cell in line])


def safe(cell: str | int) -> str | int:
    """Text that would be taken for a formula gets an apostrophe before it."""
    if isinstance(cell, str) and (cell.startswith(_FORMULA) or cell.strip().startswith(_FORMULA)):
        return f"'{cell}"
    return cell


def _line(cells: list[str] | list[str | int]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()
