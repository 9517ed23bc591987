"""The numbers beside a listing's choices: from the counting table, or of the rows where they are few.

Never a scan: the table answers by ranges of an index, rows are counted up to ``MOST_COUNTED``, and
what is neither kept nor few is shown without a number.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
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
MOST_OFFERED = 15
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


def count(wanted: Wanted, found: PublicationQuerySet, *, is_search: bool) -> Facets:
    """``found`` is what the selection lists; ``wanted`` says it by columns, but for the words."""
    kept = None if is_search else _from_table(wanted)
    if kept is None:
        return _of_rows(found)
    missing = [column for column in COLUMNS if column not in kept.numbers]
    if missing and kept.total <= MOST_COUNTED_BESIDE:
        rows = _of_rows(found)
        kept.numbers |= {column: rows.numbers[column] for column in missing if rows.numbers}
    return kept


def total(wanted: Wanted, found: PublicationQuerySet) -> Facets:
    """How many alone."""
    kept = _from_table(wanted, with_numbers=False)
    if kept is not None:
        return kept
    number = found.order_by().values("pk")[: MOST_COUNTED + 1].count()
    return Facets(min(number, MOST_COUNTED), is_more=number > MOST_COUNTED)


# --- The table ------------------------------------------------------------------------------------


def _is_kept(columns: set[str]) -> bool:
    crossed = len(columns & set(CROSSED))
    if "author_id" in columns:
        return len(columns) == 1
    return "tag_id" not in columns or crossed <= 1


def _from_table(wanted: Wanted, *, with_numbers: bool = True) -> Facets | None:
    """Nothing where the table does not keep that selection, or waits for too much to be sure of."""
    if not _is_kept(set(wanted)):
        return None
    waiting = _waiting()
    if waiting is None:
        return None
    kept = [column for column in COLUMNS if _is_kept({*wanted, column})]
    asked = kept if with_numbers else []
    numbers: Numbers = {column: Counter() for column in asked}
    facets = Facets(0, numbers=numbers)
    sql, parameters = _question(wanted, asked)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        for column, value, number in cursor.fetchall():
            if column == "total":
                facets.total = number
            else:
                numbers[column][value if column == "language" else int(value)] = number
    for facts, step in _corrections(waiting):
        _correct(facets, wanted, facts, step)
    return facets


def _question(wanted: Wanted, asked: list[str]) -> tuple[str, list[Any]]:
    """One statement: each choice counted with the other choices as they are."""
    table = ListingCount._meta.db_table
    parts: list[str] = []
    parameters: list[Any] = []
    for column in [None, *asked]:
        others = {name: value for name, value in wanted.items() if name != column}
        named = sum(BIT[name] for name in [*others, *([column] if column else [])])
        where = ["named = %s", *(f"{name} = %s" for name in others)]
        value = f"CAST({column} AS varchar(20))" if column else "''"
        most = f" ORDER BY number DESC LIMIT {MOST_OFFERED}" if column in MANY else ""
        parts.append(
            f"SELECT * FROM (SELECT '{column or 'total'}' AS choice, {value} AS value, number "  # noqa: S608
            f"FROM {table} WHERE {' AND '.join(where)}{most}) part_{len(parts)}"
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


def _correct(facets: Facets, wanted: Wanted, facts: Facts, step: int) -> None:
    facets.total += step * facts.is_in(wanted)
    for column, numbers in facets.numbers.items():
        others = {name: value for name, value in wanted.items() if name != column}
        if not facts.is_in(others):
            continue
        for value in facts.values(column):
            if value in numbers or column not in MANY or len(numbers) < MOST_OFFERED:
                numbers[value] += step


# --- The rows -------------------------------------------------------------------------------------


def _of_rows(found: PublicationQuerySet) -> Facets:
    keys = list(found.order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1])
    if len(keys) > MOST_COUNTED:
        return Facets(MOST_COUNTED, is_more=True)
    numbers: Numbers = {column: Counter() for column in COLUMNS}
    for facts in facts_of(Publication.objects.filter(pk__in=keys)).values():
        for column, counter in numbers.items():
            counter.update(facts.values(column))
    for column in MANY:
        numbers[column] = Counter(dict(numbers[column].most_common(MOST_OFFERED)))
    return Facets(len(keys), numbers=numbers)
