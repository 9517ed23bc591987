"""Which publications a search finds, and in what order.

The queryset that is given decides who may see what; nothing here widens it. A question with few
hits has all of them ranked. Of a common one the newest are ranked, and beside them the newest that have
the words in the title or, where those are few, in title and names; in another order than that of
relevance its first hits are found. The count is then “more than”.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Q

from publications.querysets import PublicationQuerySet
from publications.search.backend import Condition, Place, backend
from publications.search.first import First
from publications.search.itself import Itself
from publications.search.query import Query, answered, parse
from publications.search.ranking import ranked
from publications.search.reading import Reading, readings

# Hits up to which all are ranked or sorted, and counted.
RANKED = 1_000
# Of more: the newest of each kind.
_NEWEST = {Place.ANYWHERE: 600, Place.LABEL: 200, Place.TITLE: 200}
# Five are offered: the newest in the title are nearly always the best.
_WHILE_TYPING = 30


@dataclass(frozen=True)
class Found:
    """What a question found, in the order that was asked for."""

    publications: PublicationQuerySet
    # How many; with ``is_more``, at least so many.
    total: int
    is_more: bool = False
    # The keys of them in their order, where there are words to be found: a page of twenty is read by
    # these, and the question is asked once.
    keys: Sequence[int] | None = None


def find(queryset: PublicationQuerySet, q: str, language: str, *, in_order: bool = False) -> Found:
    """The best match first, or ``in_order``: that which ``queryset`` has. A question without a word
    finds everything, in that order or the newest first."""
    query = parse(q)
    if not query.groups:
        return _left(queryset, query, language)
    ask = _in_order if in_order else _best_first
    return answered(
        query, lambda asked: ask(queryset, asked, language), lambda found: found.total > 0
    )


def matching(queryset: PublicationQuerySet, q: str, language: str) -> PublicationQuerySet:
    """Those that are found, in no order of their own and however many they are.

    As in ``find``, how the last word is taken depends on what ``queryset`` has: to narrow it by the one
    rule afterwards would tell of what the rule hides.
    """
    query = parse(q)
    if not query:
        return queryset
    if not query.groups:
        return queryset.filter(backend().without(_barred(query, language)))
    named = _named(queryset, Itself.named_by(query))
    first = First(queryset)
    condition = answered(
        query,
        lambda asked: backend().condition(readings(asked, language), Place.ANYWHERE),
        lambda found: bool(named) or first.has_any(found),
    )
    wanted = Q(pk__in=condition.numbers)
    return queryset.filter(wanted | Q(pk__in=list(named)) if named else wanted)


def by_name(queryset: PublicationQuerySet, q: str, language: str) -> PublicationQuerySet:
    """Those with the words in the title, the names or the summary, the last one perhaps unfinished.

    For editors, who also know publications by their addresses.
    """
    query = parse(q).beginning()
    if not query.groups:
        return queryset
    condition = backend().condition(readings(query, language, of_hidden=True), Place.HEAD)
    wanted = Q(pk__in=condition.numbers)
    # Asked apart: a database that has to find either this or that reads every row for it.
    known = list(
        queryset.filter(slug__startswith=query.text.lower()).values_list("pk", flat=True)[:50]
    )
    if (entries := Itself.named_by(query).entries) is not None:
        known += list(entries.values_list("pk", flat=True))
    return queryset.filter(wanted | Q(pk__in=known) if known else wanted)


def best(
    queryset: PublicationQuerySet, query: Query, language: str, places: Sequence[Place]
) -> list[int]:
    """The best of what the first of the places has, for somebody who is still typing."""
    first = First(queryset)
    read = readings(query, language)
    for place in places:
        if dates := first.of(backend().condition(read, place), _WHILE_TYPING).dates:
            return ranked(dates, Itself.named_by(query), read)
    return []


def _left(queryset: PublicationQuerySet, query: Query, language: str) -> Found:
    """What a question leaves that has no word, or only excludes."""
    first = First(queryset)
    if not query:
        return Found(first.queryset, first.queryset.count())
    dates, is_more = first.without(_barred(query, language), RANKED)
    return _of_keys(first.queryset, list(dates), is_more)


def _barred(query: Query, language: str) -> Condition:
    barred = readings(Query(query.text, groups=(query.excluded,)), language)
    return backend().condition(barred, Place.ANYWHERE)


def _in_order(queryset: PublicationQuerySet, query: Query, language: str) -> Found:
    condition = backend().condition(readings(query, language), Place.ANYWHERE)
    dates, is_more = First(queryset).of(condition, RANKED)
    numbers = list(dates)
    if named := [each for each in _named(queryset, Itself.named_by(query)) if each not in dates]:
        found = queryset.filter(pk__in=backend().among([*numbers, *named]))
        numbers = list(found.values_list("pk", flat=True))
    return _of_keys(queryset, numbers, is_more)


def _named(queryset: PublicationQuerySet, itself: Itself) -> dict[int, Any]:
    """What the question names, which its words need not find, with when it was published."""
    if itself.entries is None:
        return {}
    there = queryset.filter(pk__in=itself.entries.values("pk"))
    return dict(there.values_list("pk", "published_at"))


def _best_first(queryset: PublicationQuerySet, query: Query, language: str) -> Found:
    read = readings(query, language)
    dates, is_more = _candidates(queryset, read)
    itself = Itself.named_by(query)
    dates |= _named(queryset, itself)
    numbers = ranked(dates, itself, read)
    return _of_keys(queryset.order_by(backend().in_order(numbers)), numbers, is_more)


def _of_keys(ordered: PublicationQuerySet, keys: list[int], is_more: bool) -> Found:
    found = ordered.filter(pk__in=backend().among(keys))
    return Found(found, len(keys), is_more, keys)


def _candidates(
    queryset: PublicationQuerySet, read: Sequence[Reading]
) -> tuple[dict[int, Any], bool]:
    """The numbers and dates of what is to be ranked, and whether there is more."""
    first = First(queryset.newest_first())
    anywhere = backend().condition(read, Place.ANYWHERE)
    hits = first.of(anywhere, RANKED, of_common=_NEWEST[Place.ANYWHERE])
    if not hits.has_more:
        return hits.dates, False
    dates = dict(islice(hits.dates.items(), _NEWEST[Place.ANYWHERE]))
    # Nothing stands before what has all the words in the title.
    for place in (Place.TITLE, Place.LABEL):
        hits = first.of(backend().condition(read, place), _NEWEST[place])
        dates |= hits.dates
        if hits.has_more:
            break
    return dates, True
