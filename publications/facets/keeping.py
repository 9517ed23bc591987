"""Keeping the counting table: what changed, and what the clock released or took back.

Each publication is counted with the facts it was counted by, so that it can be taken off again.
Whoever writes here holds the one row of ``CountState``.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from django.db import connection, transaction
from django.utils import timezone

from programs.models import ResearchCenter
from programs.tree import with_descendants
from publications.facets.facts import COLUMNS, Cell, Facts, facts_of, sums
from publications.models import (
    CountedPublication,
    CountRefresh,
    CountState,
    ListingCount,
    Publication,
    PublicationCenter,
)

# A year's publications of a large house; one transaction for so many.
_BLOCK = 500


def enqueue(keys: Iterable[int]) -> None:
    CountRefresh.enqueue(keys)
    transaction.on_commit(_after_commit, robust=True)


def enqueue_center(center: ResearchCenter) -> None:
    """Its publications and those below it, which are counted for the centers above them too."""
    below = with_descendants(center, ResearchCenter.objects.all())
    links = PublicationCenter.objects.filter(center__in=below).order_by()
    enqueue(links.values_list("publication_id", flat=True).iterator())


def _after_commit() -> None:
    """A change of one paper is counted at once; whoever imports thousands leaves it to the timer."""
    if CountRefresh.objects.exists():
        _take_due(wait=False)
        _take_block(20, wait=False)


def settle(should_stop: Callable[[], bool] = lambda: False) -> int:
    """Count in what waits, and what the clock did since the last time; returns how many."""
    _take_due(wait=True)
    done = 0
    while not should_stop() and (taken := _take_block(_BLOCK, wait=True)):
        done += taken
    return done


def due(until: datetime.datetime, now: datetime.datetime, limit: int | None = None) -> set[int]:
    """Whose time came or passed between the two. Who is named without need is counted the same."""
    begun = Publication.objects.public(at=now).filter(published_at__gt=until)
    over = Publication.objects.withdrawn(at=now).filter(withdrawn_at__gt=until)
    return {
        *begun.order_by().values_list("pk", flat=True)[:limit],
        *over.order_by().values_list("pk", flat=True)[:limit],
    }


def lock(*, wait: bool = True) -> CountState | None:
    CountState.objects.bulk_create([_first_state()], ignore_conflicts=True)
    return CountState.objects.select_for_update(skip_locked=not wait).filter(pk=1).first()


def _first_state() -> CountState:
    # Everything there is came by the queue, or comes by the first rebuild.
    return CountState(pk=1, until=timezone.now())


@transaction.atomic
def _take_due(*, wait: bool) -> None:
    state = lock(wait=wait)
    if state is None:
        return
    now = timezone.now()
    keys = due(state.until, now)
    CountRefresh.objects.bulk_create(
        (CountRefresh(publication_id=pk) for pk in sorted(keys)),
        batch_size=_BLOCK,
        ignore_conflicts=True,
    )
    state.until = now
    state.save()


@transaction.atomic
def _take_block(limit: int, *, wait: bool) -> int:
    if lock(wait=wait) is None:
        return 0
    waiting = CountRefresh.objects.select_for_update(skip_locked=True).order_by("pk")[:limit]
    rows = {row.pk: row.publication_id for row in waiting}
    CountRefresh.objects.filter(pk__in=list(rows)).delete()
    _count_anew(list(rows.values()))
    return len(rows)


def _count_anew(keys: list[int]) -> None:
    counted = {
        row.publication_id: Facts(*row.facts)
        for row in CountedPublication.objects.filter(publication_id__in=keys)
    }
    now = facts_of(Publication.objects.public().filter(pk__in=keys))
    changes: Counter[Cell] = Counter()
    for pk in keys:
        if counted.get(pk) == now.get(pk):
            continue
        for facts, step in ((counted.get(pk), -1), (now.get(pk), 1)):
            for cell in facts.cells() if facts else ():
                changes[cell] += step
    add(changes)
    CountedPublication.objects.filter(publication_id__in=counted.keys() - now.keys()).delete()
    CountedPublication.objects.bulk_create(
        (CountedPublication(publication_id=pk, facts=list(facts)) for pk, facts in now.items()),
        batch_size=_BLOCK,
        update_conflicts=True,
        unique_fields=["publication_id"],
        update_fields=["facts"],
    )


def add(changes: "Counter[Cell]") -> None:
    """To the table, in one order, so that no two transactions wait for each other."""
    table = ListingCount._meta.db_table
    names = ", ".join(("named", *COLUMNS))
    rows = sorted((cell.named, *cell, step) for cell, step in changes.items() if step)
    places = ", ".join(["%s"] * (len(COLUMNS) + 2))
    with connection.cursor() as cursor:
        for start in range(0, len(rows), _BLOCK):
            part = rows[start : start + _BLOCK]
            cursor.execute(
                f"INSERT INTO {table} ({names}, number) VALUES "  # noqa: S608 - our own names
                f"{', '.join([f'({places})'] * len(part))} ON CONFLICT ({names}) "
                f"DO UPDATE SET number = {table}.number + excluded.number",
                [value for row in part for value in row],
            )
    ListingCount.objects.filter(number=0).delete()


@transaction.atomic
def rebuild(progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Everything counted anew, at once for readers; returns how many publications."""
    state = lock()
    assert state is not None  # noqa: S101 - it waited
    state.until = timezone.now()
    state.save()
    for model in (ListingCount, CountedPublication, CountRefresh):
        model._default_manager.all().delete()
    every = list(Publication.objects.public().order_by().values_list("pk", flat=True))
    add(sums(_count_all(every, progress)))
    return len(every)


def _count_all(keys: list[int], progress: Callable[[int, int], None]) -> Iterator[Facts]:
    for start in range(0, len(keys), _BLOCK):
        block = facts_of(Publication.objects.filter(pk__in=keys[start : start + _BLOCK]))
        CountedPublication.objects.bulk_create(
            CountedPublication(publication_id=pk, facts=list(facts)) for pk, facts in block.items()
        )
        yield from block.values()
        progress(min(start + _BLOCK, len(keys)), len(keys))
