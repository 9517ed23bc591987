"""Whose turn it is: daily digests from an hour of the day on, weekly ones from it on on Mondays.

An alert is due when it was last looked after before the turn that is on. A run that was missed is
made up for by the next, and a run too many finds nothing due.
"""

import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from publications.enums import Frequency
from publications.models import Alert

_DAY = datetime.timedelta(days=1)


def last_turn(frequency: Frequency, now: datetime.datetime) -> datetime.datetime:
    """When the turn that is on began."""
    day = timezone.localdate(now)
    if _begins(day) > now:
        day -= _DAY
    if frequency == Frequency.WEEKLY:
        day -= day.weekday() * _DAY
    return _begins(day)


def due(now: datetime.datetime) -> "QuerySet[Alert]":
    # What is not confirmed was never looked after, and is never due.
    turns = Q()
    for frequency in Frequency:
        turns |= Q(frequency=frequency, looked_at__lt=last_turn(frequency, now))
    return Alert.objects.filter(turns)


def _begins(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(settings.ALERTS_HOUR)))
