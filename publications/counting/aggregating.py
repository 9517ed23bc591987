"""Summing events up by day, and forgetting them."""

import datetime
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F, Min
from django.utils import timezone

from publications.counting import rules, sessions
from publications.counting.rules import DOUBLE_CLICK, Event, Tally
from publications.enums import UsageKind
from publications.models import DailyUsage, UsageEvent

# What a database takes in one statement without complaint.
_AT_ONCE = 500


def aggregate(now: datetime.datetime | None = None) -> int:
    """Sum up every day that is over and delete its events; returns how many there were. Repeatable.

    A day waits for a minute into the next, as a double click may reach there. Each day is one
    transaction: its events are gone exactly when its sums are there.
    """
    now = now or timezone.now()
    sessions.forget_old_salts(now)
    done = 0
    while (day := _first_open_day()) is not None and _end_of(day) + 2 * DOUBLE_CLICK < now:
        done += _close(day)
    return done


def _first_open_day() -> datetime.date | None:
    first = UsageEvent.objects.aggregate(first=Min("at"))["first"]
    return timezone.localdate(first) if first else None


def _end_of(day: datetime.date) -> datetime.datetime:
    zone = ZoneInfo(settings.TIME_ZONE)
    return datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), zone)


@transaction.atomic
def _close(day: datetime.date) -> int:
    end = _end_of(day)
    # The rows are locked: a second process waits, and then finds none.
    rows = list(UsageEvent.objects.select_for_update().filter(at__lt=end).order_by("at"))
    # Who clicked again just after midnight did it then: the earlier click is not this day's.
    after = list(UsageEvent.objects.filter(at__gte=end, at__lte=end + DOUBLE_CLICK))
    for is_robot in (False, True):
        events = _events(row for row in (*rows, *after) if row.is_robot == is_robot)
        counted = rules.without_double_clicks(events)
        _add(day, rules.tally(event for event in counted if event.at < end), is_robot=is_robot)
    keys = [row.pk for row in rows]
    for start in range(0, len(keys), _AT_ONCE):
        UsageEvent.objects.filter(pk__in=keys[start : start + _AT_ONCE]).delete()
    return len(rows)


def _events(rows: Iterable[UsageEvent]) -> list[Event]:
    return [
        Event(
            row.at,
            row.session,
            row.publication_id,
            UsageKind(row.kind),
            row.document_id,
            row.carried,
        )
        for row in rows
    ]


def _add(day: datetime.date, tally: Tally, *, is_robot: bool) -> None:
    """To what is there of that day already, if an event came late."""
    stored = {
        (row.publication_id, row.document_id, row.metric): row.pk
        for row in DailyUsage.objects.filter(day=day, is_robot=is_robot)
    }
    new = [
        DailyUsage(
            day=day,
            publication_id=item,
            document_id=document,
            metric=metric,
            is_robot=is_robot,
            count=count,
        )
        for (item, document, metric), count in tally.items()
        if (item, document, metric) not in stored
    ]
    DailyUsage.objects.bulk_create(new, batch_size=_AT_ONCE)
    for key, count in tally.items():
        if key in stored:
            DailyUsage.objects.filter(pk=stored[key]).update(count=F("count") + count)
