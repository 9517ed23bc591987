"""What the benchmarks measure is what they say, before anybody waits for them."""

import pytest

from benchmarks import search_corpus
from benchmarks.measuring import Table, Target
from ifri.demo import corpus
from ifri.progress import silent
from publications import search
from publications.models import Publication
from publications.search import rebuilding


@pytest.mark.django_db
def test_each_text_has_a_word_of_its_own_and_a_few_share_a_phrase(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search_corpus, "SHARED_BY", 2)
    corpus.make(5, seed=1)
    assert search_corpus.make(4, 1, silent) == 4
    assert search_corpus.make(4, 1, silent) == 0
    rebuilding.rebuild(silent)
    papers = list(Publication.objects.order_by("slug"))

    found = [
        list(search.search(Publication.objects.all(), search_corpus.own_word(number)))
        for number in range(5)
    ]

    assert found == [*([paper] for paper in papers[:4]), []]
    sharing = search.search(Publication.objects.all(), f'"{search_corpus.PHRASE}"')
    assert set(sharing) == {papers[0], papers[2]}
    common = search.search(Publication.objects.all(), "state OR État")
    assert set(papers[:4]) <= set(common)


def test_promises_are_judged_where_they_were_measured(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table("SQLite")
    for size, taken in ((10, 4.0), (100, 6.0)):
        table.row(size, "a figure", taken, 4.0)
    capsys.readouterr()

    table.judge(
        [
            Target("SQLite", 100, "a figure", 6),
            Target("SQLite", 100, "a figure", 5),
            Target("SQLite", 100, "a figure", 1.5, since=10),
            Target("SQLite", 100, "a figure", 1.4, is_ratio=True),
            Target("SQLite", 1_000, "a figure", 5),
            Target("SQLite", 1_000, "a figure", 2, since=100),
            Target("PostgreSQL", 100, "a figure", 5),
        ]
    )

    assert capsys.readouterr().out.splitlines() == [
        "SQLite     met    a figure at 100: at most 6 ms (6.0)",
        "SQLite     MISSED a figure at 100: at most 5 ms (6.0)",
        "SQLite     met    a figure from 10 to 100: at most 1.5 times (1.5)",
        "SQLite     MISSED a figure at 100: at most 1.4 times its baseline (1.5)",
    ]
