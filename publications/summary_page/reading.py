"""The questions a summary page asks, each written once (``ifri.prepared``)."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import models
from django.utils import timezone

from authors.models import Affiliation
from ifri.prepared import Prepared
from publications import access
from publications.enums import CorrectionKind, DocumentKind
from publications.models import (
    Authorship,
    CorrectionNotice,
    Document,
    Publication,
    PublicationCenter,
    Tag,
)
from publications.related import related_to

_KEY = models.BigIntegerField()

_SIGNATURES = Prepared(
    lambda publication: Authorship.objects.filter(publication=publication).select_related(
        "author", "organisation", "center"
    ),
    publication=_KEY,
)
_AFFILIATIONS = Prepared(
    lambda publication, day: Affiliation.objects.on(day).filter(
        author__in=Authorship.objects.filter(publication=publication).values("author")
    ),
    publication=_KEY,
    day=models.DateField(),
)
_CORRECTIONS = Prepared(
    lambda publication: CorrectionNotice.objects.filter(publication=publication), publication=_KEY
)
_CENTERS = Prepared(
    lambda publication: PublicationCenter.objects.filter(publication=publication).select_related(
        "center"
    ),
    publication=_KEY,
)
_DOCUMENTS = Prepared(
    lambda publication: access.to_be_had(Document.objects.filter(publication=publication)),
    publication=_KEY,
)
_TAGS = Prepared(
    lambda publication: Tag.objects.filter(taggings__content_object=publication).order_by(
        "name", "pk"
    ),
    publication=_KEY,
)
_VERSIONS = Prepared(
    lambda group, now: (
        Publication.objects.public(at=now)
        .filter(translation_group=group)
        .only("language", "slug", "title")
        .order_by("language")
    ),
    group=models.UUIDField(),
    now=models.DateTimeField(),
)


@dataclass(frozen=True)
class Material:
    """A publication and what hangs on it; afterwards its own properties cost no query."""

    publication: Publication
    signatures: list[Authorship]
    # Today's, by author: they serve the biographies; a byline has its own, frozen.
    affiliations: dict[int, list[Affiliation]]
    corrections: list[CorrectionNotice]  # the newest first
    centers: list[PublicationCenter]
    documents: list[Document]
    tags: list[Tag]
    related: list[Publication]
    translations: list[Publication]


def read(publication: Publication) -> Material:
    key = publication.pk
    return Material(
        publication=publication,
        signatures=_SIGNATURES(publication=key),
        affiliations=_affiliations(publication),
        corrections=_corrections(publication),
        centers=_CENTERS(publication=key),
        documents=_documents(publication),
        tags=_TAGS(publication=key),
        related=related_to(publication),
        translations=_translations(publication),
    )


def _affiliations(publication: Publication) -> dict[int, list[Affiliation]]:
    found = defaultdict(list)
    for each in _AFFILIATIONS(publication=publication.pk, day=timezone.localdate()):
        found[each.author_id].append(each)
    return found


def _corrections(publication: Publication) -> list[CorrectionNotice]:
    found = _CORRECTIONS(publication=publication.pk)
    publication.is_retracted = any(each.kind == CorrectionKind.RETRACTION for each in found)
    return found


def _documents(publication: Publication) -> list[Document]:
    found = access.with_offered_versions(_DOCUMENTS(publication=publication.pk))
    for each in found:
        each.publication = publication
    publication.full_text_documents = [
        each for each in found if each.kind == DocumentKind.FULL_TEXT
    ]
    return found


def _translations(publication: Publication) -> list[Publication]:
    # The working copy of a pending change is a version of nothing but its live one.
    own = {publication.pk, publication.pending_for_id}
    versions = _VERSIONS(group=publication.translation_group, now=timezone.now())
    return [each for each in versions if each.pk not in own]
