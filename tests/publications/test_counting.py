"""What is counted, what is left out, and what is never written down."""

import datetime
import logging
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import DatabaseError, connection, models
from django.test import Client

from publications import documents
from publications.counting import recording, robots, sessions
from publications.counting.aggregating import aggregate
from publications.enums import Access, DocumentKind, UsageMetric
from publications.models import (
    DailyUsage,
    Document,
    DownloadRequest,
    Grant,
    HourSalt,
    Publication,
    UsageEvent,
)
from tests import making

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PARIS = ZoneInfo("Europe/Paris")
TOTAL_INV, UNIQUE_INV, TOTAL_REQ, UNIQUE_REQ = UsageMetric


@pytest.fixture(autouse=True)
def _no_salt_of_another_test() -> Iterator[None]:
    sessions._known.clear()
    yield
    sessions._known.clear()


@pytest.fixture
def reader() -> Client:
    return Client(headers={"User-Agent": FIREFOX}, REMOTE_ADDR="203.0.113.77")


@pytest.fixture
def paper() -> Publication:
    return making.published("War", slug="war", access=Access.OPEN)


PAGE, FILE = "/en/publications/war/", "/en/publications/war/war.pdf"


def noted() -> list[tuple[str, bool]]:
    return list(UsageEvent.objects.order_by("pk").values_list("kind", "is_robot"))


def at(clock: str, day: str = "2027-03-11") -> Any:
    moment = datetime.datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=PARIS)
    return time_machine.travel(moment, tick=False)


def sums(day: str = "2027-03-11", *, robots: bool = False) -> dict[str, int]:
    """Of the publication as a whole."""
    rows = DailyUsage.objects.filter(day=day, document=None, is_robot=robots)
    return dict(rows.values_list("metric", "count"))


# --- what counts ----------------------------------------------------------------------------------


def test_a_page_is_an_investigation_and_a_file_a_request(
    reader: Client, paper: Publication
) -> None:
    reader.get(PAGE)
    reader.get(f"/fr{PAGE[3:]}?link=expired")
    reader.get(FILE)

    assert noted() == [("investigation", False), ("investigation", False), ("request", False)]
    event = UsageEvent.objects.latest("pk")
    assert (event.publication, event.document) == (paper, paper.full_text)


def test_a_file_that_the_reader_has_already_counts(reader: Client, paper: Publication) -> None:
    tag = reader.get(FILE).headers["ETag"]
    assert reader.get(FILE, headers={"If-None-Match": tag}).status_code == 304

    assert noted() == [("request", False)] * 2


@pytest.mark.parametrize(
    ("address", "more"),
    [
        (FILE, {"method": "HEAD"}),
        (PAGE, {"method": "HEAD"}),
        (FILE, {"HTTP_RANGE": "bytes=100-"}),
        (FILE, {"HTTP_RANGE": "bytes=9999999-"}),
        (PAGE, {"HTTP_SEC_PURPOSE": "prefetch;prerender"}),
        (PAGE, {"method": "POST"}),
        ("/en/publications/never/", {}),
        ("/en/publications/", {}),
        ("/en/publications/war/download/", {}),
        ("/en/publications/war/cite.bib", {}),
    ],
)
def test_what_does_not_count(
    reader: Client, paper: Publication, address: str, more: dict[str, str]
) -> None:
    reader.generic(more.pop("method", "GET"), address, **more)  # type: ignore[arg-type]

    assert noted() == []


def test_a_refused_file_does_not_count(reader: Client) -> None:
    making.published(slug="war", access=Access.FORM)
    assert reader.get(FILE).status_code == 302
    assert reader.get(f"{FILE}?grant=a:b").status_code == 302

    assert noted() == []


def test_a_file_got_by_a_link_counts_and_says_nothing_of_whose_it_was(reader: Client) -> None:
    making.published(slug="war", access=Access.FORM)
    passed = reader.post("/en/publications/war/download/", {"email": "reader@example.org"})
    [link] = passed.context["downloads"]
    reader.get(link.url)

    assert noted() == [("request", False)]


def test_behind_nginx_a_part_does_not_count(
    reader: Client, paper: Publication, settings: Any
) -> None:
    settings.X_ACCEL_PREFIX = "/_private/"
    reader.get(FILE)
    reader.get(FILE, headers={"Range": "bytes=100-"})

    assert noted() == [("request", False)]


