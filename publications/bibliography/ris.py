"""RIS, as reference managers read it."""

from publications.bibliography.record import Record
from publications.bibliography.reference import retraction_note
from publications.enums import AuthorRole

_TAG_OF_ROLE = {
    AuthorRole.AUTHOR: "AU",
    AuthorRole.EDITOR: "A2",
    AuthorRole.CONTRIBUTOR: "A3",
    AuthorRole.TRANSLATOR: "A4",
}


def ris(record: Record) -> str:
    """One record; the format wants CRLF and one line a value."""
    lines = [("TY", "RPRT"), *((tag, value) for tag, value in _lines(record) if value), ("ER", "")]
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines)


def _lines(record: Record) -> list[tuple[str, str]]:
    issued = record.issued
    return [
        *((_TAG_OF_ROLE[creator.role], creator.inverted) for creator in record.creators),
        ("TI", record.full_title),
        ("T2", record.series),
        ("IS", record.number),
        ("M3", record.kind),
        ("PY", f"{issued:%Y}" if issued else ""),
        ("DA", f"{issued:%Y/%m/%d}" if issued else ""),
        ("PB", record.publisher),
        ("SP", str(record.pages or "")),
        ("SN", record.isbn or record.issn),
        ("DO", record.doi),
        ("LA", record.language),
        ("UR", record.url),
        ("L1", record.pdf_url),
        ("N1", retraction_note(record)),
        *(("KW", keyword) for keyword in record.keywords),
        ("AB", record.abstract),
    ]
