"""The home page, and the way to it."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from programs.models import ResearchCenter
from publications.models import FeaturedPublication, Publication, Series
from tests import making
from tests.html import attributes, page, text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepted", "home"),
    [
        ("fr-FR,fr;q=0.9,en;q=0.5", "/fr/"),
        ("en-GB,en;q=0.9,fr;q=0.5", "/en/"),
        ("de", "/en/"),
        ("", "/en/"),
        ("nonsense;;q=x", "/en/"),
    ],
)
def test_the_root_leads_to_the_readers_language(client: Client, accepted: str, home: str) -> None:
    answer = client.get("/", headers={"accept-language": accepted})
    assert (answer.status_code, answer.headers["Location"]) == (302, home)
    assert answer.headers["Vary"] == "Accept-Language"
    assert not answer.cookies


def test_it_shows_the_newest_the_centers_and_the_series(client: Client) -> None:
    series = Series.objects.create(name_en="Visions", slug="visions")
    Series.objects.create(name_en="Empty", slug="empty")
    center = ResearchCenter.objects.create(name_en="Asia", slug="asia")
    ResearchCenter.objects.create(name_en="Japan", slug="japan", parent=center)
    for day in range(1, 10):
        moment = datetime.datetime(2025, 1, day, tzinfo=datetime.UTC)
        making.published(f"Day {day}", at=moment, series=series)
    for make in (making.draft, making.in_review, making.scheduled, making.withdrawn):
        make("Hidden")
    shown = page(client, "/en/")
    assert text(shown, ".latest .card-title") == ["Day 9"]
    assert text(shown, ".cards .card-title") == [f"Day {day}" for day in (8, 7, 6, 5, 4, 3)]
    assert text(shown, ".branch-name") == ["Asia"]
    assert text(shown, ".branch-programs") == ["Japan"]
    assert text(shown, ".series-list h3") == ["Visions"]


def test_an_empty_site_says_so(client: Client) -> None:
    assert text(page(client, "/en/"), ".nothing") == ["Nothing has been published here yet."]


def test_every_page_has_its_landmarks_and_a_way_past_them(client: Client) -> None:
    shown = page(client, "/en/")
    assert attributes(shown, "body > a", "href") == ["#content"]
    assert attributes(shown, "main", "id") == ["content"]
    assert len(text(shown, "h1")) == 1
    assert attributes(shown, ".site-search form", "action") == ["/en/publications/"]
    assert attributes(shown, ".site-search input", "name") == ["q"]
    assert attributes(shown, ".site-nav a", "href") == [
        "/en/publications/",
        "/en/authors/",
        "/en/programs/",
    ]


def feature(paper: Publication, order: int = 0) -> None:
    FeaturedPublication.objects.create(publication=paper, order=order)


def test_what_editors_chose_stands_above_what_is_new(client: Client) -> None:
    chosen = [making.published(f"Chosen {number}") for number in (1, 2)]
    making.published("New")
    for order, paper in enumerate(reversed(chosen)):
        feature(paper, order)
    shown = page(client, "/en/")
    assert text(shown, ".latest .card-title") == ["Chosen 2", "Chosen 1"]
    assert text(shown, ".cards .card-title") == ["New"]


@pytest.mark.parametrize("make", [making.draft, making.scheduled, making.withdrawn])
def test_a_choice_that_is_not_public_takes_no_place(
    client: Client, make: Callable[[str], Publication]
) -> None:
    feature(make("Hidden"))
    making.published("New")
    shown = page(client, "/en/")
    assert text(shown, ".latest .card-title") == ["New"]
    assert "Hidden" not in client.get("/en/").content.decode()


def test_each_text_stands_once_in_the_pages_language_if_it_can(client: Client) -> None:
    english = making.published("In English")
    making.published("En français", language="fr", translation_group=english.translation_group)
    making.published("Seulement", language="fr")
    feature(english)
    for language, title in (("en", "In English"), ("fr", "En français")):
        shown = page(client, f"/{language}/")
        assert text(shown, ".latest .card-title") == [title]
        assert text(shown, ".cards .card-title") == ["Seulement"]


def test_each_series_names_its_last_number(client: Client) -> None:
    series = Series.objects.create(name_en="Visions", slug="visions")
    for day in (1, 2):
        moment = datetime.datetime(2025, 1, day, tzinfo=datetime.UTC)
        making.published(f"Day {day}", at=moment, series=series, number=str(day))
    making.scheduled("Hidden", series=series, number="3")
    assert text(page(client, "/en/"), ".series-latest") == ["No. 2 · Day 2"]