def test_an_annex_counts_for_its_publication(reader: Client, paper: Publication) -> None:
    annex = Document.objects.create(
        publication=paper, kind=DocumentKind.ANNEX, title="Maps", order=1
    )
    documents.add_version(annex, ContentFile(making.pdf_bytes(), name="a.pdf"), user=None)
    with at("10:00:00"):
        reader.get(f"/en/publications/war/files/{annex.pk}/maps.pdf")
    with at("10:05:00"):
        reader.get(FILE)
    with at("12:00:00", "2027-03-13"):
        aggregate()

    assert sums() == {TOTAL_INV: 2, UNIQUE_INV: 1, TOTAL_REQ: 2, UNIQUE_REQ: 1}
    of_annex = DailyUsage.objects.filter(document=annex).values_list("metric", "count")
    assert dict(of_annex) == {TOTAL_INV: 1, UNIQUE_INV: 1, TOTAL_REQ: 1, UNIQUE_REQ: 1}


# --- robots ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "browser",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "SomeNewBot/1.0",
        "curl/8.5.0",
        "python-requests/2.32",
        "Wget/1.21",
        "",
        "-",
    ],
)
def test_robots_are_noted_as_robots(paper: Publication, browser: str) -> None:
    Client(headers={"User-Agent": browser}).get(PAGE)

    assert noted() == [("investigation", True)]


@pytest.mark.parametrize(
    "browser",
    [
        FIREFOX,
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
        ),
    ],
)
def test_readers_are_not(browser: str) -> None:
    assert not robots.is_robot(browser)


def test_the_list_has_a_date() -> None:
    year, _, month = robots.LIST_DATE.partition(".")
    assert (len(year), 1 <= int(month) <= 12) == (4, True)


def test_robots_are_summed_up_apart(reader: Client, paper: Publication) -> None:
    with at("10:00:00"):
        reader.get(PAGE)
        Client(headers={"User-Agent": "Googlebot/2.1"}, REMOTE_ADDR="203.0.113.77").get(PAGE)
    with at("01:00:00", "2027-03-12"):
        aggregate()

    assert sums() == {TOTAL_INV: 1, UNIQUE_INV: 1}
    assert sums(robots=True) == {TOTAL_INV: 1, UNIQUE_INV: 1}


# --- summing up -----------------------------------------------------------------------------------


def test_a_day_is_summed_up_once_it_is_over_and_its_events_go(
    reader: Client, paper: Publication
) -> None:
    with at("10:00:00"):
        reader.get(PAGE)
    with at("10:20:00"):
        reader.get(FILE)
    with at("23:59:59"):
        assert aggregate() == 0
    with at("00:02:00", "2027-03-12"):
        assert aggregate() == 2

    assert sums() == {TOTAL_INV: 2, UNIQUE_INV: 1, TOTAL_REQ: 1, UNIQUE_REQ: 1}
    assert not UsageEvent.objects.exists()
    with at("00:03:00", "2027-03-12"):
        assert aggregate() == 0
    assert sums() == {TOTAL_INV: 2, UNIQUE_INV: 1, TOTAL_REQ: 1, UNIQUE_REQ: 1}


def test_several_days_are_each_their_own(reader: Client, paper: Publication) -> None:
    for day in ("2027-03-11", "2027-03-12", "2027-03-14"):
        with at("10:00:00", day):
            reader.get(PAGE)
    with at("09:00:00", "2027-03-14"):
        assert aggregate() == 2

    assert [sums(day) for day in ("2027-03-11", "2027-03-12", "2027-03-13", "2027-03-14")] == [
        {TOTAL_INV: 1, UNIQUE_INV: 1},
        {TOTAL_INV: 1, UNIQUE_INV: 1},
        {},
        {},
    ]


def test_a_double_click_across_midnight_is_one_and_the_new_days(
    reader: Client, paper: Publication
) -> None:
    with at("23:59:50"):
        reader.get(PAGE)
    with at("00:00:05", "2027-03-12"):
        reader.get(PAGE)
    with at("12:00:00", "2027-03-14"):
        assert aggregate() == 2

    assert (sums(), sums("2027-03-12")) == ({}, {TOTAL_INV: 1, UNIQUE_INV: 1})


