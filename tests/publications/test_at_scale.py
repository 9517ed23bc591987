"""The desk, the editors' list and search have an index for each of their questions.

PostgreSQL alone, and on a corpus that a test can make: among three thousand rows the planner may
well read the whole table because that is quicker. It is told not to, so what is held here is that
for every question it has another way. What it really does among a hundred thousand, with its own
judgement, is measured and refused by ``make bench`` (``benchmarks/editorial_desk.py``).
"""

import pytest
from django.db import connection
from django.test import Client

from ifri.demo import corpus
from ifri.progress import silent
from publications.admin import desk_list
from publications.search import rebuilding
from publications.search.backend import Condition, Place, backend
from publications.search.query import parse
from publications.search.reading import readings
from tests import editorial_corpus, editorial_pages, making
from tests.query_plans import analyse, look

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="PostgreSQL's planner is what is asked"
    ),
]


def test_a_search_asks_the_index_and_does_not_look_into_all_vectors() -> None:
    corpus.make(500, seed=1)
    rebuilding.rebuild(silent)
    analyse()
    read = readings(parse("state"), "en")
    by_index = {place: _is_by_index(backend().condition(read, place)) for place in Place}
    assert by_index == dict.fromkeys(Place, True)


def _is_by_index(condition: Condition) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {condition.sql}", condition.params)
        plan = "\n".join(line for (line,) in cursor)
    return "Index Scan on publications_search_" in plan and "Seq Scan" not in plan


def test_every_question_of_the_desk_and_the_list_has_an_index(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_list, "MOST_COUNTED", 100)
    editorial_corpus.make(1500)
    analyse()
    client.force_login(making.user("admin"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    read_whole = {
        address: sorted({table for table, _sql in found.scans})
        for address in editorial_pages.addresses()
        if (found := look(client, address)).scans
    }
    assert read_whole == {}
