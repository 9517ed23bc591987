"""The desk and the editors' list have an index for each of their questions.

PostgreSQL alone, and on a corpus that a test can make: among three thousand rows the planner may
well read the whole table because that is quicker. It is told not to, so what is held here is that
for every question it has another way. What it really does among a hundred thousand, with its own
judgement, is measured and refused by ``make bench`` (``benchmarks/editorial_desk.py``).
"""

import pytest
from django.db import connection
from django.test import Client

from publications.admin import desk_list
from tests import editorial_corpus, editorial_pages, making
from tests.query_plans import analyse, look

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="PostgreSQL's planner is what is asked"
    ),
]


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
