"""What a summary page shows, gathered in the same eight queries for one author or for thirty."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from authors.biographies import Biography, biography
from authors.models import Affiliation, Author
from publications import access, bylines, images, sharing
from publications.bibliography import PageMetadata, Record, page_metadata, record_of, reference
from publications.enums import Access, AuthorRole, DocumentKind
from publications.gate import addresses
from publications.images import Picture
from publications.models import (
    Authorship,
    CorrectionNotice,
    Document,
    DocumentVersion,
    Publication,
    PublicationCenter,
    Tag,
)
from publications.related import related_to

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Why the gate sent a reader back, by the word it puts in the address; anything else says nothing.
LINK_NOTICES: dict[str, Promise] = {
    "expired": _("Your download link has expired. Ask for a new one below."),
    "revoked": _("Your download link has been closed. Ask for a new one below."),
    "invalid": _("This download link is not valid for this publication. Ask for a new one below."),
}


# The citation files offered, and how their addresses end.
CITATIONS = (("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "json"))


@dataclass(frozen=True)
class Signature:
    """One name of the byline, with its affiliations as they were when the paper came out."""

    name: str
    address: str
    role: str
    lines: list[str]
    author: Author | None = None
    portrait: Picture | None = None


@dataclass(frozen=True)
class Leads:
    """Where the page's own pictures and files are; an empty address is shown without a link.

    Readers get theirs from ``leads_for_readers``; a preview, whose paper has no addresses yet, from
    ``publications.preview_page``.
    """

    cover: Picture
    download: str
    further: dict[int, str]
    citations: list[tuple[str, str]]


@dataclass(frozen=True)
class SummaryPage:
    publication: Publication
    published_at: datetime.datetime | None
    leads: Leads
    signatures: list[Signature]
    biographies: list[tuple[Biography, Picture | None]]
    corrections: list[CorrectionNotice]
    centers: list[PublicationCenter]
    documents: list[Document]
    tags: list[Tag]
    related: list[Publication]
    translations: list[Publication]
    record: Record
    link_notice: str | Promise

    @property
    def full_text(self) -> Document | None:
        return self.publication.full_text

    @property
    def further_documents(self) -> list[tuple[Document, str]]:
        """Annexes and data, with an address where no gate stands before them."""
        further = [each for each in self.documents if each.kind != DocumentKind.FULL_TEXT]
        return [(each, self.leads.further.get(each.pk, "")) for each in further]

    @property
    def earlier_versions(self) -> list[tuple[Document, DocumentVersion, str]]:
        """What was replaced and can still be had, with an address where no gate stands before it."""
        return [
            (
                document,
                version,
                addresses.earlier_path(version, document)
                if self.is_open and self.leads.download
                else "",
            )
            for document in self.documents
            for version in document.offered_versions
        ]

    def addresses(self, shown_in: str) -> dict[str, str]:
        """Where the language switcher leads: to the paper's other version, or else to this one."""
        found: dict[str, str] = {}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                found[code] = self.publication.get_absolute_url()
        others = {each.language: each.canonical_path() for each in self.translations}
        return found | {code: path for code, path in others.items() if code != shown_in}

    @property
    def languages(self) -> list[str]:
        """Those the text can be read in."""
        return [self.publication.language, *(each.language for each in self.translations)]

    @property
    def default_version(self) -> Publication:
        """The one for readers of no language of ours: in the site's own, or else the original."""
        versions = [self.publication, *self.translations]
        in_default = (each for each in versions if each.language == settings.LANGUAGE_CODE)
        return next(in_default, min(versions, key=lambda each: each.pk))

    @property
    def shares(self) -> "list[tuple[StrOrPromise, str]]":
        return sharing.ways(self.publication.title, self.publication.canonical_url())

    @property
    def reference(self) -> str:
        return reference(self.record)

    @property
    def metadata(self) -> PageMetadata:
        return page_metadata(self.record)

    @property
    def policy(self) -> Access:
        return access.policy_of(self.publication)

    @property
    def is_open(self) -> bool:
        return self.policy == Access.OPEN

    @property
    def opens_at(self) -> datetime.datetime | None:
        """From when on the gate is open to all, where it is not yet."""
        return None if self.is_open else access.opens_at(self.publication)


