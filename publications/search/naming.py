"""The words of names, for completing them: kept in step with authors, topics and centers."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models, transaction

from authors.models import Author
from programs.models import ResearchCenter
from publications.models import SearchName, Tag
from publications.search.stems import LANGUAGES
from publications.search.words import smooth, words_in

Kind = SearchName.Kind
KINDS: dict[type[models.Model], Kind] = {
    Author: Kind.AUTHOR,
    Tag: Kind.TOPIC,
    ResearchCenter: Kind.CENTER,
}
_BATCH = 500


@transaction.atomic
def refresh(owner: models.Model) -> None:
    """Make its rows say what it is called now."""
    kind = KINDS[type(owner)]
    wanted = words_of(owner)
    rows = SearchName.objects.filter(kind=kind, named=owner.pk)
    present = set(rows.values_list("word", flat=True))
    if gone := present - wanted:
        rows.filter(word__in=gone).delete()
    SearchName.objects.bulk_create(
        [_row(kind, owner.pk, word) for word in sorted(wanted - present)], ignore_conflicts=True
    )


def forget(owner: models.Model) -> None:
    SearchName.objects.filter(kind=KINDS[type(owner)], named=owner.pk).delete()


def words_of(owner: models.Model) -> set[str]:
    words = (word for name in _names(owner) for word in words_in(smooth(name)))
    return {each for word in words for each in (*word.parts, word.joined) if each}


def _names(owner: Any) -> Iterator[str]:
    if isinstance(owner, Author):
        yield owner.name
        return
    field = "label" if isinstance(owner, Tag) else "name"
    yield from (getattr(owner, f"{field}_{code}") for code in LANGUAGES)
    if isinstance(owner, Tag):
        yield owner.name
        yield from (synonym.name for synonym in owner.synonyms.all())
    else:
        yield owner.acronym


def _row(kind: Kind, named: int, word: str) -> SearchName:
    return SearchName(kind=kind, named=named, word=word, start=word[:2])


def rebuild() -> None:
    """What was made without anybody hearing of it, and what is left over."""
    for model, kind in KINDS.items():
        for owners in _batches(model):
            _rebuild(kind, owners)
        gone = SearchName.objects.filter(kind=kind)
        gone.exclude(named__in=model._default_manager.values("pk")).delete()


def _batches(model: type[models.Model]) -> Iterator[list[models.Model]]:
    last = 0
    found = model._default_manager.order_by("pk")
    if model is Tag:
        found = found.prefetch_related("synonyms")
    while owners := list(found.filter(pk__gt=last)[:_BATCH]):
        yield owners
        last = owners[-1].pk


@transaction.atomic
def _rebuild(kind: Kind, owners: Iterable[models.Model]) -> None:
    wanted = {(owner.pk, word) for owner in owners for word in words_of(owner)}
    rows = SearchName.objects.filter(kind=kind, named__in=[owner.pk for owner in owners])
    present = {(named, word): pk for pk, named, word in rows.values_list("pk", "named", "word")}
    SearchName.objects.filter(
        pk__in=[pk for key, pk in present.items() if key not in wanted]
    ).delete()
    SearchName.objects.bulk_create(
        [_row(kind, *key) for key in sorted(wanted - set(present))], ignore_conflicts=True
    )
