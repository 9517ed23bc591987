"""The publications' list: found by words and filters, in a constant number of queries."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from programs.models import ResearchCenter
from publications.admin import desk_list
from publications.enums import Access
from publications.models import Publication, PublicationCenter, Series
from tests import editorial, making
from tests.admin_forms import messages_of

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
        ("leaving", []),
    ],
)
def test_the_status_filter_knows_scheduled_from_published(
    desk: Client, status: str, expected: list[str]
) -> None:
    in_every_state()
    assert titles(desk, status=status) == expected


def test_what_the_clock_withdraws_is_listed_before_and_after(desk: Client) -> None:
    editorial.withdrawal_planned("Until tomorrow")
    editorial.withdrawn_by_the_clock("Until yesterday")
    assert titles(desk, status="leaving") == ["Until tomorrow"]
    assert titles(desk, status="published") == ["Until tomorrow"]
    assert titles(desk, status="withdrawn") == ["Until yesterday"]


def test_an_author_is_typed_not_chosen_from_a_list(desk: Client) -> None:
    ada, bela = making.author("Ada North"), making.author("Bela South")
    making.draft("Hers", authors=[ada], language="fr")
    making.draft("Both", authors=[bela, ada])
    making.draft("His", authors=[bela])
    assert titles(desk, author=ada.pk) == ["Both", "Hers"]
    assert titles(desk, author="nobody") == ["His", "Both", "Hers"]
    page = html.fromstring(desk.get(f"{LIST}?author={ada.pk}&q=h").content.decode())
    [form] = page.xpath("//form[@class='author-filter']")
    assert form.xpath(".//select/@data-field-name") == ["author"]
    # The chosen one alone is in the page, and the other filters are sent along.
    assert form.xpath(".//option[@selected]/text()") == ["Ada North"]
    assert form.xpath(".//option[@value != '']/text()") == ["Ada North"]
    assert titles(desk, author=ada.pk, language__exact="fr") == ["Hers"]


def test_the_years_are_the_first_step_and_the_months_the_next(desk: Client) -> None:
    for day in ("2019-03-01", "2021-05-02", "2021-07-03"):
        making.published(day, at=datetime.datetime.fromisoformat(f"{day}T12:00+00:00"))
    page = html.fromstring(desk.get(LIST).content.decode())
    assert page.xpath("//nav[@class='toplinks']/a/text()") == ["2021", "2020", "2019"]
    assert titles(desk, published_at__year=2021) == ["2021-07-03", "2021-05-02"]
    page = html.fromstring(desk.get(LIST, {"published_at__year": 2021}).content.decode())
    months = [each.strip() for each in page.xpath("//nav[@class='toplinks']/a/text()")]
    assert months == ["‹ All dates", "May 2021", "July 2021"]
    assert titles(desk, published_at__year=2021, published_at__month=5) == ["2021-05-02"]


def test_no_further_than_the_limit_is_counted(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_list, "MOST_COUNTED", 3)
    for number in range(5):
        making.draft(f"Draft {number}")
    page = html.fromstring(desk.get(LIST).content.decode())
    assert "Only the first 3 are counted" in page.text_content()
    answer = desk.post(
        LIST,
        {"action": "bulk_submit", "select_across": "1", "_selected_action": "1"},
        follow=True,
    )
    assert messages_of(answer.content) == [
        "These are more than 3. Narrow the list by its filters first."
    ]
    assert set(Publication.objects.values_list("status", flat=True)) == {"draft"}


def test_columns_are_sorted_where_there_is_an_index(desk: Client) -> None:
    making.draft()
    page = html.fromstring(desk.get(LIST).content.decode())
    found = page.xpath("//th[contains(@class, 'sortable')]//a/text()")
    assert set(found) == {"Title", "Public from", "Last changed"}


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
    ):
        assert titles(desk, **query) == ["One"], query
    # What is no year leads back to the whole list, which says so.
    assert desk.get(LIST, {"published_at__year": "never"})["Location"] == f"{LIST}?e=1"
    assert titles(desk, e=1) == ["Two", "One"]


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
    texts = [each["text"] for each in answer.json()["results"]]
    assert texts == [f"Moldova votes · {timezone.localdate().year} · en"]


def test_view_on_site_is_offered_where_there_is_a_page(desk: Client) -> None:
    for publication, offered in ((making.draft(), False), (making.published(), True)):
        page = html.fromstring(desk.get(f"{LIST}{publication.pk}/change/").content.decode())
        assert bool(page.xpath("//a[contains(@class, 'viewsitelink')]")) is offered
        path = publication.canonical_path()
        assert bool(page.xpath("//a[contains(@href, $path)]", path=path)) is offered
