"""Entries made once for a change that saves many rows.

A form with three topics and two authors saves a dozen rows, and each is told to the index. Within
``together`` that is only noted, and the entries are made when all of it is written: in the same
transaction, so that readers never find what a change has not said yet, or says no more.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from publications.search import indexing

_noted: ContextVar[set[int] | None] = ContextVar("noted", default=None)


def refresh(numbers: Iterable[int]) -> None:
    """Of what has changed: now, or with the rest of what is written together."""
    noted = _noted.get()
    if noted is None:
        indexing.refresh(numbers)
    else:
        noted.update(numbers)


@contextmanager
def together() -> Iterator[None]:
    """One transaction, at whose end the entries follow. Within another of these, that one's end.

    Where it is left by an exception, what was written is gone, and nothing is made.
    """
    if _noted.get() is not None:
        yield
        return
    noted = set[int]()
    with transaction.atomic():
        before = _noted.set(noted)
        try:
            yield
        finally:
            _noted.reset(before)
        indexing.refresh(noted)
