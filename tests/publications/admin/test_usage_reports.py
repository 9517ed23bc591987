"""Reports of use: by what, of what, from when to when; as pages, plots and files."""

import csv
import datetime
import io
import json
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from authors.models import Author
from programs.models import Kind, ResearchCenter
from publications.counting.period import Period
from publications.counting.robots import LIST_DATE
from publications.enums import UsageKind, UsageMetric
from publications.models import DailyUsage, Publication, PublicationCenter, Series, UsageEvent
from tests import making

pytestmark = pytest.mark.django_db

PAGE = "/admin/publications/dailyusage/"
TODAY = datetime.date(2027, 3, 20)


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(making.user("staff"))
    return client


def used(
    publication: Publication, day: str, *counts: int, robots: bool = False, document: Any = None
) -> None:
    for metric, count in zip(UsageMetric, counts, strict=True):
        DailyUsage.objects.create(
            day=day,
            publication=publication,
            document=document,
            metric=metric,
            is_robot=robots,
            count=count,
        )


@pytest.fixture
def war() -> Publication:
    """Of an author, in a program of a center, in a series; used in January and March."""
    center = ResearchCenter.objects.create(name_en="Russia Center", slug="russia")
    program = ResearchCenter.objects.create(
        name_en="Army Program", slug="army", kind=Kind.PROGRAM, parent=center
    )
    series = Series.objects.create(name_en="Notes", slug="notes")
    made = making.published("War", authors=[making.author("Ada Writer")], series=series, number="1")
    PublicationCenter.objects.create(publication=made, center=program)
    used(made, "2027-01-31", 10, 8, 5, 4)
    used(made, "2027-03-01", 3, 3, 2, 2)
    # Of the document alone, and of robots: neither is in the lines.
    used(made, "2027-03-01", 3, 3, 2, 2, document=made.full_text)
    used(made, "2027-03-01", 900, 800, 700, 600, robots=True)
    return made


@pytest.fixture
def peace() -> Publication:
    made = making.published("Peace", authors=[making.author("Bob Reader")])
    used(made, "2027-02-10", 100, 90, 1, 1)
    return made


def lines(desk: Client, query: str = "from=2027-01&to=2027-03") -> dict[str, list[str]]:
    answer = desk.get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    rows = html.fromstring(answer.content.decode()).xpath(
        "//table[@id='result_list']//tr[th[@scope='row']]"
    )
    return {
        " ".join(row.xpath("./th")[0].text_content().split()): [
            cell.text_content() for cell in row.xpath("./td")
        ]
        for row in rows
    }


TOTAL, ROBOTS = "All publications together", "Robots (excluded from all of the above)"


def test_by_publication_the_most_used_first(
    desk: Client, war: Publication, peace: Publication
) -> None:
    assert list(lines(desk).items()) == [
        ("War", ["13", "11", "7", "6"]),
        ("Peace", ["100", "90", "1", "1"]),
        (TOTAL, ["113", "101", "8", "7"]),
        (ROBOTS, ["900", "800", "700", "600"]),
    ]


def test_a_period_is_of_whole_months(desk: Client, war: Publication, peace: Publication) -> None:
    assert lines(desk, "from=2027-02&to=2027-02") == {
        "Peace": ["100", "90", "1", "1"],
        TOTAL: ["100", "90", "1", "1"],
        ROBOTS: ["0", "0", "0", "0"],
    }


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("center", {"Russia Center": ["13", "11", "7", "6"]}),
        ("program", {"Army Program": ["13", "11", "7", "6"]}),
        (
            "author",
            {"Ada Writer": ["13", "11", "7", "6"], "Bob Reader": ["100", "90", "1", "1"]},
        ),
        ("series", {"Notes": ["13", "11", "7", "6"]}),
        (
            "month",
            {
                "January 2027": ["10", "8", "5", "4"],
                "February 2027": ["100", "90", "1", "1"],
                "March 2027": ["3", "3", "2", "2"],
            },
        ),
    ],
)
def test_by(
    desk: Client, war: Publication, peace: Publication, by: str, expected: dict[str, list[str]]
) -> None:
    found = lines(desk, f"by={by}&from=2027-01&to=2027-03")

    assert found.pop(TOTAL) == ["113", "101", "8", "7"]
    assert found.pop(ROBOTS)[0] == "900"
    assert found == expected


def test_a_paper_of_two_authors_counts_for_each(desk: Client) -> None:
    people = [making.author("Ada Writer"), making.author("Bob Reader")]
    used(making.published(authors=people), "2027-03-01", 1, 1, 1, 1)
    found = lines(desk, "by=author&from=2027-03&to=2027-03")

    assert found["Ada Writer"] == found["Bob Reader"] == found[TOTAL] == ["1"] * 4


