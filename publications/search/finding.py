"""Which publications a search finds, and in what order.

The queryset that is given decides who may see what; nothing here widens it. A question with few
hits has all of them ranked. Of a common one the newest are ranked, and beside them the newest that have
the words in the title or, where those are few, in title and names; the count is then “more than”.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Q

from publications.querysets import PublicationQuerySet
from publications.search.backend import Place, backend
from publications.search.itself import Itself
from publications.search.newest import Newest
from publications.search.query import Query, answered, parse
from publications.search.ranking import ranked
from publications.search.reading import Reading, readings

# Hits up to which all are ranked and counted.
RANKED = 1_000
# Of more: the newest of each kind.
_NEWEST = {Place.ANYWHERE: 600, Place.LABEL: 300, Place.TITLE: 300}
# Five are offered: the newest in the title are nearly always the best.
_WHILE_TYPING = 30


@dataclass(frozen=True)
class Found:
    """What a question found, best first."""

    publications: PublicationQuerySet
    # How many; with ``is_more``, at least so many.
    total: int
    is_more: bool = False


def find(queryset: PublicationQuerySet, q: str, language: str) -> Found:
    """A question without a word finds everything, in the order it has or the newest first."""
    query = parse(q)
    if not query:
        everything = queryset if queryset.ordered else queryset.newest_first()
        return Found(everything, queryset.count())
    if not query.groups:
        left = _without(queryset, query, language)
        return Found(left.newest_first(), left.count())
    return answered(
        query, lambda asked: _find(queryset, asked, language), lambda found: found.total > 0
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
        return _without(queryset, query, language)
    themselves = Itself.named_by(query).entries
    newest = Newest(queryset)
    condition = answered(
        query,
        lambda asked: backend().condition(readings(asked, language), Place.ANYWHERE),
        lambda found: themselves is not None or newest.has_any(found),
    )
    wanted = Q(pk__in=condition.numbers)
    if themselves is not None:
        wanted |= Q(pk__in=themselves.values("pk"))
    return queryset.filter(wanted)


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
    newest = Newest(queryset)
    read = readings(query, language)
    for place in places:
        if dates := newest.of(backend().condition(read, place), _WHILE_TYPING).dates:
            return ranked(dates, Itself.named_by(query), read)
    return []


def _without(queryset: PublicationQuerySet, query: Query, language: str) -> PublicationQuerySet:
    """What a question leaves that only excludes."""
    barred = readings(Query(query.text, groups=(query.excluded,)), language)
    return queryset.exclude(pk__in=backend().condition(barred, Place.ANYWHERE).numbers)


def _find(queryset: PublicationQuerySet, query: Query, language: str) -> Found:
    read = readings(query, language)
    dates, is_more = _candidates(queryset, read)
    itself = Itself.named_by(query)
    if itself.entries is not None:
        there = queryset.filter(pk__in=itself.entries.values("pk"))
        dates |= dict(there.values_list("pk", "published_at"))
    numbers = ranked(dates, itself, read)
    ordered = queryset.filter(pk__in=numbers).order_by(backend().in_order(numbers))
    return Found(ordered, len(numbers), is_more)


def _candidates(
    queryset: PublicationQuerySet, read: Sequence[Reading]
) -> tuple[dict[int, Any], bool]:
    """The numbers and dates of what is to be ranked, and whether there is more."""
    newest = Newest(queryset)
    anywhere = backend().condition(read, Place.ANYWHERE)
    hits = newest.of(anywhere, RANKED, of_common=_NEWEST[Place.ANYWHERE])
    if not hits.has_more:
        return hits.dates, False
    dates = dict(islice(hits.dates.items(), _NEWEST[Place.ANYWHERE]))
    # Nothing stands before what has all the words in the title.
    for place in (Place.TITLE, Place.LABEL):
        hits = newest.of(backend().condition(read, place), _NEWEST[place])
        dates |= hits.dates
        if hits.has_more:
            break
    return dates, True
