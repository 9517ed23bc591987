"""Making one tag of several: every publication keeps the topic, and the old pages lead on."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from publications.facets import keeping as counts
from publications.models import Publication, Tag, TaggedPublication, TagRedirect, TagSynonym
from publications.related import queue as related

_TEXTS = tuple(
    f"{name}_{code}" for name in ("label", "description") for code, _ in settings.LANGUAGES
)


@transaction.atomic
def merge(into: Tag, others: Iterable[Tag]) -> int:
    """``into`` takes the others' publications, names and addresses; returns how many it gained.

    What it has itself stays as it is. The others are gone afterwards.
    """
    into = Tag.objects.select_for_update().get(pk=into.pk)
    gained: set[int] = set()
    for other in others:
        if other.pk != into.pk:
            gained |= _take_publications(into, other)
            _take_names(into, other)
            _take_addresses(into, other)
            _take_texts(into, other)
            other.delete()
    into.save()
    related.enqueue(gained)
    counts.enqueue(gained)
    return len(gained)


def _take_publications(into: Tag, other: Tag) -> set[int]:
    taggings = TaggedPublication.objects.filter(tag=other)
    touched = set(taggings.values_list("content_object_id", flat=True))
    both = Publication.objects.filter(taggings__tag=into)
    taggings.exclude(content_object__in=both.values("pk")).update(tag=into)
    return touched


def _take_names(into: Tag, other: Tag) -> None:
    """Whoever types the old name gets the tag that took its place."""
    TagSynonym.objects.filter(tag=other).update(tag=into)
    names = [other.name, *(getattr(other, f"label_{code}") for code, _ in settings.LANGUAGES)]
    for name in filter(None, names):
        key = TagSynonym.key_of(name)
        if key != TagSynonym.key_of(into.name):
            TagSynonym.objects.get_or_create(key=key, defaults={"tag": into, "name": name})


def _take_addresses(into: Tag, other: Tag) -> None:
    TagRedirect.objects.filter(tag=other).update(tag=into)
    TagRedirect.objects.update_or_create(
        slug=other.slug, defaults={"tag": into, "former_pk": other.pk}
    )


def _take_texts(into: Tag, other: Tag) -> None:
    for name in _TEXTS:
        if not getattr(into, name):
            setattr(into, name, getattr(other, name))
