"""One JSON array, an object a line, written as the rows come."""

import json
from collections.abc import Iterable, Iterator

from publications.exports.rows import Row, in_blocks, rows
from publications.querysets import PublicationQuerySet


def write(queryset: PublicationQuerySet, language: str) -> Iterator[bytes]:
    return table(rows(queryset, language))


def table(found: Iterable[Row]) -> Iterator[bytes]:
    """Any rows."""
    return in_blocks(_pieces(found))


def _pieces(found: Iterable[Row]) -> Iterator[bytes]:
    separator = "[\n"
    for row in found:
        yield f"{separator}{json.dumps(row, ensure_ascii=False)}".encode()
        separator = ",\n"
    yield b"[]\n" if separator == "[\n" else b"\n]\n"
