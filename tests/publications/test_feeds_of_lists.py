"""Any list and any search has a feed: the site's, with the listing's own parameters."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from programs.models import ResearchCenter
from publications.models import PublicationType, Series
from publications.search import finding
from publications.workflow import Action
from tests import making
from tests.html import find, page
from tests.publications.test_feeds import ATOM, SITE, feed, links, titles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world() -> None:
    brief = PublicationType.objects.create(name_en="Brief", name_fr="Note", slug="brief")
    making.published("A paper on war", tags=["war"], authors=[making.author("A B", slug="ab")])
    paper = making.published("Guerre et gaz", tags=["war"], language="fr")
    paper.type = brief
    paper.save()
    making.published("Something else")


LISTS = {
    "": ["Something else", "Guerre et gaz", "A paper on war"],
    "?type=brief": ["Guerre et gaz"],
    "?language=fr": ["Guerre et gaz"],
    "?author=ab": ["A paper on war"],
    "?tag=war": ["Guerre et gaz", "A paper on war"],
    "?tag=war&language=en": ["A paper on war"],
    "?q=gaz": ["Guerre et gaz"],
    "?q=nothing+like+it": [],
    "?q=-gaz": ["Something else", "A paper on war"],
    "?utm_source=x&page=7&sort=title": ["Something else", "Guerre et gaz", "A paper on war"],
}


@pytest.mark.parametrize(("query", "expected"), LISTS.items())
def test_a_list_has_its_feed_newest_first(client: Client, query: str, expected: list[str]) -> None:
    assert titles(client, f"/en/feed/{query}") == expected


@pytest.mark.parametrize(
    ("q", "expected"),
    [("war", ["War again"]), ("-zirconium", ["War again"])],
    ids=["words", "what only excludes"],
)
def test_of_a_common_word_no_more_is_read_than_in_the_listing(
    client: Client, monkeypatch: pytest.MonkeyPatch, q: str, expected: list[str]
) -> None:
    making.published("War again")
    monkeypatch.setattr(finding, "RANKED", 1)

    assert titles(client, f"/en/feed/?q={q}") == expected


def test_it_names_itself_and_its_list_whatever_the_order_of_the_parameters(client: Client) -> None:
    first = feed(client, "/fr/feed/?language=fr&sort=title&q=gaz&type=brief&utm=x")
    second = feed(client, "/fr/feed/?type=brief&q=gaz&language=fr")

    assert ElementTree.tostring(first) == ElementTree.tostring(second)
    query = "?q=gaz&type=brief&language=fr"
    assert first.findtext(f"{ATOM}id") == f"{SITE}/fr/feed/{query}"
    assert links(first) == {
        "self": f"{SITE}/fr/feed/{query}",
        "alternate": f"{SITE}/fr/publications/{query}",
    }


def test_two_lists_are_two_feeds(client: Client) -> None:
    asked = ["", "?type=brief", "?tag=war", "?q=war"]
    ids = {feed(client, f"/en/feed/{query}").findtext(f"{ATOM}id") for query in asked}

    assert len(ids) == len(asked)


@pytest.mark.parametrize("query", ["type=x", "author=x", "author=hidden", "year=1900", "tag=%00"])
def test_what_is_not_there_has_no_feed_and_what_is_hidden_neither(
    client: Client, query: str
) -> None:
    making.draft(authors=[making.author("Hi Dden", slug="hidden")])

    assert client.get(f"/en/feed/?{query}").status_code == 404


def test_a_withdrawal_is_a_change_of_the_lists_it_was_in(client: Client) -> None:
    paper = making.published("Goes", tags=["war"])
    tag = client.get("/en/feed/?tag=war").headers["ETag"]
    assert client.get("/en/feed/?tag=war", headers={"if-none-match": tag}).status_code == 304
    making.move(paper, Action.WITHDRAW, comment="Wrong.")

    answer: Any = client.get("/en/feed/?tag=war", headers={"if-none-match": tag})
    assert answer.status_code == 200
    assert "Goes" not in answer.content.decode()


def test_a_list_leads_to_its_feed(client: Client) -> None:
    shown = client.get("/en/publications/?tag=war&language=fr&sort=title&year=2020&page=1")

    assert 'href="/en/feed/?tag=war&amp;language=fr"' in shown.content.decode()


# What a feed reader finds by the address of a page: the feed's name and where it is.
SITE_FEED = ("Newest publications", "/en/feed/")
IN_HEADS = {
    "": SITE_FEED,
    "authors/": SITE_FEED,
    "programs/": SITE_FEED,
    "topics/": SITE_FEED,
    "publications/": SITE_FEED,
    "publications/?sort=title&page=1": SITE_FEED,
    "publications/?q=war&type=brief&sort=title": (
        "Words: war; Type: Brief",
        "/en/feed/?q=war&type=brief",
    ),
    "authors/ab/": ("A B", "/en/authors/ab/feed/"),
    "programs/asia/": ("Asia", "/en/programs/asia/feed/"),
    "series/notes/": ("Notes", "/en/series/notes/feed/"),
    "topics/war/": ("war", "/en/topics/war/feed/"),
}


@pytest.mark.parametrize(("path", "feed_link"), IN_HEADS.items())
def test_the_head_of_every_page_names_one_feed_that_is_there(
    client: Client, path: str, feed_link: tuple[str, str]
) -> None:
    paper = making.published(series=Series.objects.create(name_en="Notes", slug="notes"))
    paper.center_links.create(center=ResearchCenter.objects.create(name_en="Asia", slug="asia"))
    links = find(page(client, f"/en/{path}"), "head link[type=application/atom+xml]")

    named = [(each.attributes["title"], each.attributes["href"]) for each in links]
    assert named == [feed_link]
    assert client.get(feed_link[1]).status_code == 200
