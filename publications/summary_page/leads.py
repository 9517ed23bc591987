"""Where a page's own pictures and files are; what is shown without a link has an empty address."""

from typing import Protocol

from django.urls import reverse

from authors.models import Author
from publications import access, images
from publications.enums import Access
from publications.gate import addresses
from publications.images import Picture
from publications.models import Document, DocumentVersion, Publication

# The citation files offered, and how their addresses end.
CITATIONS = (("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "json"))


class Leads(Protocol):
    """For readers, ``ReadersLeads``; a preview, whose paper has no addresses yet, has others."""

    def cover(self) -> Picture: ...

    def portrait(self, author: Author) -> Picture | None: ...

    def download(self, full_text: Document) -> str: ...

    def document(self, document: Document) -> str: ...

    def earlier(self, document: Document, version: DocumentVersion) -> str: ...

    def citation(self, ending: str) -> str: ...


class ReadersLeads:
    """Files have an address of their own only where no gate stands before them."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.is_open = access.policy_of(publication) == Access.OPEN

    def cover(self) -> Picture:
        return images.cover(self.publication)

    def portrait(self, author: Author) -> Picture | None:
        return images.portrait(author)

    def download(self, full_text: Document) -> str:
        return addresses.path(full_text) if self.is_open else self.publication.gate_path()

    def document(self, document: Document) -> str:
        return addresses.path(document) if self.is_open else ""

    def earlier(self, document: Document, version: DocumentVersion) -> str:
        return addresses.earlier_path(version, document) if self.is_open else ""

    def citation(self, ending: str) -> str:
        return reverse("publication-cite", args=[self.publication.slug, ending])
