"""The index of search follows every change in its transaction."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver

from authors.models import Author, Organisation
from programs.models import ResearchCenter
from publications.models import (
    Authorship,
    Document,
    DocumentText,
    DocumentVersion,
    Publication,
    PublicationCenter,
    SearchEntry,
    Series,
    Tag,
    TaggedPublication,
    TagSynonym,
)
from publications.search import gathering, indexing, naming


def _in_each_language(field: str) -> tuple[str, ...]:
    return tuple(f"{field}_{code}" for code, _ in settings.LANGUAGES)


# What a status, a time, a count or somebody's affiliation is, no entry says.
_NOT_SEARCHED = {
    "status", "published_at", "withdrawn_at", "withdrawal_reason", "modified_at", "version",
    "pending_base", "translated_revision", "cover", "cover_alt", "cover_credit", "access", "pages",
    "frozen_affiliations",
}  # fmt: skip


@receiver(post_save, sender=Publication)
def publication_saved(
    instance: Publication, update_fields: Iterable[str] | None, raw: bool, **_: Any
) -> None:
    if not raw and (update_fields is None or set(update_fields) - _NOT_SEARCHED):
        gathering.refresh([instance.pk])


@receiver(pre_delete, sender=Publication)
def publication_going(instance: Publication, **_: Any) -> None:
    """Its spellings are remembered until it is gone."""
    entry = SearchEntry.objects.filter(pk=instance.pk).only("forms").first()
    instance.spellings_to_forget = indexing.by_language(entry.forms) if entry else {}  # type: ignore[attr-defined]


@receiver(post_delete, sender=Publication)
def publication_gone(instance: Publication, **_: Any) -> None:
    # It went first, but may have been made anew if what hangs on it was deleted from elsewhere.
    SearchEntry.objects.filter(pk=instance.pk).delete()
    for language, words in getattr(instance, "spellings_to_forget", {}).items():
        indexing.forget(language, words)


@receiver([post_save, post_delete], sender=Authorship)
@receiver([post_save, post_delete], sender=Document)
@receiver([post_save, post_delete], sender=PublicationCenter)
def part_changed(
    instance: "Authorship | Document | PublicationCenter",
    raw: bool = False,
    update_fields: Iterable[str] | None = None,
    origin: Any = None,
    **_: Any,
) -> None:
    is_said = update_fields is None or set(update_fields) - _NOT_SEARCHED
    if is_said and not raw and not _began_with(Publication, origin):
        gathering.refresh([instance.publication_id])


@receiver([post_save, post_delete], sender=TaggedPublication)
def tagging_changed(
    instance: TaggedPublication, raw: bool = False, origin: Any = None, **_: Any
) -> None:
    if not raw and not _began_with(Publication, origin):
        gathering.refresh([instance.content_object_id])


def _began_with(model: type[Any], origin: Any) -> bool:
    """Whether a deletion began with these: what hangs on them goes, and so does what is derived."""
    return isinstance(origin, model) or getattr(origin, "model", None) is model


@receiver(post_delete, sender=DocumentVersion)
def version_gone(instance: DocumentVersion, **_: Any) -> None:
    """The text of a file stays for as long as a version has that file."""
    if not DocumentVersion.objects.filter(sha256=instance.sha256).exists():
        DocumentText.objects.filter(sha256=instance.sha256).delete()


_NAMED = {
    Author: ("first_name", "last_name"),
    Organisation: (*_in_each_language("name"), "acronym"),
    ResearchCenter: (*_in_each_language("name"), "acronym"),
    Series: _in_each_language("name"),
    Tag: ("name", *_in_each_language("label")),
}


@receiver(pre_save, sender=Author)
@receiver(pre_save, sender=Organisation)
@receiver(pre_save, sender=ResearchCenter)
@receiver(pre_save, sender=Series)
@receiver(pre_save, sender=Tag)
def name_saving(sender: type[Any], instance: Any, **_: Any) -> None:
    fields = _NAMED[sender]
    before = sender._default_manager.filter(pk=instance.pk).values_list(*fields).first()
    instance.is_renamed = before != tuple(getattr(instance, field) for field in fields)


@receiver(post_save, sender=Author)
@receiver(post_save, sender=Organisation)
@receiver(post_save, sender=ResearchCenter)
@receiver(post_save, sender=Series)
@receiver(post_save, sender=Tag)
def name_saved(instance: Any, created: bool, raw: bool = False, **_: Any) -> None:
    """A name stands in the entries of all that carry it, however many they are."""
    if raw or not instance.is_renamed:
        return
    if type(instance) in naming.KINDS:
        naming.refresh(instance)
    if not created:
        gathering.refresh(_carrying(instance))


@receiver(pre_save, sender=TagSynonym)
def synonym_saving(instance: TagSynonym, **_: Any) -> None:
    """It may have been another tag's."""
    before = TagSynonym.objects.filter(pk=instance.pk).values_list("tag", flat=True)
    instance.tags_renamed = {*before, instance.tag_id}  # type: ignore[attr-defined]


@receiver([post_save, post_delete], sender=TagSynonym)
def synonym_changed(instance: TagSynonym, raw: bool = False, origin: Any = None, **_: Any) -> None:
    if raw or _began_with(Tag, origin):
        return
    renamed = getattr(instance, "tags_renamed", {instance.tag_id})
    for tag in Tag.objects.filter(pk__in=renamed):
        naming.refresh(tag)
        gathering.refresh(_carrying(tag))


@receiver(post_delete, sender=Author)
@receiver(post_delete, sender=ResearchCenter)
@receiver(post_delete, sender=Tag)
def name_gone(instance: Any, **_: Any) -> None:
    naming.forget(instance)


def _carrying(owner: Any) -> list[int]:
    if isinstance(owner, Series):
        return list(owner.publications.values_list("pk", flat=True))
    if isinstance(owner, Tag):
        return list(owner.taggings.values_list("content_object", flat=True))
    carrying = list(owner.authorships.values_list("publication", flat=True))
    if isinstance(owner, ResearchCenter):
        carrying += owner.publication_links.values_list("publication", flat=True)
    return carrying
