"""Making one entry of several of the same thing: what authors and tags have in common.

The entry that stays takes what the others have and it lacks; the others are gone afterwards, and
their pages lead to its page.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.db import models

from authors.models import Author
from publications.alerts import following
from publications.facets import keeping as counts
from publications.models import Tag
from publications.related import queue as related
from publications.search import gathering

Entry = TypeVar("Entry", Author, Tag)


@dataclass(frozen=True)
class Rivals:
    """A field in which entries say different things: a merge keeps what one of them says."""

    name: str
    label: str
    texts: list[tuple[Any, str]]


def rivals(entries: Iterable[Entry], names: Iterable[str]) -> list[Rivals]:
    """What is lost with every entry but one, to be shown before it is lost."""
    rows = list(entries)
    found = []
    for name in names:
        texts = [(row, str(getattr(row, name))) for row in rows if getattr(row, name)]
        if len({text.strip() for _row, text in texts}) > 1:
            field = cast("models.Field[Any, Any]", rows[0]._meta.get_field(name))
            found.append(Rivals(name, str(field.verbose_name), texts))
    return found


@gathering.together()
def merge(
    into: Entry,
    others: Iterable[Entry],
    *,
    take: Callable[[Entry, Entry], set[int]],
    texts: Iterable[str],
) -> int:
    """Returns how many publications it gained.

    ``take(into, other)`` moves what hangs on the other and says which publications it touched.
    Raises ``DoesNotExist`` where ``into`` was merged into something else meanwhile.
    """
    # All in one order, for two that merge the same entries the other way round.
    wanted = {into.pk, *(other.pk for other in others)}
    locked = type(into).objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    rows = {row.pk: row for row in locked}
    if into.pk not in rows:
        raise type(into).DoesNotExist
    into = rows.pop(into.pk)
    gained: set[int] = set()
    for other in rows.values():
        gained |= take(into, other)
        _take_addresses(into, other)
        _take_texts(into, other, texts)
        following.take_over(into, other)
        other.delete()
    into.save()
    # What was moved in one statement no receiver heard of.
    gathering.refresh(gained)
    related.enqueue(gained)
    counts.enqueue(gained)
    return len(gained)


def _take_addresses(into: Entry, other: Entry) -> None:
    owner = str(into._meta.model_name)
    redirects = other.former_slugs.model._default_manager
    redirects.filter(**{owner: other}).update(**{owner: into})
    redirects.update_or_create(slug=other.slug, defaults={owner: into, "former_pk": other.pk})


def _take_texts(into: Entry, other: Entry, names: Iterable[str]) -> None:
    """What it has itself stays as it is."""
    for name in names:
        if not getattr(into, name):
            setattr(into, name, getattr(other, name))
