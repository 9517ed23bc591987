"""The editorial content of a publication as one plain record, read as a whole.

History, restoring, the comparison of two people's edits, pending changes and "start the French
version" all work on this record, so that none of them can forget the authors or the tags. It holds
what editors write. It does not hold the status, the times, or anything the workflow decides. Writing
it is ``publications.writing``.

A record is JSON: numbers and strings, and for the relations lists in their order.
"""

from collections.abc import Iterable
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from authors.models import Author, Organisation
from programs.models import ResearchCenter
from publications import redirects
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
)

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
