"""The one decision whether a file may be served, with its reason. It knows no HTTP.

Whatever is not public does not exist for strangers: the answer is MISSING before anything else is
looked at, so that neither a grant nor a guess tells a draft from an address that never was.
"""

import datetime
import enum
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from ifri.prepared import Prepared
from publications import redirects
from publications.enums import Access, DocumentKind, Passage
from publications.gate import grants
from publications.models import Document, DocumentVersion, Grant, Publication, SlugRedirect


class Reason(enum.StrEnum):
    OPEN = "open"
    GRANTED = "granted"
    MISSING = "missing"
    GONE = "gone"
    MOVED = "moved"  # to where ``redirects.target`` says
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


def opens_at(publication: Publication) -> datetime.datetime | None:
    """When the rule of time opens the gate for everybody, be it past or to come; None for never."""
    days = publication.open_after_days
    # The type's rule of time belongs to the type's policy: a publication that has a policy of its
    # own has left it.
    if days is None and not publication.access:
        days = publication.type.open_after_days
    if days is None or publication.published_at is None:
        return None
    try:
        return publication.published_at + datetime.timedelta(days=days)
    except OverflowError:  # after the end of the calendar
        return None


def policy_of(publication: Publication, at: datetime.datetime | None = None) -> Access:
    """What a reader must do now: the publication's own rule, or its type's, or the site's.

    A rule of time comes first: so many days after publication the gate is open.
    """
    opening = opens_at(publication)
    if opening is not None and opening <= (at or timezone.now()):
        return Access.OPEN
    return Access(publication.access or publication.type.access or settings.DEFAULT_ACCESS)


def may_enter(publication: Publication, user: User | AnonymousUser) -> bool:
    """Whether someone is one of the members a publication is for."""
    if not user.is_active:  # nor is anybody who is not logged in
        return False
    group = publication.member_group_id
    return group is None or user.groups.filter(pk=group).exists()


# How one must have come through the gate for a link to pass a verified one.
_VERIFIED = {Passage.VERIFIED, Passage.RECOGNISED, Passage.MEMBER}


_PUBLIC = Prepared(
    lambda slug, now: (
        Publication.objects.public(at=now).filter(slug=slug).select_related("type", "series")
    ),
    slug=models.SlugField(),
    now=models.DateTimeField(),
)


def find(slug: str) -> tuple[Publication | None, Reason | None]:
    """The public publication at an address, or why there is none for strangers."""
    found = _PUBLIC(slug=slug, now=timezone.now())
    if found:
        return found[0], None
    if redirects.target(slug) is not None:
        return None, Reason.MOVED
    return None, Reason.GONE if tombstone(slug) is not None else Reason.MISSING


def tombstone(slug: str) -> Publication | None:
    """What was public once at an address, under its present slug or a former one, and is no longer."""
    at_address = Q(slug=slug) | Q(
        pk__in=SlugRedirect.objects.filter(slug=slug).values("publication")
    )
    return Publication.objects.tombstones().filter(at_address).first()


def obtainable(publication: Publication) -> list[Document]:
    """What a reader who passes the gate gets links to: the full text first, then the others.

    Each with its ``offered_versions``: earlier ones that may still be had, the newest first.
    """
    documents = with_offered_versions(to_be_had(publication.documents.all()))
    return sorted(documents, key=lambda document: document.kind != DocumentKind.FULL_TEXT)


def to_be_had(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Those that there is a file of, each knowing whether an earlier version is offered too."""
    offered = _offered().filter(document=OuterRef("pk"))
    there = documents.filter(is_removed=False, current__isnull=False)
    return there.select_related("current").annotate(offers_earlier=Exists(offered))


def with_offered_versions(documents: Iterable[Document]) -> list[Document]:
    """Set ``offered_versions`` on documents that ``to_be_had`` gave: a query only if there are any."""
    loaded = list(documents)
    offering = [document for document in loaded if getattr(document, "offers_earlier", False)]
    for document in loaded:
        if document not in offering:
            document.offered_versions = []
    if offering:
        prefetch_related_objects(
            offering,
            Prefetch("versions", _offered().order_by("-number"), to_attr="offered_versions"),
        )
    return loaded


def _offered() -> QuerySet[DocumentVersion]:
    # The current version is no earlier one, even if it is marked from before it was brought back.
    return DocumentVersion.objects.filter(is_offered=True).exclude(pk=F("document__current"))


def named(publication: Publication, pk: int) -> Document | None:
    """One of its documents, with what there is of it to be had."""
    found = with_offered_versions(to_be_had(publication.documents.filter(pk=pk)))
    return found[0] if found else None


def decide(
    document: Document, token: str | None, version: DocumentVersion | None = None
) -> Decision:
    """Whether a stranger holding ``token`` (or none) may have this document.

    That is its current version, or with ``version`` that earlier one, if it is offered. A grant is
    for the document, whatever its version.
    """
    publication = document.publication
    wanted = version or document.current
    if not publication.is_public or document.is_removed or wanted is None:
        return Decision(Reason.MISSING)
    if wanted.pk != document.current_id and not _is_offered(wanted, document):
        return Decision(Reason.MISSING)
    if policy_of(publication) == Access.OPEN:
        return Decision(Reason.OPEN, wanted)
    if not token:
        return Decision(Reason.GATE)
    grant = grants.find(token, document)
    if grant is None:
        return Decision(Reason.INVALID)
    refused = _refusal(grant, publication)
    return Decision(refused) if refused else Decision(Reason.GRANTED, wanted)


def _is_offered(version: DocumentVersion, document: Document) -> bool:
    return version.is_offered and version.document_id == document.pk


def _refusal(grant: Grant, publication: Publication) -> Reason | None:
    if grant.revoked_at is not None or _was_closed_since(grant, publication):
        return Reason.REVOKED
    return Reason.EXPIRED if grant.expires_at <= timezone.now() else None


def _was_closed_since(grant: Grant, publication: Publication) -> bool:
    """Whether whoever was given the link would not be given it today."""
    passage = grant.request
    if passage.user is not None and not passage.user.is_active:
        return True
    policy = policy_of(publication)
    if policy == Access.MEMBERS:
        return passage.user is None or not may_enter(publication, passage.user)
    return policy == Access.VERIFIED and passage.passage not in _VERIFIED