@pytest.mark.parametrize("kind", ["publication", "center", "author", "series"])
def test_a_report_of_one(desk: Client, war: Publication, peace: Publication, kind: str) -> None:
    keys = {
        "publication": war.pk,
        "center": ResearchCenter.objects.get(slug="russia").pk,
        "author": Author.objects.get(last_name="Writer").pk,
        "series": Series.objects.get().pk,
    }
    found = lines(desk, f"by=month&of={kind}:{keys[kind]}&from=2027-01&to=2027-03")

    assert found["January 2027"] == ["10", "8", "5", "4"]
    assert found["February 2027"] == ["0"] * 4
    assert found[TOTAL] == ["13", "11", "7", "6"]


@pytest.mark.parametrize(
    "of", ["publication:999", "publication:", "author:1e3", "nothing:1", "x", "series:" + "9" * 40]
)
def test_a_report_of_nothing_is_missing(desk: Client, of: str) -> None:
    assert desk.get(PAGE, {"of": of}).status_code == 404


def test_the_plot_has_two_bars_for_each_month(desk: Client, war: Publication) -> None:
    page = html.fromstring(desk.get(f"{PAGE}?from=2027-01&to=2027-03").content.decode())
    bars = page.xpath("//svg//rect")

    assert [bar.xpath("string(./title)") for bar in bars] == [
        "January 2027: 8 unique investigations",
        "January 2027: 4 unique requests",
        "February 2027: 0 unique investigations",
        "February 2027: 0 unique requests",
        "March 2027: 3 unique investigations",
        "March 2027: 2 unique requests",
    ]
    heights = [float(bar.get("height")) for bar in bars]
    assert heights[0] == 2 * heights[1] > heights[4] > heights[5] > heights[2] == 0
    assert not page.xpath("//*[@style]")


def test_the_report_says_which_list_of_robots_and_what_is_still_waiting(
    desk: Client, war: Publication
) -> None:
    text = desk.get(PAGE).content.decode()
    assert f"list of {LIST_DATE}." in text
    assert "not in these figures yet" not in text

    UsageEvent.objects.create(
        publication=war, kind=UsageKind.INVESTIGATION, session="s", at=timezone.now()
    )
    assert "1 view or download since" in desk.get(PAGE).content.decode()


def test_without_any_use_there_is_a_page_all_the_same(desk: Client) -> None:
    assert "Nothing was used in this time." in desk.get(PAGE).content.decode()


def test_what_a_period_cannot_mean_is_the_last_twelve_months() -> None:
    usual = Period(datetime.date(2026, 4, 1), datetime.date(2027, 3, 31))
    for begin, end in (("", ""), ("x", "2027-13"), ("0000-01", "9999-12"), ("2027-3", "27-03")):
        assert Period.read(begin, end, today=TODAY) == usual
    assert Period.read("2027-05", "2027-01", today=TODAY) == Period(
        datetime.date(2027, 1, 1), datetime.date(2027, 5, 31)
    )
    long = Period.read("2000-01", "2199-12", today=TODAY)
    assert len(list(long.months())) == 120


# --- files ----------------------------------------------------------------------------------------


def export(desk: Client, form: str) -> bytes:
    answer = desk.get(f"{PAGE}export/{form}/?by=publication&from=2027-01&to=2027-03")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="usage-by-publication-2027-01-2027-03.{form}"'
    )
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


EXPECTED = [
    ["War", "2027-01-01", "2027-03-31", 13, 11, 7, 6, ""],
    ["", "2027-01-01", "2027-03-31", 900, 800, 700, 600, "excluded robots"],
]


def test_as_csv(desk: Client, war: Publication) -> None:
    text = export(desk, "csv").decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(text), delimiter=";"))

    assert found[0] == ["Publication", "Begin_Date", "End_Date", *UsageMetric, "Robots"]
    assert found[1:] == [[str(cell) for cell in row] for row in EXPECTED]


def test_as_a_workbook(desk: Client, war: Publication) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(export(desk, "xlsx"))).active
    assert sheet is not None

    assert [[cell or "" for cell in row] for row in sheet.values][1:] == EXPECTED


def test_as_json(desk: Client, war: Publication) -> None:
    found = json.loads(export(desk, "json"))

    assert [list(row.values()) for row in found] == EXPECTED
    assert found[0]["publication"] == "War"


def test_no_other_file(desk: Client) -> None:
    assert desk.get(f"{PAGE}export/bibtex/").status_code == 404


# --- who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "status"), [("staff", 200), ("admin", 200), ("editor", 403), ("publisher", 403)]
)
def test_who_may_see_them(client: Client, group: str, status: int) -> None:
    client.force_login(making.user(group))

    assert client.get(PAGE).status_code == status
    assert client.get(f"{PAGE}export/csv/").status_code == status


def test_strangers_are_asked_to_log_in(client: Client) -> None:
    assert client.get(PAGE).status_code == 302
    assert client.get(f"{PAGE}export/csv/").status_code == 302


def test_the_cost_does_not_grow_with_the_publications(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(8):
        used(making.published(), "2027-03-01", 1, 1, 1, 1)
    for by in ("publication", "center", "author", "series", "month"):
        with django_assert_max_num_queries(14):
            desk.get(f"{PAGE}?by={by}&from=2027-01&to=2027-03")
