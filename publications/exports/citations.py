"""A whole selection as one BibTeX or RIS file."""

from collections.abc import Callable, Iterator

from publications.bibliography import Record, bibtex, record_of, ris, with_records
from publications.exports.rows import CHUNK, in_blocks
from publications.querysets import PublicationQuerySet


def write_bibtex(queryset: PublicationQuerySet, language: str) -> Iterator[bytes]:
    return in_blocks(_entries(queryset, bibtex, "\n"))


def write_ris(queryset: PublicationQuerySet, language: str) -> Iterator[bytes]:
    return in_blocks(_entries(queryset, ris, "\r\n"))


def _entries(
    queryset: PublicationQuerySet, write: Callable[[Record], str], line: str
) -> Iterator[bytes]:
    # A record is in its own language, whatever language the export is asked in.
    for publication in with_records(queryset).iterator(chunk_size=CHUNK):
        yield f"{write(record_of(publication))}{line}".encode()
