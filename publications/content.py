"""The editorial content of a publication as one plain record, read and written as a whole.

History, restoring, the comparison of two people's edits, pending changes and "start the French
version" all work on this record, so that none of them can forget the authors or the tags. It holds
what editors write. It does not hold the status, the times, or anything the workflow decides.

A record is JSON: numbers and strings, and for the relations lists in their order.
"""

import datetime
from collections.abc import Callable, Iterable
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from authors.models import Author, Organisation
from programs.models import ResearchCenter
from publications import redirects
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

Content = dict[str, Any]

SCALARS = (
    "language",
    "type_id",
    "title",
    "subtitle",
    "slug",
    "lead",
    "summary",
    "key_takeaways",
    "teaser",
    "disclosure",
    "series_id",
    "number",
    "pages",
    "doi",
    "isbn",
    "licence",
    "cover",
    "cover_focus",
    "cover_alt",
    "cover_credit",
    "access",
    "open_after_days",
    "member_group_id",
)
RELATIONS = ("authors", "centers", "tags", "picks", "bans", "documents", "corrections")
FIELDS = (*SCALARS, *RELATIONS)
RICH_TEXT = ("lead", "summary", "key_takeaways")


def read(publication: Publication) -> Content:
    """The content as it stands in the database, in seven queries."""
    fresh = Publication.objects.get(pk=publication.pk)
    content = _scalars(fresh)
    content["authors"] = [
        {
            "author": each.author_id,
            "organisation": each.organisation_id,
            "center": each.center_id,
            "role": each.role,
            "frozen": each.frozen_affiliations,
        }
        for each in fresh.authorships.order_by("order", "pk")
    ]
    content["centers"] = [
        {"center": each.center_id, "primary": each.is_primary} for each in fresh.center_links.all()
    ]
    content["tags"] = sorted(fresh.taggings.values_list("tag_id", flat=True))
    content["picks"] = list(fresh.related_picks.values_list("picked_id", flat=True))
    content["bans"] = sorted(fresh.related_bans.values_list("banned_id", flat=True))
    content["documents"] = [
        {
            "document": each.pk,
            "kind": each.kind,
            "title": each.title,
            "language": each.language,
            "version": each.current_id,
        }
        for each in fresh.documents.live()
    ]
    content["corrections"] = corrections(fresh.corrections.all())
    return content


def corrections(notices: Iterable[CorrectionNotice]) -> list[dict[str, Any]]:
    """The notices as entries of a record, the newest first, whatever order they come in."""
    entries: list[dict[str, Any]] = [
        {
            "date": each.date.isoformat(),
            "kind": each.kind,
            "text": each.text,
            "version": each.version_number,
        }
        for each in notices
    ]
    return sorted(entries, key=lambda each: (each["date"], each["text"]), reverse=True)


def _scalars(publication: Publication) -> Content:
    return {name: getattr(publication, name) for name in SCALARS} | {
        "cover": publication.cover.name or ""
    }


def same(field: str, one: Content, other: Content) -> bool:
    """Whether a field says the same in both; frozen affiliations are the byline's, not the editor's."""
    return bool(comparable(field, one.get(field)) == comparable(field, other.get(field)))


def comparable(field: str, value: Any) -> Any:
    if field == "authors":
        return [{key: each[key] for key in each if key != "frozen"} for each in value or []]
    if field == "bans":
        # Revisions older than the bans have none.
        return value or []
    return value


def changed(one: Content, other: Content) -> list[str]:
    """The fields that differ, in the order of the form."""
    return [field for field in FIELDS if not same(field, one, other)]


def validate(publication: Publication, content: Content) -> Content:
    """The form's own rules, for content that does not come from a form; returns it cleaned.

    Raises ``ValidationError`` naming the fields; nothing is written.
    """
    content = _after_merges(content)
    candidate = Publication.objects.get(pk=publication.pk)
    for field in SCALARS:
        setattr(candidate, field, content[field])
    candidate.full_clean()
    try:
        redirects.validate_free(candidate.slug, candidate)
    except redirects.SlugTaken as refusal:
        raise ValidationError({"slug": refusal}) from refusal
    if missing := _missing(content):
        raise ValidationError(
            _("This refers to something that has been deleted since: %(what)s."),
            params={"what": ", ".join(missing)},
        )
    return content | _scalars(candidate)


def _missing(content: Content) -> list[str]:
    wanted: list[tuple[type[models.Model], set[int | None]]] = [
        (Author, {each["author"] for each in content["authors"]}),
        (Organisation, {each["organisation"] for each in content["authors"]}),
        (ResearchCenter, {each["center"] for each in content["authors"] + content["centers"]}),
        (DocumentVersion, {each["version"] for each in content["documents"]}),
    ]
    return [
        str(model._meta.verbose_name)
        for model, ids in wanted
        if model._default_manager.filter(pk__in=ids - {None}).count() != len(ids - {None})
    ]


def _after_merges(content: Content) -> Content:
    """An author or tag that was merged into another since: the other stands for it."""
    authors = redirects.current_keys(
        Author, {e["author"] for e in content["authors"] if e["author"]}
    )
    tags = redirects.current_keys(Tag, set(content["tags"]))
    if not authors and not tags:
        return content
    signed: dict[tuple[Any, ...], dict[str, Any]] = {}
    for each in content["authors"]:
        entry = each | {"author": authors.get(each["author"], each["author"])}
        key = (entry["author"], entry["organisation"], entry["center"], entry["role"])
        signed.setdefault(key, entry)
    named = sorted({tags.get(tag, tag) for tag in content["tags"]})
    return content | {"authors": list(signed.values()), "tags": named}


@gathering.together()
def write(publication: Publication, content: Content, fields: Iterable[str] = FIELDS) -> None:
    """Make the named fields as the record says. The caller holds the transaction and validates."""
    wanted = [field for field in FIELDS if field in set(fields)]
    scalars = [field for field in wanted if field in SCALARS]
    for field in scalars:
        setattr(publication, field, content[field])
    if scalars:
        publication.save(
            update_fields=[*(name.removesuffix("_id") for name in scalars), "modified_at"]
        )
    for field in wanted:
        if field in _WRITERS:
            _WRITERS[field](publication, content[field])


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
        [entry] = corrections([notice])
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


def field_label(field: str) -> str:
    """What a field is called on the form."""
    name = field.removesuffix("_id")
    labels = {
        "picks": RelatedPick,
        "bans": RelatedBan,
        "authors": Authorship,
        "documents": Document,
        "centers": PublicationCenter,
        "corrections": CorrectionNotice,
    }
    if field in labels:
        return str(labels[field]._meta.verbose_name_plural)
    return str(cast("models.Field[Any, Any]", Publication._meta.get_field(name)).verbose_name)
