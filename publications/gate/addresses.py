"""Where a document is found, and what it is called once it is saved."""

import re
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import Truncator, slugify

from publications.enums import DocumentKind
from publications.models import Document, DocumentVersion

# What one file system or another refuses in a name, and what cannot be seen.
_NOT_IN_A_NAME = re.compile(
    r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+'
)

# Titles are full of colons, and no file may be.
_COLON = re.compile(r"\s*:\s+")


def path(document: Document, token: str = "") -> str:
    """The address of a document; with a grant's token, one that opens it."""
    publication = document.publication
    if document.kind == DocumentKind.FULL_TEXT:
        address = publication.pdf_path()
    else:
        name = address_name(document)
        address = reverse("publication-file", args=[publication.slug, document.pk, name])
    return f"{address}?{urlencode({'grant': token})}" if token else address


def earlier_path(version: DocumentVersion, document: Document, token: str = "") -> str:
    """The address of an earlier version, below its document's number."""
    name = earlier_name(version, document)
    address = reverse("publication-file", args=[document.publication.slug, document.pk, name])
    return f"{address}?{urlencode({'grant': token})}" if token else address


def address_name(document: Document) -> str:
    """The last part of a further document's address, the same in every language of the site."""
    return f"{_stem(document)}.pdf"


def earlier_name(version: DocumentVersion, document: Document) -> str:
    """The document's own with the version's number: ``tables-v2.pdf``. No two are the same."""
    return f"{_stem(document)}-v{version.number}.pdf"


def _stem(document: Document) -> str:
    if document.kind == DocumentKind.FULL_TEXT:
        return document.publication.slug
    return slugify(document.title) or document.kind


def saved_name(document: Document, earlier: DocumentVersion | None = None) -> str:
    """The name a browser saves it under: the title, accents and all."""
    title = document.publication.title
    if document.kind != DocumentKind.FULL_TEXT:
        title = f"{title} - {document}"
    ending = f" (v{earlier.number})" if earlier else ""
    readable = _NOT_IN_A_NAME.sub(" ", _COLON.sub(" - ", title))
    readable = " ".join(readable.split()).strip(". ")
    stem = Truncator(readable).chars(120, truncate="…") or document.publication.slug
    return f"{stem}{ending}.pdf"
