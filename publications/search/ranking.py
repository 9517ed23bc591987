"""How well each of what was found answers: where the words stand in it, and what it is."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from publications.models import SearchEntry
from publications.search.backend import backend
from publications.search.itself import Itself
from publications.search.reading import Reading

# What a word counts for by the best place it stands in. In a text of another language than the
# asker's it is half: one place further down, and before what is in the asker's own only if it says more.
_WEIGHTS = {"title": 16, "names": 8, "summary": 4, "themes": 2}
_WORDS_TOGETHER = 8

Spelt = list[tuple[str, ...]]


def ranked(dates: dict[int, Any], itself: Itself, read: Sequence[Reading]) -> list[int]:
    """The best match first; among equals the asker's language, then the newest."""
    rows = SearchEntry.objects.filter(pk__in=backend().among(list(dates))).annotate(
        score=_score(itself, read)
    )
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
    """A text has words of one language alone, and each field that is looked into is unpacked for it."""
    own, *others = read
    said = Case(
        When(publication__language=own.language, then=_said([own], own.places, share=1)),
        default=_said(others, own.places, share=2),
        output_field=IntegerField(),
    )
    return _case(itself.points) + said


def _said(read: Sequence[Reading], places: Iterable[int], share: int) -> Combinable:
    """Of each thing that has weight in the asker's language, how well it is said in these."""
    spelt_at = ([spelt for each in read for spelt in _spelt(each, place)] for place in places)
    points: list[Combinable] = [Value(0)]
    points += [_case(_best_place(spelt, share)) for spelt in spelt_at if spelt]
    if together := [spelt for reading in read if (spelt := _together(reading))]:
        side_by_side = _stands("title", together) | _stands("names", together)
        points.append(_case([When(side_by_side, then=Value(_WORDS_TOGETHER))]))
    return reduce(lambda total, point: total + point, points)


def _spelt(reading: Reading, place: int) -> Spelt:
    return [
        (*spelling.stems, "*") if spelling.is_start else spelling.stems
        for number, group in zip(reading.places, reading.groups, strict=True)
        for spelling in group
        if number == place
    ]


def _best_place(spelt: Spelt, share: int) -> list[When]:
    """From the most to the least."""
    return [
        When(_stands(field, spelt), then=Value(weight // share))
        for field, weight in _WEIGHTS.items()
    ]


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