def collect(publication: Publication, *, language: str, link: str = "") -> SummaryPage:
    """Everything for the page of a publication that ``access.find`` gave."""
    documents = _load(publication)
    signed = list(publication.authorships.all())
    tags = list(Tag.objects.filter(taggings__content_object=publication).order_by("name", "pk"))
    return SummaryPage(
        publication=publication,
        published_at=publication.published_at,
        leads=_leads_for_readers(publication, documents),
        signatures=[_signature(each, language) for each in signed],
        biographies=_biographies(signed, language),
        corrections=list(publication.corrections.all()),
        centers=list(publication.center_links.all()),
        documents=documents,
        tags=tags,
        related=related_to(publication),
        translations=_translations(publication),
        record=record_of(publication, tags),
        link_notice=LINK_NOTICES.get(link, "")
        if access.policy_of(publication) != Access.OPEN
        else "",
    )


def _leads_for_readers(publication: Publication, documents: Iterable[Document]) -> Leads:
    is_open = access.policy_of(publication) == Access.OPEN
    return Leads(
        cover=images.cover(publication),
        download=publication.pdf_path() if is_open else publication.gate_path(),
        further={each.pk: addresses.path(each) for each in documents} if is_open else {},
        citations=[
            (name, reverse("publication-cite", args=[publication.slug, ending]))
            for name, ending in CITATIONS
        ],
    )


def _load(publication: Publication) -> list[Document]:
    """Fetch what hangs on it; afterwards its own properties cost no query."""
    today = timezone.localdate()
    signatures = Authorship.objects.select_related("author", "organisation", "center")
    stored = access.to_be_had(Document.objects.all())
    prefetch_related_objects(
        [publication],
        Prefetch("authorships", signatures),
        # Today's serve the biographies; a byline has its own, frozen.
        Prefetch("authorships__author__affiliations", Affiliation.objects.on(today)),
        Prefetch("center_links", PublicationCenter.objects.select_related("center")),
        Prefetch("documents", stored),
        "corrections",
    )
    loaded = access.with_offered_versions(publication.documents.all())
    for each in loaded:
        each.publication = publication
    publication.full_text_documents = [
        each for each in loaded if each.kind == DocumentKind.FULL_TEXT
    ]
    return loaded


def _signature(signature: Authorship, language: str) -> Signature:
    is_plain = signature.role == AuthorRole.AUTHOR
    return Signature(
        name=signature.name,
        address=_address(signature),
        role="" if is_plain else signature.get_role_display(),
        lines=bylines.lines(signature, language),
        author=signature.author,
        portrait=images.portrait(signature.author) if signature.author else None,
    )


def _address(signature: Authorship) -> str:
    """People and our own centers have a page; an organisation, or a center that is closed, has none."""
    if signature.author:
        return signature.author.get_absolute_url()
    if signature.center and signature.center.is_active:
        return signature.center.get_absolute_url()
    return ""


def _biographies(
    signatures: Iterable[Authorship], language: str
) -> list[tuple[Biography, Picture | None]]:
    """Once for each person, whatever number of roles they signed in."""
    people = {each.author.pk: each.author for each in signatures if each.author}
    found = [biography(person, person.affiliations.all(), language) for person in people.values()]
    return [(each, images.portrait(each.author)) for each in found if each.text]


def _translations(publication: Publication) -> list[Publication]:
    group = Publication.objects.public().filter(translation_group=publication.translation_group)
    # The working copy of a pending change is a version of nothing but its live one.
    own = [publication.pk, publication.pending_for_id or publication.pk]
    return list(group.exclude(pk__in=own).only("language", "slug", "title").order_by("language"))
