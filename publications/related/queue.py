"""The queue of publications whose related analyses are to be looked at, and its one way out.

A receiver puts a publication in, in the transaction of the change. It is taken out by
``refresh_related`` from a timer, and on a small site right after the commit.
"""

import functools
from collections.abc import Callable, Iterable

from django.db import transaction

from publications.models import RelatedEntry, RelatedRefresh
from publications.page_cache import versions
from publications.related import storing

# What an editor's own request does at once: so many, on a site of up to so many publications.
MOST_AT_ONCE = 20
SMALL_SITE = 20_000


def enqueue(keys: Iterable[int]) -> None:
    RelatedRefresh.enqueue(keys)
    transaction.on_commit(_after_commit, robust=True)


def _after_commit() -> None:
    """On a small site editors and readers see it at once; a large one leaves it to the timer."""
    if RelatedRefresh.objects.filter(is_seen=False).exists():
        drain(MOST_AT_ONCE, wait=False, only_small=True)


def drain(
    limit: int | None = None,
    *,
    wait: bool = True,
    only_small: bool = False,
    should_stop: Callable[[], bool] = lambda: False,
) -> int:
    """Take publications out of the queue, each in a transaction of its own; returns how many."""
    done = 0
    take = functools.partial(_take_one, wait=wait, only_small=only_small)
    while (limit is None or done < limit) and not should_stop() and take():
        done += 1
    return done


@transaction.atomic
def _take_one(*, wait: bool, only_small: bool) -> bool:
    state = storing.lock(wait=wait)
    if state is None or (only_small and state.size > SMALL_SITE):
        return False
    waiting = RelatedRefresh.objects.select_for_update(skip_locked=True).filter(is_seen=False)
    row = waiting.order_by("pk").first()
    if row is None:
        return False
    # First: what asks for this one again while it is worked on has to find a row to come after.
    if state.is_rebuilding:
        RelatedRefresh.objects.filter(pk=row.pk).update(is_seen=True)
    else:
        row.delete()
    storing.refresh(row.publication_id, state)
    # The lists of its neighbours stand on their pages.
    versions.changed()
    return True


def follow(pk: int) -> None:
    """After a change of what hangs on a publication: picks and bans at once, the rest in turn."""
    enqueue([pk])
    storing.follow_editors(pk)


def forget(pk: int) -> None:
    """Before a publication is deleted: the lists that lose it may run low."""
    owners = RelatedEntry.objects.filter(other=pk).values_list("publication_id", flat=True)
    enqueue([pk, *owners])
