"""Making a publication what a record of its content says (``publications.content``)."""

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.db import models

from publications import content
from publications.content import FIELDS, SCALARS, Content
from publications.enums import DocumentKind
from publications.models import (
    Authorship,
    CorrectionNotice,
    Document,
    DocumentVersion,
    Publication,
    PublicationCenter,
    RelatedBan,
    RelatedPick,
    Tag,
    TaggedPublication,
)
from publications.search import gathering


@gathering.together()
def write(publication: Publication, record: Content, fields: Iterable[str] = FIELDS) -> None:
    """Make the named fields as the record says. The caller holds the transaction and validates."""
    wanted = [field for field in FIELDS if field in set(fields)]
    scalars = [field for field in wanted if field in SCALARS]
    for field in scalars:
        setattr(publication, field, record[field])
    if scalars:
        publication.save(
            update_fields=[*(name.removesuffix("_id") for name in scalars), "modified_at"]
        )
    for field in wanted:
        if field in _WRITERS:
            _WRITERS[field](publication, record[field])


def _write_authors(publication: Publication, entries: list[dict[str, Any]]) -> None:
    frozen_now = {
        _signatory(each): each.frozen_affiliations for each in publication.authorships.all()
    }
    publication.authorships.all().delete()
    for order, entry in enumerate(entries):
        signature = Authorship(
            publication=publication,
            author_id=entry["author"],
            organisation_id=entry["organisation"],
            center_id=entry["center"],
            role=entry["role"],
            order=order,
        )
        # A byline frozen at publication outlives every edit of the list around it, an empty one too.
        frozen = frozen_now.get(_signatory(signature))
        signature.frozen_affiliations = entry.get("frozen") if frozen is None else frozen
        signature.save()


def _signatory(signature: Authorship) -> tuple[int | None, int | None, int | None]:
    return signature.author_id, signature.organisation_id, signature.center_id


def _write_centers(publication: Publication, entries: list[dict[str, Any]]) -> None:
    publication.center_links.all().delete()
    # One by one, as with tags.
    for order, each in enumerate(entries):
        PublicationCenter.objects.create(
            publication=publication,
            center_id=each["center"],
            is_primary=each["primary"],
            order=order,
        )


def _write_tags(publication: Publication, tags: list[int]) -> None:
    publication.taggings.exclude(tag_id__in=tags).delete()
    present = set(publication.taggings.values_list("tag_id", flat=True))
    # One by one: whatever is derived from them hears of each.
    for tag in Tag.objects.filter(pk__in=set(tags) - present):
        TaggedPublication.objects.create(content_object=publication, tag=tag)


def _write_picks(publication: Publication, picks: list[int]) -> None:
    publication.related_picks.all().delete()
    existing = set(Publication.objects.filter(pk__in=picks).values_list("pk", flat=True))
    RelatedPick.objects.bulk_create(
        RelatedPick(publication=publication, picked_id=each, order=order)
        for order, each in enumerate(picks)
        if each in existing and each != publication.pk
    )


def _write_bans(publication: Publication, bans: list[int]) -> None:
    publication.related_bans.all().delete()
    existing = Publication.objects.filter(pk__in=bans).exclude(pk=publication.pk)
    RelatedBan.objects.bulk_create(
        RelatedBan(publication=publication, banned=each) for each in existing.order_by("pk")
    )


def _write_documents(publication: Publication, entries: list[dict[str, Any]]) -> None:
    """Removed documents are kept for the history; a version from a working copy moves in."""
    kept = {document.pk: document for document in publication.documents.all()}
    named = {entry["document"] for entry in entries}
    given_up = [each for each in kept.values() if each.pk not in named]
    # All give way first: two that change places must not both be the full text half-way.
    for document in kept.values():
        document.is_removed = True
        document.save(update_fields=["is_removed"])
    for order, entry in enumerate(entries):
        document = kept.get(entry["document"]) or _successor(publication, entry, given_up)
        document.kind, document.title = entry["kind"], entry["title"]
        document.language, document.order = entry["language"], order
        document.is_removed = False
        document.save()
        _make_current(document, entry["version"])


def _successor(
    publication: Publication, entry: dict[str, Any], given_up: list[Document]
) -> Document:
    """Where a document goes that is new here: a full text continues the versions of the old one."""
    if entry["kind"] == DocumentKind.FULL_TEXT:
        full_texts = [each for each in given_up if each.kind == DocumentKind.FULL_TEXT]
        if full_texts:
            return min(full_texts, key=lambda each: each.is_removed)
    return Document(publication=publication)


def _make_current(document: Document, version_id: int | None) -> None:
    version = DocumentVersion.objects.filter(pk=version_id or 0).first()
    # A document of a working copy may have the version of the live one that it stands for.
    at_home = document.pk, document.stands_for_id
    if version is not None and version.document_id not in at_home:
        last = document.versions.aggregate(last=models.Max("number"))["last"] or 0
        version.pk = None
        version.document, version.number = document, last + 1
        version.save(force_insert=True)
    if document.current_id != (version.pk if version else None):
        document.current = version
        document.save(update_fields=["current"])


def _write_corrections(publication: Publication, entries: list[dict[str, Any]]) -> None:
    """Notices that stay keep their rows, so that a form opened before finds them again."""
    missing = list(entries)
    for notice in publication.corrections.all():
        [entry] = content.corrections([notice])
        if entry in missing:
            missing.remove(entry)
        else:
            notice.delete()
    CorrectionNotice.objects.bulk_create(
        CorrectionNotice(
            publication=publication,
            date=datetime.date.fromisoformat(each["date"]),
            kind=each["kind"],
            text=each["text"],
            version_number=each["version"],
        )
        for each in missing
    )


_WRITERS: dict[str, Callable[[Publication, Any], None]] = {
    "authors": _write_authors,
    "centers": _write_centers,
    "tags": _write_tags,
    "picks": _write_picks,
    "bans": _write_bans,
    "documents": _write_documents,
    "corrections": _write_corrections,
}
