"""Work shared among processes, each with a connection of its own to the same database."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import django
from django.db import connection

Given = TypeVar("Given")
Made = TypeVar("Made")


@contextmanager
def shared(
    do: Callable[[Given], Made], given: Iterator[Given], processes: int
) -> Iterator[Iterator[Made]]:
    """What ``do`` makes of each, in their order; ``do`` is a function of a module.

    SQLite has room for one who writes: there, as with one process, all is done here.
    """
    if processes == 1 or connection.vendor == "sqlite":
        yield map(do, given)
        return
    pool = ProcessPoolExecutor(
        processes,
        # Begun anew: a copy of this process would hold its connection as well.
        multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(connection.settings_dict["NAME"],),
    )
    try:
        yield pool.map(do, given)
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(database: str) -> None:
    django.setup()
    connection.settings_dict["NAME"] = database
