"""How far something long has come: a bar on a terminal, nothing in a log."""

from collections.abc import Callable

from django.core.management.base import OutputWrapper

Progress = Callable[[int, int], None]
_WIDTH = 40


def bar(out: OutputWrapper) -> Progress:
    """To be called with how many are done, and of how many."""

    def show(done: int, of: int) -> None:
        if out.isatty():
            share = min(done * _WIDTH // max(of, 1), _WIDTH)
            drawn = f"\r[{'#' * share}{'.' * (_WIDTH - share)}] {done} of {of}"
            out.write(drawn, ending="\n" if done >= of else "")
            out.flush()

    return show


def silent(done: int, of: int) -> None:
    """For whoever does not ask."""
