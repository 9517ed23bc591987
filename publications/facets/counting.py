"""The numbers beside a listing's choices: from the counting table, or of the rows where they are few.

Never a scan: the table answers by ranges of an index, rows are counted up to ``MOST_COUNTED``, and
what is neither kept nor few is shown without a number.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils import timezone

from publications.facets import keeping
from publications.facets.facts import BIT, COLUMNS, CROSSED, Facts, facts_of
from publications.models import (
    CountedPublication,
    CountRefresh,
    CountState,
    ListingCount,
    Publication,
)
from publications.querysets import PublicationQuerySet

MOST_COUNTED = 2_000
# What the table does not keep of a selection is counted in so many rows: a menu more is not worth
# the wait for two thousand.
MOST_COUNTED_BESIDE = 300
# Of these there are thousands: only the most frequent are offered.
MANY = ("tag_id", "author_id")
MOST_OFFERED = 60
# So many changes are allowed for one by one; with more waiting, rows are counted instead.
MOST_WAITING = 200

# By column, what is selected; by column and value, how many.
Wanted = Mapping[str, Any]
Numbers = dict[str, Counter[Any]]


@dataclass
class Facets:
    total: int
    # There are more than that, and nobody counted how many.
    is_more: bool = False
    # By column; a column that is missing was not counted.
    numbers: Numbers = field(default_factory=dict)
    # The columns that have more values than are offered.
    cut: set[str] = field(default_factory=set)


def count(wanted: Wanted, found: PublicationQuerySet) -> Facets:
    """``found`` is what the selection lists, which has no words; ``wanted`` says it by columns."""
    kept = _from_table(wanted)
    if kept is None:
        return _offered(_of_rows(found))
    missing = [column for column in COLUMNS if column not in kept.numbers]
    if missing and kept.total <= MOST_COUNTED_BESIDE:
        rows = _of_rows(found)
        kept.numbers |= {column: rows.numbers[column] for column in missing if rows.numbers}
    return _offered(kept)


def of_these(keys: Sequence[int]) -> Facets:
    """Of publications that were found to be public at this second."""
    return _offered(_of_keys(keys))


def by_year(wanted: Wanted, found: PublicationQuerySet) -> Facets:
    """How many, and of each year where the table keeps that."""
    kept = _from_table(wanted, columns=("year",))
    if kept is not None:
        return kept
    number = found.order_by().values("pk")[: MOST_COUNTED + 1].count()
    return Facets(min(number, MOST_COUNTED), is_more=number > MOST_COUNTED)


def of_each(column: str) -> "Counter[Any]":
    """How many public ones each value of a column has, every one of them; empty where nobody counted."""
    kept = _from_table({}, columns=(column,), of_every_value=True)
    counted = kept or _of_rows(Publication.objects.public())
    return counted.numbers.get(column, Counter())


def _offered(facets: Facets) -> Facets:
    """With the most frequent alone of what there are thousands of."""
    for column in MANY:
        numbers = +facets.numbers.get(column, Counter())
        if len(numbers) > MOST_OFFERED:
            facets.numbers[column] = Counter(dict(numbers.most_common(MOST_OFFERED)))
            facets.cut.add(column)
    return facets


# --- The table ------------------------------------------------------------------------------------


def _is_kept(columns: set[str]) -> bool:
    crossed = len(columns & set(CROSSED))
    if "author_id" in columns:
        return len(columns) == 1
    return "tag_id" not in columns or crossed <= 1


def _from_table(
    wanted: Wanted, *, columns: Sequence[str] = COLUMNS, of_every_value: bool = False
) -> Facets | None:
    """Nothing where the table does not keep that selection, or waits for too much to be sure of."""
    if not _is_kept(set(wanted)):
        return None
    waiting = _waiting()
    if waiting is None:
        return None
    asked = [column for column in columns if _is_kept({*wanted, column})]
    numbers: Numbers = {column: Counter() for column in asked}
    facets = Facets(0, numbers=numbers)
    # One more than is offered tells that there are more.
    most = None if of_every_value else MOST_OFFERED + 1
    sql, parameters = _question(wanted, asked, most)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        for column, value, number in cursor.fetchall():
            if column == "total":
                facets.total = number
            else:
                numbers[column][value if column == "language" else int(value)] = number
    for facts, step in _corrections(waiting):
        _correct(facets, wanted, facts, step, most)
    return facets


def _question(wanted: Wanted, asked: list[str], most: int | None) -> tuple[str, list[Any]]:
    """One statement: each choice counted with the other choices as they are."""
    table = ListingCount._meta.db_table
    parts: list[str] = []
    parameters: list[Any] = []
    for column in [None, *asked]:
        others = {name: value for name, value in wanted.items() if name != column}
        named = sum(BIT[name] for name in [*others, *([column] if column else [])])
        where = ["named = %s", *(f"{name} = %s" for name in others)]
        value = f"CAST({column} AS varchar(20))" if column else "''"
        first = f" ORDER BY number DESC LIMIT {most}" if most and column in MANY else ""
        parts.append(
            f"SELECT * FROM (SELECT '{column or 'total'}' AS choice, {value} AS value, number "  # noqa: S608
            f"FROM {table} WHERE {' AND '.join(where)}{first}) part_{len(parts)}"
        )
        parameters += [named, *others.values()]
    return " UNION ALL ".join(parts), parameters


def _waiting() -> set[int] | None:
    """Whom the table may have counted wrong at this second; nothing where these are too many."""
    state = CountState.objects.filter(pk=1).first()
    if state is None:
        return None
    queue = CountRefresh.objects.order_by().values_list("publication_id", flat=True)
    waiting = set(queue[: MOST_WAITING + 1])
    if len(waiting) <= MOST_WAITING:
        waiting |= keeping.due(state.until, timezone.now(), limit=MOST_WAITING + 1)
    return waiting if len(waiting) <= MOST_WAITING else None


def _corrections(waiting: set[int]) -> Iterator[tuple[Facts, int]]:
    if not waiting:
        return
    counted = CountedPublication.objects.filter(publication_id__in=waiting)
    for row in counted:
        yield Facts(*row.facts), -1
    for facts in facts_of(Publication.objects.public().filter(pk__in=waiting)).values():
        yield facts, 1


def _correct(facets: Facets, wanted: Wanted, facts: Facts, step: int, most: int | None) -> None:
    facets.total += step * facts.is_in(wanted)
    for column, numbers in facets.numbers.items():
        others = {name: value for name, value in wanted.items() if name != column}
        if not facts.is_in(others):
            continue
        for value in facts.values(column):
            if value in numbers or column not in MANY or most is None or len(numbers) < most:
                numbers[value] += step


# --- The rows -------------------------------------------------------------------------------------


def _of_rows(found: PublicationQuerySet) -> Facets:
    keys = list(found.order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1])
    if len(keys) > MOST_COUNTED:
        return Facets(MOST_COUNTED, is_more=True)
    return _of_keys(keys)


def _of_keys(keys: Sequence[int]) -> Facets:
    numbers: Numbers = {column: Counter() for column in COLUMNS}
    for facts in facts_of(Publication.objects.filter(pk__in=keys)).values():
        for column, counter in numbers.items():
            counter.update(facts.values(column))
    return Facets(len(keys), numbers=numbers)
