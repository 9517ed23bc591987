"""Each figure of ``benchmarks.finding`` with its baseline."""

import functools
import random
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.utils import timezone

from benchmarks.measuring import Table, beside, milliseconds
from publications import facets
from publications.facets import counting
from publications.listing import Choices, Selection, Sort
from publications.models import Publication, PublicationType, Tag, TaggedPublication
from publications.pagination import PER_PAGE, Years, page_of
from publications.related import exact, related_to, score
from publications.related.reading import found_now, stored

EMPTY = Choices([], [], [], [], [])
# Of two thousand tags by their rank: on about six tenths of all, one in a hundred, one in 1,600.
TAGS = {"commonest": "corpus-tag-0001", "middle": "corpus-tag-0012", "rare": "corpus-tag-1900"}

# By their tag, and whether a type is selected as well.
SELECTIONS = {
    "nothing selected": ("", False),
    "a type selected": ("", True),
    "the commonest tag": ("commonest", False),
    "the rarest tag and a type": ("rare", True),
}


def _public(chance: random.Random, number: int) -> list[Publication]:
    keys = list(Publication.objects.public().order_by("pk").values_list("pk", flat=True))
    return list(Publication.objects.filter(pk__in=chance.sample(keys, k=number)))


def _fetch(sql: str, parameters: Any) -> Callable[[], list[Any]]:
    def run() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())

    return run


def rebuild(table: Table, size: int, made: int, taken: float, chance: random.Random) -> None:
    """Against an exact query for each, as measured on a few."""
    state = score.current_state()
    few = _public(chance, 8)
    profiles = score.profiles(Publication.objects.filter(pk__in=[each.pk for each in few]), state)
    pool = Publication.objects.public()

    def exactly() -> None:
        for profile in profiles.values():
            exact.ranked(profile, pool, state, 4)

    each = milliseconds(exactly, runs=3) / len(few)
    table.row(size, "related: the exact query", each)
    table.row(size, "related: whole rebuild, a publication", taken / made, each)
    table.row(size, "related: whole rebuild, in all", taken)


def related(table: Table, size: int, chance: random.Random) -> None:
    """The statement against four rows by their keys, with their types: the least any page of four
    would ask. Then with the objects that are made of the rows, which costs both the same."""
    papers = _public(chance, 25)
    rows = Publication.objects.select_related("type").defer("key_takeaways")
    now = timezone.now()
    lists = [stored(each.pk, each.translation_group, now)[:4] for each in papers]
    reads = [each.query.sql_with_params() for each in lists]
    by_keys = [
        rows.filter(pk__in=[each.pk for each in related_to(paper)]).query.sql_with_params()
        for paper in papers
    ]
    read, least = (each / len(papers) for each in beside(_all(reads), _all(by_keys)))
    table.row(size, "related: read", read, least)
    whole = milliseconds(lambda: [related_to(paper) for paper in papers]) / len(papers)
    table.row(size, "related: read, with its objects", whole)


def _all(statements: list[Any]) -> Callable[[], Any]:
    runs = [_fetch(*statement) for statement in statements]
    return lambda: [run() for run in runs]


def listing(table: Table, size: int) -> None:
    """The listing's own statement, for keys, against one written by hand, both fetched raw."""
    topic, paper = TaggedPublication._meta.db_table, Publication._meta.db_table
    for name, slug in TAGS.items():
        tag = Tag.objects.get(slug=slug)
        listed = Selection(tag=tag).results("en", EMPTY).publications
        found = listed.values_list("pk", flat=True)[:PER_PAGE]
        by_hand = (
            f"SELECT p.id FROM {topic} t JOIN {paper} p ON p.id = t.content_object_id "  # noqa: S608
            "WHERE t.tag_id = %s AND p.status = 'published' AND t.published_at <= CURRENT_TIMESTAMP "
            "AND p.withdrawn_at IS NULL "
            "ORDER BY t.published_at DESC, t.content_object_id DESC LIMIT 20"
        )
        table.row(
            size,
            f"listing: page 1 of the {name} tag",
            *beside(_fetch(*found.query.sql_with_params()), _fetch(by_hand, [tag.pk])),
        )


def far_page(table: Table, size: int) -> None:
    """A page at 88 in a hundred, whole, against the first."""
    selection = Selection()
    found = selection.results("en", EMPTY).publications
    counted = facets.count({}, found)
    years = Years(counted.numbers["year"], "published_at", newest_first=True)

    def page(number: int) -> Callable[[], Any]:
        return lambda: page_of(found, str(number), total=counted.total, years=years).publications

    far = counted.total * 88 // 100 // PER_PAGE
    table.row(size, "listing: page 1, its rows", milliseconds(page(1)))
    table.row(size, "listing: far page", *beside(page(far), page(1)))
    titles = Selection(sort=Sort.TITLE).results("en", EMPTY).publications
    table.row(
        size,
        "listing: page 1 by title",
        *beside(lambda: page_of(titles, "1", total=counted.total).publications, page(1)),
    )


def numbers(table: Table, size: int) -> None:
    """All menus' numbers against the bare statement over the counting table."""
    for name, (tag, has_type) in SELECTIONS.items():
        selection = Selection(
            tag=Tag.objects.get(slug=TAGS[tag]) if tag else None,
            type=PublicationType.objects.order_by("pk").first() if has_type else None,
        )
        found = selection.results("en", EMPTY).publications
        wanted = selection.wanted
        most = counting.MOST_OFFERED + 1
        asked = [each for each in facets.facts.COLUMNS if counting._is_kept({*wanted, each})]
        bare = _fetch(*counting._question(wanted, asked, most)) if asked else None
        counts = functools.partial(facets.count, wanted, found)
        table.row(size, f"numbers: {name}", *(beside(counts, bare) if bare else beside(counts)))


def check_related(size: int, chance: random.Random, number: int) -> int:
    """What is stored against the exact query, on a sample; returns how many differ."""
    wrong = sum(
        [each.pk for each in related_to(paper)] != found_now(paper, 4)
        for paper in _public(chance, number)
    )
    print(f"related at {size:,}: {number - wrong} of {number} lists as the exact query gives them.")
    return wrong
