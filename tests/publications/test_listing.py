"""The listing: its filters, its orders, its pages, and what nonsense does to it: nothing."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from programs.models import ResearchCenter
from publications.enums import AuthorRole
from publications.models import Authorship, Publication, Series
from tests import making
from tests.html import Element, attributes, page, text

pytestmark = pytest.mark.django_db

LISTING = "/en/publications/"


def _on(day: int, title: str, **fields: object) -> Publication:
    moment = datetime.datetime(2025, 1, day, 12, tzinfo=datetime.UTC)
    return making.published(title, at=moment, **fields)


def _titles(shown: Element) -> list[str]:
    return text(shown, ".card-title")


def test_it_lists_what_is_public_newest_first(client: Client) -> None:
    _on(1, "Older")
    _on(3, "Newest")
    _on(2, "Newer")
    for make in (making.draft, making.in_review, making.scheduled, making.withdrawn):
        make("Hidden")
    shown = page(client, LISTING)
    assert _titles(shown) == ["Newest", "Newer", "Older"]
    assert text(shown, ".page-head .count") == ["3 publications"]


def test_a_card_has_type_series_title_teaser_authors_and_date(client: Client) -> None:
    series = Series.objects.create(name_en="Visions", slug="visions")
    people = [making.author(f"Person Number{number}") for number in range(7)]
    _on(4, "A Title", series=series, authors=people, teaser="A teaser.", subtitle="More")
    shown = page(client, LISTING)
    assert text(shown, ".card .kicker") == ["Paper · Visions"]
    assert text(shown, ".card-subtitle") == ["More"]
    assert text(shown, ".card-teaser") == ["A teaser."]
    assert text(shown, ".card-authors") == [
        "Person Number0, Person Number1, Person Number2, Person Number3, Person Number4 and 2 others"
    ]
    assert text(shown, ".card time") == ["4 January 2025"]
    assert attributes(shown, ".card time", "datetime") == ["2025-01-04"]


def test_twenty_stand_on_a_page_and_the_rest_on_the_next(client: Client) -> None:
    for day in range(1, 23):
        _on(day, f"Of day {day}")
    first = page(client, LISTING, {"type": "paper"})
    assert len(_titles(first)) == 20
    assert attributes(first, ".pagination a[rel=next]", "href") == ["?type=paper&page=2"]
    second = page(client, LISTING, {"type": "paper", "page": "2"})
    assert _titles(second) == ["Of day 2", "Of day 1"]
    assert attributes(second, ".pagination a[rel=prev]", "href") == ["?type=paper"]
    assert text(second, ".pagination [aria-current]") == ["Page 2"]


@pytest.mark.parametrize("number", ["0", "2", "99999999", "00", "9" * 18])
def test_a_page_there_is_not_does_not_exist(client: Client, number: str) -> None:
    making.published()
    assert client.get(LISTING, {"page": number}).status_code == 404


@pytest.mark.parametrize("number", ["", "abc", "-1", "1.5", "9" * 5000, "²", "１"])
def test_what_is_no_page_number_is_ignored(client: Client, number: str) -> None:
    making.published("Here")
    assert _titles(page(client, LISTING, {"page": number})) == ["Here"]


@pytest.mark.parametrize(
    "name", ["q", "center", "author", "type", "series", "tag", "year", "language", "sort", "page"]
)
@pytest.mark.parametrize(
    "value", ["", "nonsense", "\0", "0", "-1", "99999", "%", "'\"><script>", "é" * 3000]
)
def test_nonsense_never_breaks_it(client: Client, name: str, value: str) -> None:
    making.published("Here")
    answer = client.get(LISTING, {name: value})
    if name == "page":
        assert answer.status_code in (200, 404)
    else:
        assert answer.status_code == 200
    assert b"<script>" not in answer.content.replace(b'<script type="application/ld+json">', b"")
    if name not in ("q", "page"):
        assert _titles(page(client, LISTING, {name: value})) == ["Here"]


def test_an_empty_site_has_an_empty_listing(client: Client) -> None:
    shown = page(client, LISTING)
    assert _titles(shown) == []
    assert text(shown, ".nothing") == ["Nothing was found. Try fewer filters or other words."]
    assert client.get(LISTING, {"page": "2"}).status_code == 404


def test_a_center_brings_what_is_below_it_and_nothing_twice(client: Client) -> None:
    center = ResearchCenter.objects.create(name_en="Center", slug="center")
    program = ResearchCenter.objects.create(name_en="Program", slug="program", parent=center)
    closed = ResearchCenter.objects.create(
        name_en="Closed", slug="closed", parent=program, is_active=False
    )
    other = ResearchCenter.objects.create(name_en="Other", slug="other")
    both = _on(1, "Of both")
    both.center_links.create(center=center, is_primary=True)
    both.center_links.create(center=program)
    _on(2, "Of a closed program").center_links.create(center=closed)
    _on(3, "Of another").center_links.create(center=other)
    assert _titles(page(client, LISTING, {"center": "center"})) == [
        "Of a closed program",
        "Of both",
    ]
    assert _titles(page(client, LISTING, {"center": "program"})) == [
        "Of a closed program",
        "Of both",
    ]
    assert _titles(page(client, LISTING, {"center": "other"})) == ["Of another"]
    # A closed program is no choice.
    assert len(_titles(page(client, LISTING, {"center": "closed"}))) == 3


def test_each_filter_leaves_only_what_fits(client: Client) -> None:
    ada, max_ = making.author("Ada Writer", slug="ada"), making.author("Max Other", slug="max")
    series = Series.objects.create(name_en="Visions", slug="visions")
    twice = _on(1, "By Ada", authors=[ada], tags=["arms"], series=series)
    Authorship.objects.create(publication=twice, author=ada, role=AuthorRole.EDITOR, order=1)
    making.published(
        "Par Max",
        at=datetime.datetime(2024, 6, 1, tzinfo=datetime.UTC),
        authors=[max_],
        tags=["trade"],
        language="fr",
    )
    for name, value, found in [
        ("author", "ada", "By Ada"),
        ("author", "max", "Par Max"),
        ("tag", "arms", "By Ada"),
        ("series", "visions", "By Ada"),
        ("language", "fr", "Par Max"),
        ("year", "2024", "Par Max"),
        ("q", "Ada", "By Ada"),
    ]:
        assert _titles(page(client, LISTING, {name: value})) == [found], name
    assert _titles(page(client, LISTING, {"author": "ada", "language": "fr"})) == []


def test_a_year_is_a_year_of_the_institutes_own_clock(client: Client) -> None:
    # Half past eleven in the evening in London is the next year in Paris.
    making.published("Of 2025", at=datetime.datetime(2024, 12, 31, 23, 30, tzinfo=datetime.UTC))
    assert _titles(page(client, LISTING, {"year": "2025"})) == ["Of 2025"]
    assert attributes(page(client, LISTING), "#filter-year option", "value") == ["", "2025"]


def test_the_orders(client: Client) -> None:
    _on(1, "beta")
    _on(3, "Alpha")
    _on(2, "Gamma")
    expected = {
        "newest": ["Alpha", "Gamma", "beta"],
        "oldest": ["beta", "Gamma", "Alpha"],
        "title": ["Alpha", "beta", "Gamma"],
        # Without words there is nothing to match.
        "relevance": ["Alpha", "Gamma", "beta"],
    }
    for order, titles in expected.items():
        assert _titles(page(client, LISTING, {"sort": order})) == titles
    assert "relevance" not in attributes(page(client, LISTING), "#filter-sort option", "value")


def test_a_search_is_ordered_by_relevance_unless_asked_otherwise(client: Client) -> None:
    _on(1, "Rockets")
    _on(2, "Something else", summary="<p>It mentions rockets once.</p>")
    shown = page(client, LISTING, {"q": "rockets"})
    assert _titles(shown) == ["Rockets", "Something else"]
    assert attributes(shown, "#filter-sort option[selected]", "value") == ["relevance"]
    shown = page(client, LISTING, {"q": "rockets", "sort": "newest"})
    assert _titles(shown) == ["Something else", "Rockets"]
    assert attributes(shown, "meta[name=robots]", "content") == ["noindex"]


def test_the_pages_own_language_comes_first_among_equals(client: Client) -> None:
    moment = timezone.now()
    making.published("English", at=moment)
    making.published("Français", at=moment, language="fr")
    assert _titles(page(client, "/en/publications/")) == ["English", "Français"]
    assert _titles(page(client, "/fr/publications/")) == ["Français", "English"]
    shown = page(client, "/en/publications/")
    assert text(shown, ".badge") == ["French"]
    assert attributes(shown, ".card-title a", "lang") == ["en", "fr"]


def test_each_filter_that_is_on_can_be_taken_off(client: Client) -> None:
    ada = making.author("Ada Writer", slug="ada")
    making.published("Here", authors=[ada], tags=["arms"])
    shown = page(client, LISTING, {"q": "here", "author": "ada", "tag": "arms", "x": "y"})
    assert text(shown, ".chip") == [
        "Words here ×(remove)",
        "Author Ada Writer ×(remove)",
        "Topic arms ×(remove)",
    ]
    assert attributes(shown, ".chip", "href") == [
        "?author=ada&tag=arms",
        "?q=here&tag=arms",
        "?q=here&author=ada",
    ]
    assert text(shown, ".filter-fold summary") == ["Filters (2)"]
    assert text(page(client, LISTING), ".filter-fold summary") == ["Filters"]
    # They are kept when the form is sent again.
    assert attributes(shown, ".filters option[selected]", "value") == ["arms", "ada", "relevance"]


def test_a_search_says_what_was_searched_and_prints_it(client: Client) -> None:
    making.published("Here")
    shown = page(client, LISTING)
    assert text(shown, "h1") == ["Publications"]
    assert text(shown, ".on-paper") == []
    shown = page(client, LISTING, {"q": "<here>", "type": "paper"})
    assert text(shown, "h1") == ["Results for “<here>”"]
    assert text(shown, "title") == ["Results for “<here>” | Ifri"]
    assert text(shown, ".on-paper") == ["Words: <here>; Type: Paper"]
    shown = page(client, LISTING, {"type": "paper"})
    assert text(shown, "h1") == ["Publications"]
    assert text(shown, ".on-paper") == ["Type: Paper"]


def test_the_switcher_keeps_the_filters(client: Client) -> None:
    making.published()
    shown = page(client, LISTING, {"type": "paper", "sort": "title", "x": "y", "page": "1"})
    assert attributes(shown, ".languages a", "href") == [
        "/en/publications/?type=paper&sort=title",
        "/fr/publications/?type=paper&sort=title",
    ]


def test_nothing_behind_drafts_alone_can_be_chosen(client: Client) -> None:
    secret = Series.objects.create(name_en="Secret series", slug="secret-series")
    ada = making.author("Ada Secret", slug="ada-secret")
    making.draft("Hidden", series=secret, authors=[ada], tags=["secret-tag"])
    making.published("Here")
    for query in ({}, {"series": "secret-series"}, {"author": "ada-secret"}, {"tag": "secret-tag"}):
        answer = client.get(LISTING, query)
        assert b"ecret" not in answer.content
        assert _titles(page(client, LISTING, query)) == ["Here"]
