"""The authors' index and pages: those who signed something public, as they are today."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from authors.models import Affiliation, AuthorLink, CenterMembership, Organisation
from programs.models import ResearchCenter
from publications import author_index
from publications.enums import AuthorRole
from publications.models import Authorship
from publications.workflow import Action
from tests import making
from tests.html import attributes, page, text

pytestmark = pytest.mark.django_db


def test_the_index_is_alphabetical_with_accents_set_aside(client: Client) -> None:
    people = [
        making.author(name, slug=f"person-{number}")
        for number, name in enumerate(
            ["Zoé Étienne", "Ada Zola", "Max Eberhard", "Bob eder", "Ann Ebert"]
        )
    ]
    making.published(authors=people)
    shown = page(client, "/en/authors/")
    assert text(shown, ".letter h2") == ["E", "Z"]
    assert text(shown, ".names li") == [
        "Max Eberhard",
        "Ann Ebert",
        "Bob eder",
        "Zoé Étienne",
        "Ada Zola",
    ]
    assert attributes(shown, ".letters a", "href") == ["#letter-E", "#letter-Z"]


def test_an_index_of_many_names_has_pages_and_letters_that_lead_to_them(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(author_index, "PER_PAGE", 2)
    names = ["Ann Adam", "Ben Berg", "Max Bloch", "Zoé Étienne", "Ida Evers"]
    making.published(
        authors=[making.author(name, slug=f"person-{n}") for n, name in enumerate(names)]
    )

    shown = page(client, "/en/authors/")
    assert text(shown, ".names li") == ["Ann Adam", "Ben Berg"]
    assert attributes(shown, ".letters a", "href") == ["#letter-A", "#letter-B", "?page=2#letter-E"]
    assert attributes(shown, ".pagination-step", "href") == ["?page=2"]

    shown = page(client, "/en/authors/?page=2")
    # A letter that goes on is named on the next page too; its link leads to its beginning.
    assert text(shown, ".letter h2") == ["B", "E"]
    assert text(shown, ".names li") == ["Max Bloch", "Zoé Étienne"]
    assert attributes(shown, ".letters a", "href") == ["?#letter-A", "?#letter-B", "#letter-E"]

    assert text(page(client, "/en/authors/?page=3"), ".names li") == ["Ida Evers"]
    assert text(page(client, "/en/authors/?page=x"), ".names li") == ["Ann Adam", "Ben Berg"]
    assert client.get("/en/authors/?page=4").status_code == 404


def test_who_signed_nothing_public_does_not_exist(client: Client) -> None:
    for make in (making.draft, making.in_review, making.scheduled, making.withdrawn):
        person = making.author()
        make(authors=[person])
        assert client.get(person.get_absolute_url()).status_code == 404
        assert person.last_name not in client.get("/en/authors/").content.decode()
    nobody = making.author()
    assert client.get(nobody.get_absolute_url()).status_code == 404
    answers = [client.get(f"/en/authors/{slug}/") for slug in (nobody.slug, "never-was")]
    assert answers[0].content == answers[1].content
    assert text(page(client, "/en/authors/"), ".nothing") == ["No author has published here yet."]


def test_the_page_shows_todays_affiliations(client: Client) -> None:
    person = making.author("Ada Writer", slug="ada")
    school = Organisation.objects.create(name_en="School", name_fr="École")
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    cases: list[tuple[str, dict[str, Any]]] = [
        ("teacher", {}),
        ("former head", {"end": today - day}),
        ("future head", {"start": today + day}),
        ("hidden head", {"is_visible": False}),
        ("fellow", {"start": today, "end": today}),
    ]
    for order, (position, fields) in enumerate(cases):
        Affiliation.objects.create(
            author=person, organisation=school, position_en=position, order=order, **fields
        )
    making.published(authors=[person])
    shown = page(client, "/en/authors/ada/")
    assert text(shown, "h1") == ["Ada Writer"]
    assert text(shown, ".byline-lines li") == ["Teacher, School", "Fellow, School"]
    assert text(shown, ".intro") == ["Ada Writer is a teacher at School and a fellow at School."]


def test_the_page_shows_centers_links_and_orcid(client: Client) -> None:
    person = making.author(
        "Ada Writer",
        slug="ada",
        orcid="0000-0002-1825-0097",
        website="https://example.org/ada",
        is_current=False,
    )
    AuthorLink.objects.create(author=person, label="Profile", url="https://example.org/profile")
    center = ResearchCenter.objects.create(name_en="Arms", slug="arms")
    closed = ResearchCenter.objects.create(name_en="Closed", slug="closed", is_active=False)
    for each in (center, closed):
        CenterMembership.objects.create(author=person, center=each, role="head")
    making.published(authors=[person])
    shown = page(client, "/en/authors/ada/")
    assert text(shown, ".page-head .kicker") == ["Former author", "Head"]
    assert text(shown, ".center-links li") == ["Head Arms"]
    assert attributes(shown, ".page-links a", "href") == [
        "https://orcid.org/0000-0002-1825-0097",
        "https://example.org/ada",
        "https://example.org/profile",
        "/en/authors/ada/feed/",
        "/en/follow/?author=ada",
    ]


def test_the_page_lists_each_public_work_once(client: Client) -> None:
    person = making.author("Ada Writer", slug="ada")
    twice = making.draft("Signed twice", authors=[person])
    Authorship.objects.create(publication=twice, author=person, role=AuthorRole.EDITOR, order=1)
    making.move(twice, Action.SUBMIT, Action.APPROVE, Action.PUBLISH)
    making.draft("Hidden", authors=[person])
    making.published("By another")
    shown = page(client, "/en/authors/ada/")
    assert text(shown, ".card-title") == ["Signed twice"]
    assert text(shown, ".section-title .count") == ["1"]
    assert client.get("/en/authors/ada/", {"page": "2"}).status_code == 404


def test_the_biography_is_in_the_pages_language_or_says_in_which(client: Client) -> None:
    person = making.author("Ada Writer", slug="ada", biography_en="A life in letters.")
    making.published(authors=[person])
    french = page(client, "/fr/authors/ada/")
    assert text(french, ".intro") == ["A life in letters."]
    assert attributes(french, ".intro", "lang") == ["en"]
