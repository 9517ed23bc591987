"""The one decision whether a file may be served, with its reason. It knows no HTTP.

Whatever is not public does not exist for strangers: the answer is MISSING before anything else is
looked at, so that neither a grant nor a guess tells a draft from an address that never was.
"""

import enum
from dataclasses import dataclass

from django.utils import timezone

from publications.enums import Access, DocumentKind
from publications.gate import grants
from publications.models import Document, DocumentVersion, Grant, Publication


class Reason(enum.StrEnum):
    OPEN = "open"
    GRANTED = "granted"
    MISSING = "missing"
    GONE = "gone"
    GATE = "gate"  # pass the gate first
    INVALID = "invalid"  # the link was altered, or belongs to something else
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Decision:
    reason: Reason
    version: DocumentVersion | None = None

    @property
    def allowed(self) -> bool:
        return self.version is not None


def find(slug: str) -> tuple[Publication | None, Reason | None]:
    """The public publication at an address, or why there is none for strangers."""
    now = timezone.now()
    known = Publication.objects.public(at=now).select_related("type", "series")
    publication = known.filter(slug=slug).first()
    if publication is not None:
        return publication, None
    gone = Publication.objects.tombstones(at=now).filter(slug=slug).exists()
    return None, Reason.GONE if gone else Reason.MISSING


def tombstone(slug: str) -> Publication | None:
    """What was public once at an address and is no longer."""
    return Publication.objects.tombstones().filter(slug=slug).first()


def obtainable(publication: Publication) -> list[Document]:
    """What a reader who passes the gate gets links to: the full text first, then the others."""
    documents = [
        document
        for document in publication.documents.select_related("current")
        if document.current is not None
    ]
    return sorted(documents, key=lambda document: document.kind != DocumentKind.FULL_TEXT)


def further(publication: Publication, pk: int) -> Document | None:
    """One of its documents beside the full text, which has an address of its own."""
    documents = publication.documents.exclude(kind=DocumentKind.FULL_TEXT)
    return documents.filter(pk=pk).select_related("current").first()


def decide(document: Document, token: str | None) -> Decision:
    """Whether a stranger holding ``token`` (or none) may have this document's current version."""
    publication = document.publication
    if not publication.is_public or document.current is None:
        return Decision(Reason.MISSING)
    if publication.access == Access.OPEN:
        return Decision(Reason.OPEN, document.current)
    if not token:
        return Decision(Reason.GATE)
    grant = grants.find(token, document)
    if grant is None:
        return Decision(Reason.INVALID)
    return _by_grant(grant, document)


def _by_grant(grant: Grant, document: Document) -> Decision:
    if grant.revoked_at is not None or _was_closed_since(grant, document.publication):
        return Decision(Reason.REVOKED)
    if grant.expires_at <= timezone.now():
        return Decision(Reason.EXPIRED)
    return Decision(Reason.GRANTED, document.current)


def _was_closed_since(grant: Grant, publication: Publication) -> bool:
    """Whether whoever was given the link would not be given it today."""
    member = grant.request.user
    if member is not None and not member.is_active:
        return True
    return publication.access == Access.MEMBERS and member is None
