"""The counting rules of the COUNTER Code of Practice 5.1 (sections 3.3, 7.2, 7.3), as pure functions.

- Clicks of one user on one thing, each within 30 seconds of the one before, are one; the last counts.
- A total counts what is left. A file sent counts as a request and as an investigation.
- A unique count is one for each item and session, however often and in whatever format.
"""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from publications.enums import UsageKind, UsageMetric

DOUBLE_CLICK = datetime.timedelta(seconds=30)


@dataclass(frozen=True)
class Event:
    """One use of an item. ``carried`` is the session it may continue from the hour before."""

    at: datetime.datetime
    session: str
    item: int
    kind: UsageKind
    document: int | None = None
    carried: str = ""


# Counts by item, document (None for the item as a whole) and metric.
Tally = Counter[tuple[int, int | None, UsageMetric]]


def without_double_clicks(events: Iterable[Event]) -> list[Event]:
    """The events that count, in the order of time."""
    last: dict[tuple[str, int, UsageKind, int | None], Event] = {}
    settled: list[Event] = []
    for event in sorted(events, key=lambda each: each.at):
        what = (event.item, event.kind, event.document)
        earlier = last.pop((event.session, *what), None)
        if earlier is None and event.carried:
            earlier = last.pop((event.carried, *what), None)
        if earlier is not None and event.at - earlier.at > DOUBLE_CLICK:
            settled.append(earlier)
        last[(event.session, *what)] = event
    return sorted([*settled, *last.values()], key=lambda each: each.at)


def tally(events: Iterable[Event]) -> Tally:
    """What ``without_double_clicks`` left, counted."""
    counts: Tally = Counter()
    seen: set[tuple[str, int, int | None, UsageMetric]] = set()
    for event in events:
        metrics = [(UsageMetric.TOTAL_INVESTIGATIONS, UsageMetric.UNIQUE_INVESTIGATIONS)]
        if event.kind == UsageKind.REQUEST:
            metrics.append((UsageMetric.TOTAL_REQUESTS, UsageMetric.UNIQUE_REQUESTS))
        for total, unique in metrics:
            for document in {None, event.document}:
                counts[event.item, document, total] += 1
                if (event.session, event.item, document, unique) not in seen:
                    seen.add((event.session, event.item, document, unique))
                    counts[event.item, document, unique] += 1
    return counts
