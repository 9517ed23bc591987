"""The version under which pages are kept: raised after a change, seen by every process soon after.

It is raised once the change is committed, so that no page of before can be kept under the version of
after. A process that dies between the two leaves old pages until ``PAGE_CACHE_SECONDS`` are over.
"""

import datetime
import threading
import time
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ifri import institute
from publications.models import CacheVersion

# How long a process may go without looking: no reader sees an old page one second after a change.
_GLANCE = 0.5
_ONLY = 1


@dataclass(frozen=True)
class Version:
    number: int
    changed_at: datetime.datetime


_NEVER = Version(0, datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC))


class _Known:
    """What this process last saw, and when it looked (by a clock that nobody sets)."""

    def __init__(self) -> None:
        self.version: Version | None = None
        self.looked = 0.0
        self.lock = threading.Lock()


_known = _Known()


def current() -> Version:
    now = time.monotonic()
    version = _known.version
    if version is None or now - _known.looked >= _GLANCE:
        row = CacheVersion.objects.filter(pk=_ONLY).values_list("number", "changed_at").first()
        version = Version(*row) if row else _NEVER
        if version != _known.version:
            # Before anybody makes a page under it: what pages show of the institute is kept apart.
            institute.look_again()
        with _known.lock:
            _known.version, _known.looked = version, now
    return version


def changed() -> None:
    """Something readers may see has changed: call it in the transaction of the change."""
    connection = transaction.get_connection()
    if not any(waiting[1] is _raise for waiting in connection.run_on_commit):
        transaction.on_commit(_raise)


def _raise() -> None:
    now = timezone.now()
    raised = CacheVersion.objects.filter(pk=_ONLY)
    if not raised.update(number=F("number") + 1, changed_at=now):
        CacheVersion.objects.get_or_create(pk=_ONLY, defaults={"number": 1, "changed_at": now})
    forget()


def forget() -> None:
    """Look again at the next request, whenever this process looked last."""
    with _known.lock:
        _known.version = None
