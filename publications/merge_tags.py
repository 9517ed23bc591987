"""Making one tag of several: every publication keeps the topic, and the old pages lead on."""

from collections.abc import Iterable

from django.conf import settings

from publications import merge_entries
from publications.models import Publication, Tag, TaggedPublication, TagSynonym

# What the others say in these is gone with them where the one that stays says something itself;
# their labels live on as names of it.
RIVALS = tuple(f"description_{code}" for code, _ in settings.LANGUAGES)
_TEXTS = (*(f"label_{code}" for code, _ in settings.LANGUAGES), *RIVALS)


def merge(into: Tag, others: Iterable[Tag]) -> int:
    """``into`` takes the others' publications, names and addresses; returns how many it gained."""
    return merge_entries.merge(into, others, take=_take, texts=_TEXTS)


def _take(into: Tag, other: Tag) -> set[int]:
    touched = _take_publications(into, other)
    _take_names(into, other)
    return touched


def _take_publications(into: Tag, other: Tag) -> set[int]:
    taggings = TaggedPublication.objects.filter(tag=other)
    touched = set(taggings.values_list("content_object_id", flat=True))
    both = Publication.objects.filter(taggings__tag=into)
    taggings.exclude(content_object__in=both.values("pk")).update(tag=into)
    return touched


def _take_names(into: Tag, other: Tag) -> None:
    """Whoever types the old name gets the tag that took its place."""
    # One by one: search, which knows tags by their synonyms, hears of each.
    for synonym in TagSynonym.objects.filter(tag=other):
        synonym.tag = into
        synonym.save()
    names = [other.name, *(getattr(other, f"label_{code}") for code, _ in settings.LANGUAGES)]
    for name in filter(None, names):
        key = TagSynonym.key_of(name)
        if key != TagSynonym.key_of(into.name):
            TagSynonym.objects.get_or_create(key=key, defaults={"tag": into, "name": name})
