"""Pages shown from the cache, noted together: a row each would cost more than showing them did.

They wait in this process's memory for at most a second; a process that is killed takes that second
with it. Network addresses become session names at once and are not kept even for that long.
"""

import atexit
import datetime
import logging
import threading
from typing import NamedTuple

from django.db import DatabaseError, connections

from publications.counting.robots import is_robot
from publications.enums import UsageKind
from publications.models import UsageEvent

logger = logging.getLogger(__name__)

_SECONDS = 1.0
# So many wait at most: if the database is away for long, the oldest are worth no more than the site.
_MOST = 20_000


class Look(NamedTuple):
    publication: int
    session: str
    carried: str
    browser: str
    at: datetime.datetime


_looks: list[Look] = []
_lock = threading.Lock()
_timer: threading.Timer | None = None


def add(look: Look) -> None:
    global _timer
    with _lock:
        if len(_looks) < _MOST:
            _looks.append(look)
        if _timer is None:
            _timer = threading.Timer(_SECONDS, _write_and_leave)
            _timer.daemon = True
            _timer.start()


def write() -> int:
    """Note what waits; returns how many."""
    global _timer
    with _lock:
        looks, _timer = _looks[:], None
        _looks.clear()
    events = [
        UsageEvent(
            publication_id=look.publication,
            kind=UsageKind.INVESTIGATION,
            session=look.session,
            carried=look.carried,
            is_robot=is_robot(look.browser),
            at=look.at,
        )
        for look in looks
    ]
    try:
        UsageEvent.objects.bulk_create(events, batch_size=500)
    except DatabaseError:
        logger.exception("%s page views were not counted.", len(events))
        return 0
    return len(events)


def _write_and_leave() -> None:
    """In the timer's own thread, which has a connection of its own."""
    try:
        write()
    finally:
        connections.close_all()


atexit.register(write)
