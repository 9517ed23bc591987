"""One JSON array, an object a line, written as the rows come."""

import json
from collections.abc import Iterator

from publications.exports.rows import in_blocks, rows
from publications.querysets import PublicationQuerySet


def write(queryset: PublicationQuerySet, language: str) -> Iterator[bytes]:
    return in_blocks(_pieces(queryset, language))


def _pieces(queryset: PublicationQuerySet, language: str) -> Iterator[bytes]:
    separator = "[\n"
    for row in rows(queryset, language):
        yield f"{separator}{json.dumps(row, ensure_ascii=False)}".encode()
        separator = ",\n"
    yield b"[]\n" if separator == "[\n" else b"\n]\n"
