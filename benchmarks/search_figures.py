"""Search and suggestions, each against the same rows fetched by their keys.

A search is timed as the listing asks it: found, ranked, the twenty of the first page read and given
their excerpts. Its baseline reads the twenty with their texts, which any search has to.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import connection
from django.db.models.functions import Lower

from benchmarks.measuring import Table, beside
from benchmarks.search_corpus import COMMON, PHRASE, SHARED_BY, make, own_word
from ifri.demo import corpus
from ifri.progress import Progress
from publications import search as searching
from publications.models import Publication, SearchEntry
from publications.pagination import PER_PAGE, page_of
from publications.search import Found, rebuilding

RARE, WORD, PHRASES = "search: a word of one paper", "search: a common word", "search: a phrase"
TYPING = {
    "three letters": "sec",
    "three letters of many names": "cor",
    "a word and a beginning": "state pow",
}
_SAMPLE = 5


def index(table: Table, size: int, texts: int, progress: Progress) -> None:
    """With the texts that the corpus had not got yet."""
    make(texts, 1, progress)
    started = time.monotonic()
    with _in_bulk():
        made = rebuilding.rebuild(progress, processes=os.cpu_count() or 1)
    taken = (time.monotonic() - started) * 1000
    table.row(size, "search: indexing, a publication", taken / max(made, 1))


@contextmanager
def _in_bulk() -> Iterator[None]:
    """PostgreSQL gathers what goes into its indexes in larger heaps: nobody searches meanwhile, who
    would have to read them. Nor does it look through the vectors for statistics again and again."""
    if connection.vendor == "sqlite":
        yield
        return
    database = connection.ops.quote_name(connection.settings_dict["NAME"])
    table = SearchEntry._meta.db_table
    settings = ("work_mem", "gin_pending_list_limit")
    with connection.cursor() as cursor:
        for setting in settings:
            cursor.execute(f"SET {setting} = '256MB'")
            cursor.execute(f"ALTER DATABASE {database} SET {setting} = '256MB'")
        cursor.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RESET (autovacuum_enabled)")
        for setting in settings:
            cursor.execute(f"ALTER DATABASE {database} RESET {setting}")
            cursor.execute(f"RESET {setting}")


def search(table: Table, size: int, texts: int) -> int:
    """Returns how many questions were not answered by exactly the papers that have the words."""
    known = _public(range(texts))
    rare = sorted(known)[:: max(len(known) // _SAMPLE, 1)][:_SAMPLE]
    _row(table, size, RARE, [own_word(number) for number in rare])
    _row(table, size, WORD, list(COMMON.values()))
    _row(table, size, "search: a common word, by title", list(COMMON.values()), _by_title)
    _row(table, size, "search: two common words", ["state power", "état puissance"])
    _row(table, size, PHRASES, [f'"{PHRASE}"'])
    wrong = sum(_found(own_word(number)) != [known[number]] for number in rare)
    # All of them, for of more than a thousand only the best are listed.
    saying = {key for number, key in known.items() if number % SHARED_BY == 0}
    hits = searching.matching(Publication.objects.public(), f'"{PHRASE}"')
    wrong += set(hits.values_list("pk", flat=True)) != saying
    asked = len(rare) + 1
    print(f"search at {size:,}: {asked - wrong} of {asked} questions found what they should.")
    return wrong


def suggestions(table: Table, size: int) -> None:
    """Against the publications that are offered."""
    for name, typed in TYPING.items():
        offered = [each.text for each in searching.suggestions(typed)]
        keys = list(Publication.objects.filter(title__in=offered).values_list("pk", flat=True))
        taken = beside(partial(searching.suggestions, typed), partial(_rows, keys))
        table.row(size, f"suggestions: {name}", *taken)


def _best_first(q: str) -> Found:
    return searching.find(Publication.objects.public(), q)


def _by_title(q: str) -> Found:
    by_title = Publication.objects.public().listed(Lower("title"), "-published_at", language="en")
    return searching.find(by_title, q, in_order=True)


def _row(
    table: Table,
    size: int,
    figure: str,
    questions: Sequence[str],
    find: Callable[[str], Found] = _best_first,
) -> None:
    """The mean of the questions."""
    pages = [list(find(q).keys or ())[:PER_PAGE] for q in questions]
    taken = beside(_all(partial(_page, find), questions), _all(_with_texts, pages))
    table.row(size, figure, *(each / len(questions) for each in taken))


def _all(do: Callable[[Any], Any], arguments: Iterable[Any]) -> Callable[[], Any]:
    return lambda: [do(each) for each in arguments]


def _page(find: Callable[[str], Found], q: str) -> None:
    found = find(q)
    page = page_of(found.publications, "", total=found.total, keys=found.keys)
    searching.show_excerpts(page.publications, q)


def _found(q: str) -> list[int]:
    return list(_best_first(q).keys or ())


def _with_texts(keys: list[int]) -> None:
    _rows(keys)
    list(SearchEntry.objects.filter(pk__in=keys).values_list("body", "passages"))


def _rows(keys: list[int]) -> None:
    list(Publication.objects.filter(pk__in=keys))


def _public(numbers: range) -> dict[int, int]:
    """Of the corpus's publications the public ones by their number in it."""
    slugs = Publication.objects.public().filter(slug__startswith=corpus.prefix(1))
    numbered = ((int(slug.rpartition("-")[2]), pk) for pk, slug in slugs.values_list("pk", "slug"))
    return {number: pk for number, pk in numbered if number in numbers}