def test_clicks_on_both_sides_of_midnight_are_two(reader: Client, paper: Publication) -> None:
    with at("23:59:40"):
        reader.get(PAGE)
    with at("00:00:11", "2027-03-12"):
        reader.get(PAGE)
    with at("12:00:00", "2027-03-14"):
        aggregate()

    assert (sums()[TOTAL_INV], sums("2027-03-12")[TOTAL_INV]) == (1, 1)


def test_a_double_click_across_the_hour_is_one(reader: Client, paper: Publication) -> None:
    with at("10:59:50"):
        reader.get(PAGE)
    with at("11:00:05"):
        reader.get(PAGE)
    with at("12:00:00", "2027-03-14"):
        aggregate()

    assert sums() == {TOTAL_INV: 1, UNIQUE_INV: 1}


def test_what_came_late_is_added(reader: Client, paper: Publication) -> None:
    with at("10:00:00"):
        reader.get(PAGE)
    with at("12:00:00", "2027-03-13"):
        aggregate()
    with at("15:00:00"):
        reader.get(PAGE)
    with at("12:00:00", "2027-03-13"):
        aggregate()

    assert sums() == {TOTAL_INV: 2, UNIQUE_INV: 2}


def test_a_crash_in_the_middle_loses_nothing_and_counts_nothing_twice(
    reader: Client, paper: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at("10:00:00"):
        reader.get(PAGE)

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with at("12:00:00", "2027-03-13"):
        with monkeypatch.context() as patch:
            patch.setattr(models.QuerySet, "delete", crash)
            with pytest.raises(KeyboardInterrupt):
                aggregate()
        assert (sums(), UsageEvent.objects.count()) == ({}, 1)
        aggregate()

    assert (sums(), UsageEvent.objects.count()) == ({TOTAL_INV: 1, UNIQUE_INV: 1}, 0)


def test_the_command_says_how_much(
    reader: Client, paper: Publication, capsys: pytest.CaptureFixture[str]
) -> None:
    with at("10:00:00"):
        reader.get(PAGE)
    with at("12:00:00", "2027-03-13"):
        call_command("aggregate_usage")

    assert capsys.readouterr().out == "1 events summed up.\n"


# --- what a reader never notices ------------------------------------------------------------------


def test_an_error_in_counting_costs_no_reader_the_page(
    reader: Client,
    paper: Publication,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object) -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr(recording, "session_of", fail)
    with caplog.at_level(logging.ERROR):
        assert reader.get(PAGE).status_code == 200
        assert reader.get(FILE).status_code == 200

    assert caplog.text.count(f"A use of publication {paper.pk} was not counted.") == 2
    assert noted() == []


def test_no_cookie_is_set(reader: Client, paper: Publication) -> None:
    reader.get(PAGE)
    reader.get(FILE)

    assert not reader.cookies


# --- what is never written down -------------------------------------------------------------------


def everything_stored() -> str:
    """Every value of every table."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            if table.startswith("publications_searchfts"):
                # SQLite's index of words: it cannot be read by rows, and holds what is published.
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found += [repr(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_no_address_and_no_browser_is_stored_anywhere(reader: Client, paper: Publication) -> None:
    with at("10:00:00"):
        reader.get(PAGE)
        reader.get(FILE)
        assert UsageEvent.objects.count() == 2
        stored = everything_stored()
    with at("12:00:00", "2027-03-13"):
        aggregate()
    for trace in ("203.0.113.77", "203.0.113", "Firefox", "Gecko"):
        assert trace not in stored
        assert trace not in everything_stored()
    # Nor what leads back to anybody.
    assert not HourSalt.objects.exists()


def test_counting_knows_nothing_of_the_gate() -> None:
    """No key leads from a use to a person, a request or a grant, nor back."""
    for model in (UsageEvent, DailyUsage, HourSalt):
        related = {field.related_model for field in model._meta.get_fields() if field.is_relation}
        assert related <= {Publication, Document}
    for person in (DownloadRequest, Grant):
        names = {field.related_model for field in person._meta.get_fields() if field.is_relation}
        assert not names & {UsageEvent, DailyUsage, HourSalt}
    assert {field.name for field in UsageEvent._meta.fields} == {
        *("id", "publication", "document", "kind", "session", "carried", "is_robot", "at")
    }
    # And the sums say nothing of anybody at all: no session, no hour.
    assert {field.name for field in DailyUsage._meta.fields} == {
        *("id", "day", "publication", "document", "metric", "is_robot", "count")
    }
