"""What a publication is counted as, and under which of the kept combinations."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

from django.utils import timezone

from programs.models import ResearchCenter
from publications.models import Authorship, PublicationCenter, TaggedPublication
from publications.querysets import PublicationQuerySet

# The columns of ListingCount, each with its bit in ``named``.
COLUMNS = ("center_id", "type_id", "series_id", "language", "year", "tag_id", "author_id")
BIT = {column: 1 << place for place, column in enumerate(COLUMNS)}
# Any combination of these is kept; of tags only one with one of these; of authors one alone.
CROSSED = ("center_id", "type_id", "series_id", "language", "year")


class Cell(NamedTuple):
    """One row of the counting table: what it names, and nothing or 0 for what it does not."""

    center_id: int = 0
    type_id: int = 0
    series_id: int = 0
    language: str = ""
    year: int = 0
    tag_id: int = 0
    author_id: int = 0

    @property
    def named(self) -> int:
        return sum(BIT[column] for column, value in zip(COLUMNS, self, strict=True) if value)


class Facts(NamedTuple):
    """Lists, as JSON gives them back."""

    centers: list[int]  # with those that they belong to, however far up
    type_id: int
    series_id: int
    language: str
    year: int
    tags: list[int]
    authors: list[int]

    def cells(self) -> Iterator[Cell]:
        """Every kept combination it is one of."""
        choices: list[tuple[Any, ...]] = [
            (0, *self.centers),
            (0, self.type_id),
            (0, self.series_id) if self.series_id else (0,),
            ("", self.language),
            (0, self.year),
        ]
        for values in product(*choices):
            yield Cell(*values)
        for tag in self.tags:
            yield Cell(tag_id=tag)
            for column, values in zip(CROSSED, choices, strict=True):
                for value in values[1:]:
                    yield Cell(tag_id=tag)._replace(**{column: value})
        for author in self.authors:
            yield Cell(author_id=author)

    def is_in(self, wanted: Mapping[str, Any]) -> bool:
        """Whether it is one of those that a selection, by columns, asks for."""
        return all(value in self.values(column) for column, value in wanted.items())

    def values(self, column: str) -> list[Any]:
        several = {"center_id": self.centers, "tag_id": self.tags, "author_id": self.authors}
        if column in several:
            return several[column]
        value = getattr(self, column)
        return [value] if value else []


def sums(counted: Iterable[Facts]) -> "Counter[Cell]":
    """``cells`` of many, added up: the finest first, then one column after the other left out."""
    crossed: Counter[tuple[Any, ...]] = Counter()
    beside: Counter[tuple[Any, ...]] = Counter()
    for facts in counted:
        rest = facts.type_id, facts.series_id, facts.language, facts.year
        crossed.update((center, *rest) for center in (0, *facts.centers))
        beside.update(_of_tags(facts))
        beside.update((0, 0, 0, "", 0, 0, author) for author in facts.authors)
    for place, anything in ((1, 0), (2, 0), (3, ""), (4, 0)):
        more: Counter[tuple[Any, ...]] = Counter()
        for key, number in crossed.items():
            if key[place]:
                more[*key[:place], anything, *key[place + 1 :]] += number
        crossed.update(more)
    return Counter(
        {Cell(*key): number for part in (crossed, beside) for key, number in part.items()}
    )


def _of_tags(facts: Facts) -> Iterator[tuple[Any, ...]]:
    for tag in facts.tags:
        yield 0, 0, 0, "", 0, tag, 0
        for center in facts.centers:
            yield center, 0, 0, "", 0, tag, 0
        yield 0, facts.type_id, 0, "", 0, tag, 0
        if facts.series_id:
            yield 0, 0, facts.series_id, "", 0, tag, 0
        yield 0, 0, 0, facts.language, 0, tag, 0
        yield 0, 0, 0, "", facts.year, tag, 0


def facts_of(publications: PublicationQuerySet) -> dict[int, Facts]:
    """For a few hundred, in five queries."""
    rows = publications.order_by().values_list(
        "pk", "type_id", "series_id", "language", "published_at"
    )
    found = list(rows)
    keys = [row[0] for row in found]
    above = ancestors() if keys else {}
    centers = _sets(PublicationCenter.objects.filter(publication__in=keys), "center_id")
    authors = _sets(
        Authorship.objects.filter(publication__in=keys, author__isnull=False), "author_id"
    )
    tags = _sets(
        TaggedPublication.objects.filter(content_object__in=keys), "tag_id", "content_object_id"
    )
    return {
        pk: Facts(
            sorted({up for center in centers[pk] for up in above[center]}),
            type_id,
            series_id or 0,
            language,
            year_of(published_at),
            sorted(tags[pk]),
            sorted(authors[pk]),
        )
        for pk, type_id, series_id, language, published_at in found
    }


def year_of(moment: datetime.datetime | None) -> int:
    """Of the institute's own clock."""
    return timezone.localtime(moment).year if moment else 0


def ancestors() -> dict[int, list[int]]:
    """Each center with all that it belongs to."""
    parents = dict(ResearchCenter.objects.order_by().values_list("pk", "parent_id"))
    found: dict[int, list[int]] = {}
    for pk in parents:
        chain: list[int] = []
        at: int | None = pk
        while at is not None and at not in chain:
            chain.append(at)
            at = parents.get(at)
        found[pk] = chain
    return found


def _sets(rows: Any, column: str, owner: str = "publication_id") -> defaultdict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    pairs: Iterable[tuple[int, int]] = rows.order_by().values_list(owner, column)
    for pk, value in pairs:
        found[pk].add(value)
    return found
