"""Pages are found by their keys; far ones from the year they fall into, showing what counting from
the front would."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from programs.models import ResearchCenter
from publications import pagination
from publications.facets import counting, keeping
from publications.listing import Choices, Selection
from publications.models import (
    Authorship,
    CountState,
    Publication,
    PublicationCenter,
    Series,
    Tag,
)
from tests import making
from tests.html import page, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seventy over three years, two of them at every moment, of one author, program and series."""
    monkeypatch.setattr(pagination, "DEEP", 20)
    begin = datetime.datetime(2021, 6, 1, 12, tzinfo=datetime.UTC)
    kind, person = making.publication_type(), making.author("Ada Writer", slug="ada")
    series = Series.objects.create(name_en="Notes", slug="notes")
    center = ResearchCenter.objects.create(name_en="Center", slug="center")
    program = ResearchCenter.objects.create(name_en="Program", slug="program", parent=center)
    for number in range(70):
        made = Publication.objects.create(
            series=series,
            title=f"Number {number}",
            slug=f"number-{number}",
            type=kind,
            language="en" if number % 3 else "fr",
            status="published",
            published_at=begin + datetime.timedelta(days=15 * (number // 2)),
        )
        made.tags.add("all")
        Authorship.objects.create(publication=made, author=person)
        PublicationCenter.objects.create(publication=made, center=program)
    keeping.settle()


def each_continues_the_one_before(
    client: Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``address``: all but the number of the page."""

    def shown() -> list[str]:
        return [
            title
            for number in range(1, 5)
            for title in text(page(client, f"{address}{number}"), ".card-title")
        ]

    far = shown()
    monkeypatch.setattr(pagination, "DEEP", 10_000)
    assert far == shown()
    assert len(set(far)) == 70
    assert client.get(f"{address}5").status_code == 404


@pytest.mark.parametrize(
    "asked", ["", "sort=oldest", "sort=title", "tag=all", "tag=all&sort=oldest"]
)
@pytest.mark.parametrize("path", ["/en/publications/", "/fr/publications/"])
def test_every_page_continues_the_one_before(
    client: Client, papers: None, path: str, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    each_continues_the_one_before(client, f"{path}?{asked}&page=", monkeypatch)


@pytest.mark.parametrize(
    "path", ["/topics/all/", "/series/notes/", "/programs/center/", "/authors/ada/"]
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_of_what_one_of_them_has_continues_the_one_before(
    client: Client, papers: None, path: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    each_continues_the_one_before(client, f"/{language}{path}?page=", monkeypatch)


def test_how_many_one_of_them_has_is_not_counted_row_by_row(
    client: Client, papers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST_COUNTED", 3)
    for path in ("/en/topics/all/", "/en/programs/center/", "/en/authors/ada/"):
        assert text(page(client, path), ".section-title .count") == ["70"], path
    # Nobody has counted yet: then only so many rows are.
    CountState.objects.all().delete()
    for path in ("/en/topics/all/", "/en/programs/center/", "/en/authors/ada/"):
        assert text(page(client, path), ".section-title .count") == ["3+"], path


def test_a_far_page_costs_what_a_near_one_costs(
    client: Client, papers: None, django_assert_num_queries: Any
) -> None:
    client.get("/en/publications/")
    with django_assert_num_queries(18):
        client.get("/en/publications/")
    with django_assert_num_queries(18):
        client.get("/en/publications/?page=3")


def test_a_page_looks_for_its_keys_before_it_reads_a_row(client: Client, papers: None) -> None:
    """With the rows' types and series beside it, SQLite begins at the types and sorts everything."""
    with CaptureQueriesContext(connection) as asked:
        client.get("/en/publications/")
    limited = [each["sql"] for each in asked if each["sql"].endswith(" LIMIT 20")]
    assert [sql.partition(" FROM ")[0] for sql in limited] == [
        'SELECT "publications_publication"."id" AS "pk"'
    ]
    assert "JOIN" not in limited[0]


def test_a_topics_index_is_read_from_now_on_not_from_what_is_scheduled() -> None:
    results = Selection(tag=Tag(pk=1)).results("en", Choices([], [], [], [], []))
    assert 'topic."published_at" <= ' in str(results.publications.query)
