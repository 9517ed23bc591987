"""Handing the queued mail to the mail server: one sender at a time, one mail at a time.

The library's own command keeps others out by a file that names a process number: after ``kill -9``,
or in a container where the number comes again, that file can keep every later sender out for ever.
These locks end with the process that holds them, however it ends.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from post_office import mail
from post_office.models import STATUS, Email

from publications.alerts import waiting as digests

# Any number that nothing else in this database uses.
_LOCK = 6_173_201


@contextmanager
def only_sender() -> Iterator[bool]:
    """Whether nobody else is sending this site's mail; if so, nobody else will inside the block."""
    if connection.vendor == "postgresql":
        with _lock_in_database() as is_ours:
            yield is_ours
    else:
        with _lock_on_file() as is_ours:
            yield is_ours


@contextmanager
def _lock_in_database() -> Iterator[bool]:
    """Of this database, not of this machine: senders on two machines meet here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        is_ours = cursor.fetchone() == (True,)
    try:
        yield is_ours
    finally:
        # After a lost connection the server has let go of it already.
        if is_ours and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


@contextmanager
def _lock_on_file() -> Iterator[bool]:
    """An SQLite database is on one machine; the kernel lets go of the lock with the process."""
    with (settings.VAR_DIR / "send_notices.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def send_due(should_stop: Callable[[], bool] = lambda: False) -> int:
    """Try each mail that is due once, oldest first; returns how many the server accepted.

    What it refuses stays in the queue and is due again after ``RETRY_INTERVAL``.
    """
    accepted = 0
    waiting = Email.objects.filter(status__in=[STATUS.queued, STATUS.requeued]).count()
    # Counted, or a server that takes a minute to refuse would keep one round from ever ending.
    for _ in range(waiting):
        if should_stop():
            break
        due = list(mail.get_queued())  # one: BATCH_SIZE
        if not due:
            break
        # Each time, for a round may last hours, and a paper be withdrawn between two mails.
        if all(digests.keep_public(each) for each in due):
            sent, _failed, _requeued = mail.send_queued()
            accepted += sent
    return accepted
