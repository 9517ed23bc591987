"""Holding what the privacy notice promises: what is past its time is erased.

Each kind of record has its age and is taken in batches, so that an interrupted run has done what it
did and the next one goes on from there.
"""

import calendar
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from post_office.models import Email

from publications.gate import limits
from publications.gate.erasing import anonymise
from publications.models import (
    Alert,
    Attempt,
    DownloadRequest,
    Follower,
    Grant,
    NewsletterSubscription,
    PersonalDataLog,
    PressLink,
    ReaderLink,
)

BATCH = 500
# What was begun and not ended, what was sent, and what is over, is of no use for longer than this.
SOON = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Kind:
    """One kind of record, and those of it that are past their time."""

    name: str
    due: "QuerySet[Any]"
    erase: "Callable[[QuerySet[Any]], int]"


def kinds(months: int) -> list[Kind]:
    """What is due at this moment where requests are kept for ``months``."""
    now = timezone.now()
    soon = now - SOON
    kept = _months_before(now, months)
    requests = DownloadRequest.objects.filter(erased_at=None, created_at__lt=kept)
    unconfirmed = NewsletterSubscription.objects.filter(confirmed_at=None, created_at__lt=soon)
    unanswered = Alert.objects.filter(confirmed_at=None, asked_at__lt=soon)
    return [
        Kind("download requests", requests, anonymise),
        Kind("download links", Grant.objects.filter(expires_at__lt=soon), _delete),
        Kind("unconfirmed newsletters", unconfirmed, _delete),
        Kind("unconfirmed alerts", unanswered, _delete),
        # The last thing one followed may have gone with the author or the topic.
        Kind("followers of nothing", Follower.objects.filter(alerts=None), _delete),
        Kind("links to readers' data", ReaderLink.objects.filter(expires_at__lt=now), _delete),
        Kind("counted attempts", Attempt.objects.filter(at__lt=now - limits.KEPT), _delete),
        Kind("mails", Email.objects.filter(created__lt=soon), _delete),
        Kind("press links", PressLink.objects.filter(expires_at__lt=kept), _delete),
        Kind("failed logins", AccessAttempt.objects.filter(attempt_time__lt=soon), _delete),
        Kind("locked logins", AccessFailureLog.objects.filter(attempt_time__lt=soon), _delete),
    ]


def purge(kind: Kind) -> Iterator[int]:
    """Erase what is due, telling after each batch how many went. What went is on record."""
    log: PersonalDataLog | None = None
    while True:
        with transaction.atomic():
            batch = list(kind.due.order_by("pk").values_list("pk", flat=True)[:BATCH])
            gone = kind.erase(kind.due.model._default_manager.filter(pk__in=batch))
            if not gone:
                return
            log = _record(log, kind, gone)
        yield gone


def _record(log: PersonalDataLog | None, kind: Kind, gone: int) -> PersonalDataLog:
    """One line a run and kind; it grows with each batch, in the batch's own transaction."""
    if log is None:
        return PersonalDataLog.objects.create(
            kind=PersonalDataLog.Kind.PURGED, rows=gone, note=kind.name
        )
    log.rows += gone
    log.save(update_fields=["rows"])
    return log


def _months_before(moment: datetime.datetime, months: int) -> datetime.datetime:
    """The same day so many months ago, or the last one of a month that is shorter."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def _delete(due: "QuerySet[Any]") -> int:
    number = due.count()
    due.delete()
    return number
