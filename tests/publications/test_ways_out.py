"""What a listing that found nothing offers instead, and what each of these would find."""

from typing import Any

import pytest
from django.test import Client

from publications import search
from tests import making
from tests.html import attributes, page, text

pytestmark = pytest.mark.django_db

LISTING = "/en/publications/"


def _offered(client: Client, **asked: str) -> list[tuple[str, str]]:
    shown = page(client, LISTING, asked)
    said, addresses = text(shown, ".ways-out li"), attributes(shown, ".ways-out a", "href")
    return list(zip(said, addresses, strict=True))


def test_a_correction_keeps_the_filters_where_it_finds_something_among_them(
    client: Client,
) -> None:
    making.published("Embargoes", tags=["trade"])
    making.published("Other", tags=["arms"])
    for asked, address in [
        ({"tag": "trade", "sort": "newest"}, "?q=embargoes&tag=trade&sort=newest"),
        ({"tag": "arms"}, "?q=embargoes"),
        ({}, "?q=embargoes"),
    ]:
        shown = page(client, LISTING, {"q": "embargoess", **asked})
        assert text(shown, ".did-you-mean") == ["Did you mean embargoes?"]
        assert attributes(shown, ".did-you-mean a", "href") == [address]


def test_any_of_the_words_are_offered_where_all_find_nothing(client: Client) -> None:
    making.published("Rockets over Paris")
    making.published("Rockets over Berlin", tags=["war"])
    assert _offered(client, q="rockets “common good” of -oslo") == [
        (
            "With any of these words 2 publications",
            "?q=rockets+OR+%E2%80%9Ccommon+good%E2%80%9D+-oslo",
        )
    ]
    # Among the same filters.
    assert _offered(client, q="rockets zirconium", tag="war")[0] == (
        "With any of these words 1 publication",
        "?q=rockets+OR+zirconium&tag=war",
    )


@pytest.mark.parametrize(
    "q",
    [
        "zirconium",
        "zirconium hafnium",  # neither stands anywhere
        "zirconium OR hafnium",
        "the zirconium",  # every second text has the other
        "zirconium -rockets",
        "zirconium " + "rockets " * 23,  # with so many OR it would be too long
        '"',
        "- OR |",
    ],
)
def test_they_are_not_where_that_says_nothing_new(client: Client, q: str) -> None:
    making.published("Rockets", summary="<p>The rockets of the state.</p>")
    assert all("any of these" not in said for said, _address in _offered(client, q=q))


def test_all_publications_are_not_offered_twice(client: Client) -> None:
    making.published("Rockets", tags=["war"])
    assert _offered(client, q="zirconium") == []
    assert _offered(client, q="zirconium", sort="title") == []
    assert _offered(client, q="zirconium", tag="war") == [
        ("Without these words 1 publication", "?tag=war")
    ]
    shown = page(client, LISTING, {"q": "zirconium"})
    assert text(shown, ".more") == ["All publications"]
    assert len(text(shown, ".search-help")) == 1


def test_an_empty_page_asks_at_most_one_question_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    making.published("Rockets", tags=["war"])
    asked: list[str] = []
    find = search.find

    def noting(queryset: Any, q: str, **options: Any) -> Any:
        asked.append(q)
        return find(queryset, q, **options)

    monkeypatch.setattr("publications.listing.find", noting)
    monkeypatch.setattr("publications.ways_out.find", noting)
    page(client, LISTING, {"q": "zirconium hafnium rockets"})
    assert asked == ["zirconium hafnium rockets", "zirconium OR hafnium OR rockets"]
