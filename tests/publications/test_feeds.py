"""Atom feeds: what is public, in the shape of RFC 4287, at the site's own addresses."""

import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from programs.models import Kind, ResearchCenter
from publications.enums import AuthorRole
from publications.models import Authorship, Publication, Series, Tag
from publications.workflow import Action
from tests import making

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SITE = "http://127.0.0.1:8000"
MAY = datetime.datetime(2025, 5, 6, 10, 0, tzinfo=datetime.UTC)


def feed(client: Client, path: str) -> ElementTree.Element:
    response = client.get(path)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own


def titles(client: Client, path: str) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in feed(client, path).iter(f"{ATOM}entry")]


def links(element: ElementTree.Element) -> dict[str | None, str | None]:
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


@pytest.fixture
def paper(time_machine: Any) -> Publication:
    """Signed by two people and a center, on two topics, in French."""
    time_machine.move_to(MAY, tick=False)
    made = making.draft(
        "L’énergie & <la> paix",
        slug="energie",
        language="fr",
        teaser="Ce qu’il faut savoir.",
        authors=[making.author("Zoé Last"), making.author("Ann First")],
        tags=["peace", "energy"],
    )
    center = ResearchCenter.objects.create(name_en="Energy", name_fr="Énergie", slug="energy-c")
    Authorship.objects.create(publication=made, center=center, order=2)
    Tag.objects.filter(name="peace").update(label_fr="paix")
    return making.move(made, Action.SUBMIT, Action.APPROVE, Action.PUBLISH)


def test_an_entry_says_who_wrote_what_and_when_in_which_language(
    client: Client, paper: Publication, time_machine: Any
) -> None:
    corrected = MAY + datetime.timedelta(days=2)
    time_machine.move_to(corrected, tick=False)
    paper.save()

    (entry,) = feed(client, "/fr/feed/").iter(f"{ATOM}entry")
    title = entry.find(f"{ATOM}title")

    assert title is not None
    assert (title.text, title.get("type"), title.get(LANG)) == (paper.title, "text", "fr")
    assert entry.findtext(f"{ATOM}id") == f"tag:127.0.0.1,2025-05-06:publication/{paper.pk}"
    assert links(entry) == {"alternate": f"{SITE}/fr/publications/energie/"}
    assert entry.findtext(f"{ATOM}published") == "2025-05-06T10:00:00+00:00"
    assert entry.findtext(f"{ATOM}updated") == "2025-05-08T10:00:00+00:00"
    assert entry.findtext(f"{ATOM}summary") == "Ce qu’il faut savoir."
    assert [name.text for name in entry.iterfind(f"{ATOM}author/{ATOM}name")] == [
        "Zoé Last",
        "Ann First",
        "Énergie",
    ]
    assert [(each.get("term"), each.get("label")) for each in entry.findall(f"{ATOM}category")] == [
        ("energy", "energy"),
        ("peace", "paix"),
    ]


def test_a_feed_names_itself_and_its_page_by_the_sites_address_not_the_requests(
    client: Client, paper: Publication
) -> None:
    root = ElementTree.fromstring(client.get("/en/feed/", headers={"host": "localhost"}).content)  # noqa: S314

    assert root.get(LANG) == "en"
    assert root.findtext(f"{ATOM}title") == "Newest publications | Ifri"
    assert root.findtext(f"{ATOM}id") == f"{SITE}/en/feed/"
    assert root.findtext(f"{ATOM}updated") == "2025-05-06T10:00:00+00:00"
    assert links(root) == {"self": f"{SITE}/en/feed/", "alternate": f"{SITE}/en/publications/"}


