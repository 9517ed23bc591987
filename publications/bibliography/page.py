"""What a summary page tells machines: Highwire Press tags and schema.org JSON-LD."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from publications.bibliography.record import Affiliation, Correction, Creator, Record
from publications.enums import AuthorRole

# Within a script element “</script>” would end the block and “<!--” open a comment: these three
# characters are written as JSON escapes, so that no text can.
_SCRIPT_ESCAPES = str.maketrans({"<": r"\u003C", ">": r"\u003E", "&": r"\u0026"})
_PROPERTY_OF_ROLE = {
    AuthorRole.AUTHOR: "author",
    AuthorRole.EDITOR: "editor",
    AuthorRole.CONTRIBUTOR: "contributor",
    AuthorRole.TRANSLATOR: "translator",
}

JsonLd = dict[str, Any]


@dataclass(frozen=True)
class PageMetadata:
    """For ``publications/_metadata.html``."""

    highwire: list[tuple[str, str]]
    json_ld: SafeString


def page_metadata(record: Record) -> PageMetadata:
    text = json.dumps(json_ld(record), ensure_ascii=False).translate(_SCRIPT_ESCAPES)
    return PageMetadata(highwire(record), mark_safe(text))  # noqa: S308 - escaped just above


def highwire(record: Record) -> list[tuple[str, str]]:
    """The tags Google Scholar reads; ``citation_pdf_url`` only where no gate stands before it."""
    tags = [("citation_title", record.full_title)]
    for creator in record.signed_as(AuthorRole.AUTHOR):
        tags.append(("citation_author", creator.name))
        tags += [
            ("citation_author_institution", affiliation.name)
            for affiliation in creator.affiliations
        ]
        tags.append(("citation_author_orcid", _orcid_url(creator)))
    tags += [("citation_editor", creator.name) for creator in record.signed_as(AuthorRole.EDITOR)]
    tags += [
        ("citation_publication_date", f"{record.issued:%Y/%m/%d}" if record.issued else ""),
        ("citation_technical_report_institution", record.publisher),
        ("citation_technical_report_number", record.number),
        ("citation_series_title", record.series),
        ("citation_issn", record.issn),
        ("citation_isbn", record.isbn),
        ("citation_doi", record.doi),
        ("citation_language", record.language),
        ("citation_keywords", "; ".join(record.keywords)),
        ("citation_abstract_html_url", record.url),
        ("citation_pdf_url", record.pdf_url),
    ]
    return [(name, content) for name, content in tags if content]


def json_ld(record: Record) -> JsonLd:
    """A schema.org ``Report``, which is an ``Article`` with a number."""
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "Report",
            "@id": record.url,
            "url": record.url,
            "headline": record.title,
            "alternativeHeadline": record.subtitle,
            "genre": record.kind,
            "inLanguage": record.language,
            "datePublished": record.issued.isoformat() if record.issued else "",
            "dateModified": record.modified.isoformat() if record.modified else "",
            **{
                name: [_agent(creator) for creator in record.signed_as(role)]
                for role, name in _PROPERTY_OF_ROLE.items()
            },
            "creativeWorkStatus": "Retracted" if record.retracted else "",
            "correction": [_correction(each) for each in record.corrections],
            "publisher": {
                "@type": "Organization",
                "name": record.publisher,
                "url": record.publisher_url,
            },
            "isPartOf": _series(record),
            "reportNumber": record.number,
            "identifier": _identifiers(record),
            "description": record.teaser,
            "keywords": list(record.keywords),
            "license": record.licence_url,
            "isAccessibleForFree": bool(record.pdf_url) or None,
            "encoding": _encoding(record),
        }
    )


def _filled(value: JsonLd) -> JsonLd:
    return {name: each for name, each in value.items() if each not in ("", None, [], {})}


def _correction(correction: Correction) -> JsonLd:
    return {
        "@type": "CorrectionComment",
        "text": correction.text,
        "datePublished": correction.date.isoformat(),
    }


def _agent(creator: Creator) -> JsonLd:
    if creator.is_corporate:
        return {"@type": "Organization", "name": creator.name}
    return _filled(
        {
            "@type": "Person",
            "name": creator.name,
            "givenName": creator.given,
            "familyName": creator.family,
            "sameAs": _orcid_url(creator),
            "affiliation": [_organisation(each) for each in creator.affiliations],
        }
    )


def _organisation(affiliation: Affiliation) -> JsonLd:
    return _filled({"@type": "Organization", "name": affiliation.name, "sameAs": affiliation.ror})


def _orcid_url(creator: Creator) -> str:
    return f"https://orcid.org/{creator.orcid}" if creator.orcid else ""


def _series(record: Record) -> JsonLd:
    if not record.series:
        return {}
    return _filled(
        {"@type": "CreativeWorkSeries", "name": record.series, "issn": record.issn},
    )


def _identifiers(record: Record) -> list[JsonLd]:
    known = [("DOI", record.doi), ("ISBN", record.isbn)]
    return [
        {"@type": "PropertyValue", "propertyID": name, "value": value}
        for name, value in known
        if value
    ]


def _encoding(record: Record) -> JsonLd:
    if not record.pdf_url:
        return {}
    return {
        "@type": "MediaObject",
        "contentUrl": record.pdf_url,
        "encodingFormat": "application/pdf",
    }
