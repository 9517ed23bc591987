"""The publications' list: found by words and filters, in a constant number of queries."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from programs.models import ResearchCenter
from publications.enums import Access
from publications.models import PublicationCenter, Series
from tests import making

pytestmark = pytest.mark.django_db
LIST = "/admin/publications/publication/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(making.user("editor"))
    return client


def titles(desk: Client, **query: Any) -> list[str]:
    answer = desk.get(LIST, query)
    assert answer.status_code == 200, answer.get("Location")
    page = html.fromstring(answer.content.decode())
    found = page.xpath("//table[@id='result_list']//th[contains(@class, 'field-title')]")
    return [each.text_content() for each in found]


def in_every_state() -> None:
    making.draft("A draft")
    making.in_review("In review")
    making.published("Out now")
    making.scheduled("Tomorrow")
    making.withdrawn("Taken back")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("draft", ["A draft"]),
        ("in_review", ["In review"]),
        ("approved", []),
        ("scheduled", ["Tomorrow"]),
        ("published", ["Out now"]),
        ("withdrawn", ["Taken back"]),
    ],
)
def test_the_status_filter_knows_scheduled_from_published(
    desk: Client, status: str, expected: list[str]
) -> None:
    in_every_state()
    assert titles(desk, status=status) == expected


def test_every_state_is_named_in_the_list(desk: Client) -> None:
    in_every_state()
    page = html.fromstring(desk.get(LIST).content.decode())
    labels = page.xpath("//td[contains(@class, 'field-status_label')]")
    assert [each.text_content() for each in labels] == [
        "withdrawn",
        "scheduled",
        "published",
        "in review",
        "draft",
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("deterrence", ["Nuclear deterrence"]),
        ("nuclear DETERRENCE", ["Nuclear deterrence"]),
        ("the-slug", ["Nuclear deterrence"]),
        ("10.1234/x", ["Nuclear deterrence"]),
        ("nocetti", ["Nuclear deterrence"]),
        ("julien deterrence", ["Nuclear deterrence"]),
        ("deterrence moldova", []),
        ("writer", ["Moldova votes", "Nuclear deterrence"]),
    ],
)
def test_words_are_looked_for_in_titles_addresses_dois_and_names(
    desk: Client, words: str, expected: list[str]
) -> None:
    people = [making.author("Julien Nocetti"), making.author("Ada Writer")]
    making.draft("Nuclear deterrence", slug="the-slug", doi="10.1234/x", authors=people)
    making.draft("Moldova votes", authors=[making.author("Bob Writer")])
    assert titles(desk, q=words) == expected


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ("full_text", ["No PDF"]),
        ("tags", ["No PDF", "Nobody", "Silent"]),
        ("authors", ["Nobody"]),
        ("summary", ["Silent"]),
    ],
)
def test_what_is_missing_can_be_listed(desk: Client, missing: str, expected: list[str]) -> None:
    making.draft("Complete", tags=["Russia"])
    making.draft("Silent", summary="")
    making.draft("Nobody", authors=[])
    making.draft("No PDF").documents.all().delete()
    assert titles(desk, missing=missing) == expected


def test_the_other_filters(desk: Client) -> None:
    center = ResearchCenter.objects.create(name_en="Russia Center", slug="russia")
    series = Series.objects.create(name_en="Notes", slug="notes")
    year = timezone.localdate().year
    one = making.published("One", series=series, number="1", access=Access.OPEN, language="fr")
    PublicationCenter.objects.create(publication=one, center=center, is_primary=True)
    making.draft("Two")
    for query in (
        {"centers__id__exact": center.pk},
        {"series__id__exact": series.pk},
        {"language__exact": "fr"},
        {"access__exact": "open"},
        {"published_at__year": year},
        {"published_at__year": year, "published_at__month": timezone.localdate().month},
    ):
        assert titles(desk, **query) == ["One"], query
    assert titles(desk, published_at__year="never") == ["Two", "One"]
    assert titles(desk, published_at__year=year - 1) == []


def test_months_are_offered_once_a_year_is_chosen(desk: Client) -> None:
    making.published("One")
    year = timezone.localdate().year
    link = f"published_at__year={year}&amp;published_at__month=".encode()
    assert link not in desk.get(LIST).content
    page = desk.get(LIST, {"published_at__year": year}).content
    assert b"toplinks" in page


def test_the_number_of_queries_does_not_grow_with_the_rows(desk: Client) -> None:
    center = ResearchCenter.objects.create(name_en="Russia Center", slug="russia")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(LIST)
        return len(captured)

    def add(number: int) -> None:
        for _ in range(number):
            made = making.published(tags=["Russia", "War"])
            PublicationCenter.objects.create(publication=made, center=center, is_primary=True)

    add(2)
    few = queries()
    add(18)
    assert queries() == few
    assert few <= 20


def test_rich_texts_are_not_read_for_a_list(desk: Client) -> None:
    making.draft()
    with CaptureQueriesContext(connection) as captured:
        desk.get(LIST)
    rows = [each["sql"] for each in captured if "key_takeaways" in each["sql"]]
    assert rows == []


def test_publications_are_chosen_by_typing(desk: Client) -> None:
    making.published("Nuclear deterrence")
    making.published("Moldova votes")
    answer = desk.get(
        "/admin/autocomplete/",
        {
            "app_label": "publications",
            "model_name": "relatedpick",
            "field_name": "picked",
            "term": "moldova",
        },
    )
    assert [each["text"] for each in answer.json()["results"]] == ["Moldova votes"]


def test_view_on_site_is_offered_where_there_is_a_page(desk: Client) -> None:
    for publication, offered in ((making.draft(), False), (making.published(), True)):
        page = desk.get(f"{LIST}{publication.pk}/change/").content
        assert (b"viewsitelink" in page) is offered
        assert (publication.canonical_path().encode() in page) is offered