def test_the_newest_come_first_whatever_their_language_and_no_more_than_thirty(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publications.feeds.LENGTH", 3)
    for number in range(4):
        making.published(f"Paper {number}", language="fr" if number % 2 else "en")

    assert titles(client, "/en/feed/") == ["Paper 3", "Paper 2", "Paper 1"]


def test_each_source_has_its_feed_a_program_with_what_is_below_it(client: Client) -> None:
    center = ResearchCenter.objects.create(name_en="Energy", slug="energy")
    program = ResearchCenter.objects.create(
        name_en="Grids", slug="grids", kind=Kind.PROGRAM, parent=center
    )
    series = Series.objects.create(name_en="Notes", slug="notes")
    author = making.author("Ada Power", slug="ada-power")
    chosen = making.published("Chosen", authors=[author], series=series, tags=["wind"])
    chosen.center_links.create(center=program)
    making.published("Other", tags=["sun"])

    paths = [
        "/en/authors/ada-power/feed/",
        "/en/programs/energy/feed/",
        "/en/programs/grids/feed/",
        "/en/series/notes/feed/",
        "/en/topics/wind/feed/",
    ]
    assert {path: titles(client, path) for path in paths} == {path: ["Chosen"] for path in paths}
    assert links(feed(client, paths[1]))["alternate"] == f"{SITE}/en/programs/energy/"


def test_what_has_nothing_public_has_no_feed_like_what_does_not_exist(client: Client) -> None:
    center = ResearchCenter.objects.create(name_en="Secret center", slug="secret")
    series = Series.objects.create(name_en="Secret series", slug="secret")
    hidden = making.draft(
        "Hidden", authors=[making.author("Se Cret", slug="secret")], series=series, tags=["secret"]
    )
    hidden.center_links.create(center=center)

    kinds = ["authors", "programs", "series", "topics"]
    answers = {
        (kind, slug): _without_address(client.get(f"/en/{kind}/{slug}/feed/"), slug)
        for kind in kinds
        for slug in ("secret", "absent")
    }

    assert {status for status, _ in answers.values()} == {404}
    assert all(answers[kind, "secret"] == answers[kind, "absent"] for kind in kinds)
    assert client.get("/en/topics/%00/feed/").status_code == 404


def _without_address(response: Any, slug: str) -> tuple[int, str]:
    return response.status_code, response.content.decode().replace(slug, "…")


def test_a_site_without_publications_still_has_its_feed(client: Client) -> None:
    assert titles(client, "/en/feed/") == []


def test_only_public_publications_are_in_it(client: Client) -> None:
    making.draft("Draft")
    making.in_review("In review")
    making.scheduled("Scheduled")
    making.withdrawn("Withdrawn")
    making.published("Public")

    assert titles(client, "/en/feed/") == ["Public"]


def test_a_reader_that_has_it_gets_304_until_something_changes(client: Client) -> None:
    paper = making.published("First")
    first = client.get("/en/feed/")
    tag = first.headers["ETag"]

    assert first.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not first.cookies
    assert "Last-Modified" in first.headers
    assert client.get("/en/feed/", headers={"if-none-match": tag}).status_code == 304

    making.move(paper, Action.WITHDRAW, comment="Wrong.")

    assert client.get("/en/feed/", headers={"if-none-match": tag}).status_code == 200


def test_a_withdrawal_is_a_change_for_readers_that_know_only_the_time(
    client: Client, time_machine: Any
) -> None:
    time_machine.move_to(MAY, tick=False)
    making.published("Stays")
    paper = making.published("Goes")
    since = client.get("/en/feed/").headers["Last-Modified"]
    assert client.get("/en/feed/", headers={"if-modified-since": since}).status_code == 304

    time_machine.move_to(MAY + datetime.timedelta(hours=1), tick=False)
    making.move(paper, Action.WITHDRAW, comment="Wrong.")

    assert client.get("/en/feed/", headers={"if-modified-since": since}).status_code == 200


def test_a_feed_is_read_only(client: Client) -> None:
    assert client.post("/en/feed/").status_code == 405


@pytest.mark.parametrize("number", [1, 10])
def test_a_feed_costs_the_same_queries_however_long(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        making.published(authors=[making.author() for _ in range(number)], tags=["a", "b"])

    # The last withdrawal, the publications, and their signatures, documents and tags.
    with django_assert_num_queries(5):
        client.get("/en/feed/")


def test_characters_xml_cannot_hold_do_not_break_the_feed(client: Client) -> None:
    making.published("A\x0btitle", slug="t", authors=[making.author("Ann\x01 Other")])

    assert titles(client, "/en/feed/") == ["Atitle"]


def test_contributors_are_named_in_the_order_of_the_byline(client: Client) -> None:
    paper = making.published("Signed", authors=[making.author("B Two"), making.author("A One")])
    Authorship.objects.create(
        publication=paper, author=making.author("Ed Itor"), role=AuthorRole.EDITOR, order=9
    )

    (entry,) = feed(client, "/en/feed/").iter(f"{ATOM}entry")

    names = [name.text for name in entry.iterfind(f"{ATOM}author/{ATOM}name")]
    assert names == ["B Two", "A One", "Ed Itor"]
