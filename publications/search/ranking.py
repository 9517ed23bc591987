"""How well each of what was found answers: where the words stand in it, and what it is."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from publications.models import SearchEntry
from publications.search.itself import Itself
from publications.search.reading import Reading

# What a word counts for by the best place it stands in. In a text of another language than the
# asker's it is half: one place further down, and before what is in the asker's own only if it says more.
_WEIGHTS = {"title": 16, "names": 8, "summary": 4, "themes": 2}
_WORDS_TOGETHER = 8

Spelt = list[tuple[str, ...]]


def ranked(dates: dict[int, Any], itself: Itself, read: Sequence[Reading]) -> list[int]:
    """The best match first; among equals the asker's language, then the newest."""
    rows = SearchEntry.objects.filter(pk__in=list(dates)).annotate(score=_score(itself, read))
    scores = rows.values_list("pk", "score", "publication__language")
    ordered = sorted(
        scores,
        key=lambda row: (row[1], row[2] == read[0].language, *_newness((row[0], dates[row[0]]))),
        reverse=True,
    )
    return [number for number, _, _ in ordered]


def _newness(row: tuple[int, Any]) -> tuple[float, int]:
    number, date = row
    return date.timestamp() if date else 0.0, number


def _score(itself: Itself, read: Sequence[Reading]) -> Combinable:
    points: list[Combinable] = [_case(itself.points)]
    points += [_case(_best_place(spelt)) for spelt in _by_group(read)]
    if together := [spelt for reading in read if (spelt := _together(reading))]:
        side_by_side = _stands("title", together) | _stands("names", together)
        points.append(_case([When(side_by_side, then=Value(_WORDS_TOGETHER))]))
    return reduce(lambda total, point: total + point, points)


def _by_group(read: Sequence[Reading]) -> list[list[Spelt]]:
    """For each thing that has weight in the asker's language, its spellings in all languages."""
    own, *others = read
    return [
        [_spelt(own, place), [spelt for each in others for spelt in _spelt(each, place)]]
        for place in own.places
    ]


def _spelt(reading: Reading, place: int) -> Spelt:
    return [
        (*spelling.stems, "*") if spelling.is_start else spelling.stems
        for number, group in zip(reading.places, reading.groups, strict=True)
        for spelling in group
        if number == place
    ]


def _best_place(own_and_others: list[Spelt]) -> list[When]:
    """From the most to the least: a text has words of one language alone."""
    worth = [
        (weight // share, field, spelt)
        for share, spelt in zip((1, 2), own_and_others, strict=True)
        for field, weight in _WEIGHTS.items()
        if spelt
    ]
    best_first = sorted(worth, key=lambda each: -each[0])
    return [When(_stands(field, spelt), then=Value(points)) for points, field, spelt in best_first]


def _together(reading: Reading) -> tuple[str, ...]:
    """All the words as they were asked for, one behind the other."""
    firsts = [group[0].stems for group in reading.groups]
    return tuple(stem for stems in firsts for stem in stems) if len(firsts) > 1 else ()


def _stands(field: str, spelt: Spelt) -> Q:
    pieces = (f" {' '.join(each)} ".replace(" * ", "") for each in spelt)
    return reduce(or_, (Q(_contains(field, piece)) for piece in dict.fromkeys(pieces)))


def _case(whens: list[When]) -> Combinable:
    return Case(*whens, default=Value(0), output_field=IntegerField())


def _contains(field: str, piece: str) -> GreaterThan:
    return GreaterThan(StrIndex(field, Value(piece)), Value(0))
