"""Far pages are found from the year they fall into, and show what counting from the front would."""

import datetime
from typing import Any

import pytest
from django.test import Client

from publications import pagination
from publications.facets import keeping
from publications.models import Publication
from tests import making
from tests.html import page, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seventy over three years, two of them at every moment."""
    monkeypatch.setattr(pagination, "DEEP", 20)
    begin = datetime.datetime(2021, 6, 1, 12, tzinfo=datetime.UTC)
    kind = making.publication_type()
    for number in range(70):
        made = Publication.objects.create(
            title=f"Number {number}",
            slug=f"number-{number}",
            type=kind,
            language="en" if number % 3 else "fr",
            status="published",
            published_at=begin + datetime.timedelta(days=15 * (number // 2)),
        )
        made.tags.add("all")
    keeping.settle()


@pytest.mark.parametrize(
    "asked", ["", "sort=oldest", "sort=title", "tag=all", "tag=all&sort=oldest"]
)
@pytest.mark.parametrize("path", ["/en/publications/", "/fr/publications/"])
def test_every_page_continues_the_one_before(
    client: Client, papers: None, path: str, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown() -> list[str]:
        return [
            title
            for number in range(1, 5)
            for title in text(page(client, f"{path}?{asked}&page={number}"), ".card-title")
        ]

    far = shown()
    monkeypatch.setattr(pagination, "DEEP", 10_000)
    assert far == shown()
    assert len(set(far)) == 70
    assert client.get(f"{path}?{asked}&page=5").status_code == 404


def test_a_far_page_costs_what_a_near_one_costs_and_one_query_for_its_keys(
    client: Client, papers: None, django_assert_num_queries: Any
) -> None:
    client.get("/en/publications/")
    with django_assert_num_queries(15):
        client.get("/en/publications/")
    with django_assert_num_queries(16):
        client.get("/en/publications/?page=3")
