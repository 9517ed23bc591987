"""CSL-JSON, the citation processors' own format."""

from typing import Any

from publications.bibliography.record import Creator, Record
from publications.bibliography.reference import retraction_note
from publications.enums import AuthorRole

_VARIABLE_OF_ROLE = {
    AuthorRole.AUTHOR: "author",
    AuthorRole.EDITOR: "editor",
    AuthorRole.CONTRIBUTOR: "contributor",
    AuthorRole.TRANSLATOR: "translator",
}


def csl_json(record: Record) -> dict[str, Any]:
    """One item; a file of them is a JSON array."""
    issued = record.issued
    item: dict[str, Any] = {
        "id": record.key,
        "type": "report",
        "title": record.full_title,
        **{
            variable: [_name(creator) for creator in record.signed_as(role)]
            for role, variable in _VARIABLE_OF_ROLE.items()
        },
        "issued": {"date-parts": [[issued.year, issued.month, issued.day]]} if issued else None,
        "publisher": record.publisher,
        "genre": record.kind,
        "collection-title": record.series,
        "number": record.number,
        "number-of-pages": str(record.pages or ""),
        "DOI": record.doi,
        "ISBN": record.isbn,
        "ISSN": record.issn,
        "URL": record.url,
        "language": record.language,
        "keyword": ", ".join(record.keywords),
        "abstract": record.abstract,
        "status": "retracted" if record.retracted else "",
        "note": retraction_note(record),
    }
    return {name: value for name, value in item.items() if value}


def _name(creator: Creator) -> dict[str, str]:
    if creator.is_corporate:
        return {"literal": creator.literal}
    name = {
        "family": creator.family_without_particle,
        "given": creator.given,
        "non-dropping-particle": creator.particle,
    }
    return {part: value for part, value in name.items() if value}
