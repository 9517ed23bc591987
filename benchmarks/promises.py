"""What the figures of ``benchmarks.finding`` are held to."""

from collections.abc import Iterable, Iterator

from benchmarks.finding_figures import SELECTIONS, TAGS
from benchmarks.measuring import Target
from benchmarks.search_figures import RARE, TYPING, WORD

MILLION = 1_000_000
# Work that has to grow with the publications; its time is printed and its result checked.
_GROWS = ("rebuild", "indexing", "exact query")


def promises(figures: Iterable[str]) -> Iterator[Target]:
    """Of these figures; the growth of each of them from a hundred thousand publications on."""
    for database in ("PostgreSQL", "SQLite"):
        yield from (Target(database, 10_000, f"suggestions: {name}", 20) for name in TYPING)
    yield Target("SQLite", 100_000, RARE, 100)
    yield Target("SQLite", 100_000, WORD, 300)
    yield Target("PostgreSQL", 100_000, "related: whole rebuild, in all", 15 * 60 * 1000)
    yield Target("PostgreSQL", MILLION, RARE, 30)
    yield Target("PostgreSQL", MILLION, WORD, 150)
    yield Target("PostgreSQL", MILLION, "related: read", 2, is_ratio=True)
    for name in TAGS:
        yield Target("PostgreSQL", MILLION, f"listing: page 1 of the {name} tag", 3, is_ratio=True)
    yield from (Target("PostgreSQL", MILLION, f"numbers: {name}", 20) for name in SELECTIONS)
    for figure in figures:
        if not any(work in figure for work in _GROWS):
            yield Target("PostgreSQL", MILLION, figure, 2, since=100_000)
