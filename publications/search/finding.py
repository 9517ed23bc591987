"""Which publications a search finds, and in what order.

The queryset that is given decides who may see what; nothing here widens it. A question with few
hits has all of them ranked. Of a common one the newest are ranked, those first that have the words
in the title, then those that have them in title and names; the count is then “more than”.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import isqrt
from operator import or_
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, StrIndex
from django.db.models.lookups import GreaterThan

from publications.models import Publication, SearchEntry
from publications.querysets import PublicationQuerySet
from publications.search.backend import Condition, Place, backend
from publications.search.query import Query, parse
from publications.search.reading import Lookup, Reading, readings
from publications.search.words import cleaned, exactly

# Hits up to which all are ranked and counted.
RANKED = 1_000
# Of more: the newest of each kind.
_NEWEST = {Place.ANYWHERE: 600, Place.LABEL: 300, Place.TITLE: 300}
# A title of fewer words says too little to be meant as a title.
_LEAST_OF_A_TITLE = 3

# What a word counts for by the best place it stands in.
_WEIGHTS = {"title": 16, "names": 8, "summary": 4, "themes": 2}
_IDENTIFIED, _TITLE_ITSELF, _WORDS_TOGETHER = 10_000, 5_000, 8
_DOI_PREFIX = re.compile(r"^(https?://(dx\.)?doi\.org/|doi:\s*)")


@dataclass(frozen=True)
class Found:
    """What a question found, best first, and how it was understood."""

    publications: PublicationQuerySet
    readings: Sequence[Reading]
    # How many; with ``is_more``, at least so many.
    total: int
    is_more: bool = False


def find(queryset: PublicationQuerySet, q: str, language: str) -> Found:
    """A question without a word leaves the queryset as it is."""
    query = parse(q)
    if not query:
        return Found(queryset, (), queryset.count())
    found = _find(queryset, query, language)
    if not found.total and query.groups:
        # Nobody wrote that word: it may be the beginning of one.
        return _find(queryset, query.beginning(), language)
    return found


def matching(queryset: PublicationQuerySet, q: str, language: str) -> PublicationQuerySet:
    """Those that are found, in no order of their own and however many they are."""
    query = parse(q)
    if not query:
        return queryset
    narrowed, _, conditions = _conditions(queryset, query, language)
    if conditions is None:
        return narrowed
    themselves = _entries_themselves(query)
    anywhere = conditions[Place.ANYWHERE]
    if themselves is None and not _newest(narrowed, anywhere, 1):
        # As ``find`` does: it may be the beginning of a word.
        started = readings(query.beginning(), language)
        anywhere = backend().condition(started, Place.ANYWHERE)
    wanted = Q(pk__in=anywhere.numbers)
    if themselves is not None:
        wanted |= Q(pk__in=themselves)
    return narrowed.filter(wanted)


def by_name(queryset: PublicationQuerySet, q: str, language: str) -> PublicationQuerySet:
    """Those with the words in the title, the names or the summary, the last one perhaps unfinished.

    For editors, who also know publications by their addresses.
    """
    query = parse(q).beginning()
    if not query.groups:
        return queryset
    condition = backend().condition(readings(query, language), Place.HEAD)
    wanted = Q(pk__in=condition.numbers)
    # Asked apart: a database that has to find either this or that reads every row for it.
    known = list(
        queryset.filter(slug__startswith=query.text.lower()).values_list("pk", flat=True)[:50]
    )
    if (entries := _entries_themselves(query)) is not None:
        known += list(entries.values_list("pk", flat=True))
    return queryset.filter(wanted | Q(pk__in=known) if known else wanted)


Conditions = dict[Place, Condition]


def _conditions(
    queryset: PublicationQuerySet, query: Query, language: str
) -> tuple[PublicationQuerySet, Sequence[Reading], Conditions | None]:
    """The queryset without what is only excluded, and what has to be looked for in it."""
    if not query.groups:
        barred = Query(query.text, groups=(query.excluded,))
        read = readings(barred, language)
        unwanted = backend().condition(read, Place.ANYWHERE)
        return queryset.exclude(pk__in=unwanted.numbers), (), None
    read = readings(query, language)
    return queryset, read, {place: backend().condition(read, place) for place in Place}


def _find(queryset: PublicationQuerySet, query: Query, language: str) -> Found:
    narrowed, read, conditions = _conditions(queryset, query, language)
    if conditions is None:
        return Found(narrowed.newest_first(), (), narrowed.count())
    dates, is_more = _candidates(narrowed, conditions)
    themselves = _entries_themselves(query)
    if themselves is not None:
        dates |= dict(narrowed.filter(pk__in=themselves).values_list("pk", "published_at"))
    numbers = _ranked(dates, query, read, language)
    ordered = queryset.filter(pk__in=numbers).order_by(backend().in_order(numbers))
    return Found(ordered, read, len(numbers), is_more)


# --- Candidates -----------------------------------------------------------------------------------


def _candidates(
    queryset: PublicationQuerySet, conditions: Conditions
) -> tuple[dict[int, Any], bool]:
    """The numbers and dates of what is to be ranked, and whether there is more."""
    dates = _newest(queryset, conditions[Place.ANYWHERE], RANKED + 1)
    if len(dates) <= RANKED:
        return dates, False
    dates = dict(list(dates.items())[: _NEWEST[Place.ANYWHERE]])
    for place in (Place.LABEL, Place.TITLE):
        dates |= _newest(queryset, conditions[place], _NEWEST[place])
    return dates, True


def _newest(queryset: PublicationQuerySet, condition: Condition, most: int) -> dict[int, Any]:
    """The newest of what is found, in that order.

    The hits of a common word are met soon by walking from the newest publication down; those of a
    rare one are read and sorted. Which is which a database cannot be left to decide: taking a rare
    word for a common one it would walk through everything.
    """
    if backend().is_common(condition, _worth_reading(most)):
        found = queryset.filter(backend().walking(condition)).newest_first()
    else:
        # An order that no index has.
        date = Coalesce("published_at", "created_at")
        found = queryset.filter(pk__in=condition.numbers).order_by(date.desc(), "-pk")
    return dict(found.values_list("pk", "published_at")[:most])


def _worth_reading(most: int) -> int:
    """Up to so many hits reading all is quicker than walking, which passes ``most * all / hits`` rows."""
    last = Publication.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return isqrt(backend().walking_costs * most * last)


def _newness(row: tuple[int, Any]) -> tuple[float, int]:
    number, date = row
    return date.timestamp() if date else 0.0, number


def exists(queryset: PublicationQuerySet, condition: Condition) -> bool:
    return bool(_newest(queryset, condition, 1))


def best(
    queryset: PublicationQuerySet,
    condition: Condition,
    query: Query,
    read: Sequence[Reading],
    language: str,
) -> list[int]:
    """The best of what one condition finds, for somebody who is still typing."""
    dates = _newest(queryset, condition, _NEWEST[Place.TITLE])
    return _ranked(dates, query, read, language)


# --- The thing itself -----------------------------------------------------------------------------


def _entries_themselves(query: Query) -> Any:
    """What has this DOI, this ISBN or exactly this title."""
    asked = cleaned(query.text).strip().lower()
    wanted = []
    if doi := _doi(asked):
        wanted.append(Q(doi=doi))
    if isbn := _isbn(asked):
        wanted.append(Q(isbn=isbn))
    title = exactly(query.text)[:300]
    if title.count(" ") >= _LEAST_OF_A_TITLE - 1 and not query.excluded:
        wanted.append(Q(exact=title))
    return SearchEntry.objects.filter(reduce(or_, wanted)).values("pk") if wanted else None


def _doi(asked: str) -> str:
    doi = _DOI_PREFIX.sub("", asked)
    return doi if doi.startswith("10.") and "/" in doi else ""


def _isbn(asked: str) -> str:
    isbn = asked.removeprefix("isbn").lstrip(": ").replace("-", "").replace(" ", "").upper()
    return isbn if len(isbn) in (10, 13) and isbn[:-1].isdecimal() and isbn.isascii() else ""


# --- Ranking --------------------------------------------------------------------------------------


def _ranked(
    dates: dict[int, Any], query: Query, read: Sequence[Reading], language: str
) -> list[int]:
    """The best match first; among equals the language of the page, then the newest."""
    rows = SearchEntry.objects.filter(pk__in=list(dates)).annotate(score=_score(query, read))
    scores = rows.values_list("pk", "score", "publication__language")
    ordered = sorted(
        scores,
        key=lambda row: (row[1], row[2] == language, *_newness((row[0], dates[row[0]]))),
        reverse=True,
    )
    return [number for number, _, _ in ordered]


def _score(query: Query, read: Sequence[Reading]) -> Combinable:
    asked = cleaned(query.text).strip().lower()
    itself: list[When] = []
    if doi := _doi(asked):
        itself.append(When(doi=doi, then=Value(_IDENTIFIED)))
    if isbn := _isbn(asked):
        itself.append(When(isbn=isbn, then=Value(_IDENTIFIED)))
    if title := exactly(query.text)[:300]:
        itself.append(When(exact=title, then=Value(_TITLE_ITSELF)))
    points: list[Combinable] = [_case(itself)]
    points += [_case(_best_place(lookups)) for lookups in _by_group(read)]
    if together := [spelt for reading in read if (spelt := _together(reading))]:
        points.append(_case([When(_stands("title", together), then=Value(_WORDS_TOGETHER))]))
    return reduce(lambda total, point: total + point, points)


def _by_group(read: Sequence[Reading]) -> list[list[tuple[str, ...]]]:
    """For each thing asked for, its spellings in all languages."""
    longest = max((len(reading.groups) for reading in read), default=0)
    return [
        [spelt for reading in read for spelt in _spelt(reading.groups[place : place + 1])]
        for place in range(longest)
    ]


def _spelt(groups: Sequence[Lookup]) -> list[tuple[str, ...]]:
    return [
        (*spelling.stems, "*") if spelling.is_start else spelling.stems
        for group in groups
        for spelling in group
    ]


def _best_place(spelt: list[tuple[str, ...]]) -> list[When]:
    return [When(_stands(field, spelt), then=Value(weight)) for field, weight in _WEIGHTS.items()]


def _together(reading: Reading) -> tuple[str, ...]:
    """All the words as they were asked for, one behind the other."""
    firsts = [group[0].stems for group in reading.groups]
    return tuple(stem for stems in firsts for stem in stems) if len(firsts) > 1 else ()


def _stands(field: str, spelt: list[tuple[str, ...]]) -> Q:
    pieces = (f" {' '.join(each)} ".replace(" * ", "") for each in spelt)
    return reduce(or_, (Q(_contains(field, piece)) for piece in dict.fromkeys(pieces)))


def _case(whens: list[When]) -> Combinable:
    return Case(*whens, default=Value(0), output_field=IntegerField())


def _contains(field: str, piece: str) -> GreaterThan:
    return GreaterThan(StrIndex(field, Value(piece)), Value(0))
