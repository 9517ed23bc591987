"""Exports: exactly the rows of the queryset, in its order, safe to open."""

import csv
import datetime
import io
import json
from typing import Any

import openpyxl
import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from programs.models import ResearchCenter
from publications import exports
from publications.enums import Access, AuthorRole
from publications.exports import rows as exports_rows
from publications.models import Authorship, Publication, Series
from publications.workflow import Action
from tests import making

pytestmark = pytest.mark.django_db

EXCEL_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def exported(format_name: str, queryset: Any = None) -> bytes:
    chosen = Publication.objects.order_by("pk") if queryset is None else queryset
    return b"".join(exports.stream(chosen, format_name).chunks)


def csv_rows(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def xlsx_rows(content: bytes) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return list(sheet.iter_rows(values_only=True))


@pytest.fixture
def report() -> Publication:
    """A publication with something in every column."""
    series = Series.objects.create(
        name_en="Russia Visions", name_fr="Visions russes", slug="rv", issn="2049-3630"
    )
    center = ResearchCenter.objects.create(name_en="Space", name_fr="Espace", slug="space")
    other = ResearchCenter.objects.create(name_en="Sea", name_fr="Mer", slug="sea")
    made = making.draft(
        "The Moon; and “after”",
        subtitle="A sequel",
        slug="the-moon",
        authors=[making.author("Zoé Last"), making.author("Ann First")],
        tags=["rockets", "Moon"],
        series=series,
        number="12",
        doi="10.1234/moon",
        isbn="978-2-36567-123-0",
        licence="CC-BY-4.0",
        access=Access.OPEN,
    )
    Authorship.objects.create(publication=made, center=center, role=AuthorRole.AUTHOR, order=2)
    Authorship.objects.create(
        publication=made, author=making.author("Ed Itor"), role=AuthorRole.EDITOR, order=3
    )
    made.center_links.create(center=center)
    made.center_links.create(center=other, is_primary=True)
    # Just after midnight in Paris, and still last year in UTC.
    new_year = datetime.datetime(2024, 12, 31, 23, 30, tzinfo=datetime.UTC)
    return making.move(made, Action.SUBMIT, Action.APPROVE, Action.PUBLISH, at=new_year)


EXPECTED: dict[str, Any] = {
    "title": "The Moon; and “after”",
    "subtitle": "A sequel",
    "language": "en",
    "type": "Paper",
    "series": "Russia Visions",
    "number": "12",
    "issn": "2049-3630",
    "status": "published",
    "public_from": "2025-01-01T00:30:00+01:00",
    "authors": ["Zoé Last", "Ann First", "Space"],
    "other_roles": ["Ed Itor (editor)"],
    "centers": ["Sea", "Space"],
    "tags": ["Moon", "rockets"],
    "doi": "10.1234/moon",
    "isbn": "978-2-36567-123-0",
    "pages": 2,
    "licence": "CC-BY-4.0",
    "access": "open",
    "url": "http://127.0.0.1:8000/en/publications/the-moon/",
}


def test_json_holds_every_column_of_a_publication(report: Publication) -> None:
    assert json.loads(exported("json")) == [{"id": report.pk, **EXPECTED}]


def test_csv_opens_in_a_french_excel_mark_semicolons_and_crlf(report: Publication) -> None:
    content = exported("csv")
    header, row = csv_rows(content)

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 2
    assert header[:4] == ["Id", "Title", "Subtitle", "Language"]
    assert row == [
        "; ".join(value) if isinstance(value, list) else str(value)
        for value in (report.pk, *EXPECTED.values())
    ]


def test_xlsx_holds_the_same_with_numbers_as_numbers(report: Publication) -> None:
    header, row = xlsx_rows(exported("xlsx"))

    assert header[:4] == ("Id", "Title", "Subtitle", "Language")
    assert row == tuple(
        "; ".join(value) if isinstance(value, list) else value
        for value in (report.pk, *EXPECTED.values())
    )


def test_labels_are_in_the_language_active_when_the_export_began(report: Publication) -> None:
    with translation.override("fr"):
        export = exports.stream(Publication.objects.all(), "json")
    with translation.override("en"):
        (row,) = json.loads(b"".join(export.chunks))

    assert (row["type"], row["series"]) == ("Étude", "Visions russes")
    assert row["centers"] == ["Mer", "Espace"]
    assert row["url"] == "http://127.0.0.1:8000/en/publications/the-moon/"


@pytest.mark.parametrize(
    ("format_name", "expected"),
    [
        ("csv", ("text/csv; charset=utf-8", "csv")),
        (
            "xlsx",
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        ),
        ("json", ("application/json", "json")),
        ("bibtex", ("application/x-bibtex; charset=utf-8", "bib")),
        ("ris", ("application/x-research-info-systems; charset=utf-8", "ris")),
    ],
)
def test_an_export_says_what_it_is(
    format_name: str, expected: tuple[str, str], time_machine: Any
) -> None:
    time_machine.move_to(datetime.datetime(2025, 3, 9, 23, 30, tzinfo=datetime.UTC))

    export = exports.stream(Publication.objects.none(), format_name)

    assert (export.content_type, export.filename) == (
        expected[0],
        f"publications-2025-03-10.{expected[1]}",
    )


def test_nothing_selected_gives_an_empty_but_valid_file() -> None:
    nothing = Publication.objects.none()

    assert json.loads(exported("json", nothing)) == []
    assert len(csv_rows(exported("csv", nothing))) == 1
    assert len(xlsx_rows(exported("xlsx", nothing))) == 1
    assert exported("bibtex", nothing) == exported("ris", nothing) == b""


def test_rows_are_those_of_the_queryset_in_its_order_whatever_their_status() -> None:
    late, early = making.scheduled("B"), making.draft("A")
    making.published("Not chosen")
    chosen = Publication.objects.filter(title__in="AB").order_by("title")

    found = [(row["id"], row["status"]) for row in json.loads(exported("json", chosen))]

    assert found == [(early.pk, "draft"), (late.pk, "published")]


def test_a_draft_has_no_public_time() -> None:
    making.draft("Draft")

    assert json.loads(exported("json"))[0]["public_from"] is None


def test_a_bulk_citation_file_has_an_entry_for_each_row_in_order() -> None:
    making.published("First", slug="first")
    making.published("Second", slug="second")

    keys = [line for line in exported("bibtex").decode().splitlines() if line.startswith("@")]
    starts = exported("ris").decode().count("TY  - RPRT\r\n")

    assert keys == ["@techreport{first,", "@techreport{second,"]
    assert starts == 2


@pytest.mark.parametrize("format_name", exports.FORMATS)
def test_more_rows_cost_more_chunks_but_no_query_a_row(
    format_name: str, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        making.published(
            f"Paper {number}", tags=["a", "b"], authors=[making.author() for _ in "ab"]
        )
    monkeypatch.setattr(exports_rows, "CHUNK", 3)
    monkeypatch.setattr("publications.exports.citations.CHUNK", 3)

    # The rows, and for each chunk: signatures, center links, tags, documents.
    with django_assert_max_num_queries(1 + 2 * 4):
        exported(format_name)


def test_what_a_page_had_prefetched_does_not_get_in_the_way(report: Publication) -> None:
    prefetched = Publication.objects.for_cards().prefetch_related("taggings")

    assert [row["id"] for row in json.loads(exported("json", prefetched))] == [report.pk]
    assert exported("bibtex", prefetched).startswith(b"@techreport{the-moon,")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1+1", "\u00a0=1"]
)
def test_a_formula_is_disarmed_in_csv_and_plain_text_in_xlsx(text: str) -> None:
    making.draft(text)
    Publication.objects.update(title=text)

    sheet = openpyxl.load_workbook(io.BytesIO(exported("xlsx"))).active

    assert csv_rows(exported("csv"))[1][1] == f"'{text}"
    assert sheet["B2"].data_type in ("s", "inlineStr")  # and not "f": nothing is evaluated
    assert unescape(sheet["B2"].value) == text


def test_negative_numbers_and_signs_within_stay_as_they_are() -> None:
    making.draft("1993-2022 = 29 @ home")

    assert csv_rows(exported("csv"))[1][1] == "1993-2022 = 29 @ home"


def test_text_that_looks_like_an_escape_comes_back_as_it_is() -> None:
    making.draft("_x0041_")

    assert unescape(xlsx_rows(exported("xlsx"))[1][1]) == "_x0041_"


def test_a_cell_longer_than_excel_takes_is_cut_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    making.draft("x" * 300)
    monkeypatch.setattr("publications.exports.xlsx_file.LONGEST_CELL", 100)

    assert xlsx_rows(exported("xlsx"))[1][1] == "x" * 100


@pytest.fixture
def one(db: None) -> Publication:
    return making.draft("One", tags=["one"])


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=120)
property_test = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@property_test
@given(title=texts, subtitle=texts)
def test_json_gives_back_any_text(one: Publication, title: str, subtitle: str) -> None:
    Publication.objects.update(title=title, subtitle=subtitle)

    (row,) = json.loads(exported("json"))

    assert (row["title"], row["subtitle"]) == (title, subtitle)


@property_test
@given(title=texts, subtitle=texts)
def test_csv_gives_back_any_text_but_formulas(one: Publication, title: str, subtitle: str) -> None:
    Publication.objects.update(title=title, subtitle=subtitle)

    _, row = csv_rows(exported("csv"))

    for cell, text in zip(row[1:3], (title, subtitle), strict=True):
        is_formula = text.startswith(EXCEL_FORMULA) or text.strip().startswith(EXCEL_FORMULA)
        assert cell == (f"'{text}" if is_formula else text)


@property_test
@given(title=texts, subtitle=texts)
def test_xlsx_gives_back_any_text(one: Publication, title: str, subtitle: str) -> None:
    Publication.objects.update(title=title, subtitle=subtitle)

    sheet = openpyxl.load_workbook(io.BytesIO(exported("xlsx"))).active

    for cell, text in zip((sheet["B2"], sheet["C2"]), (title, subtitle), strict=True):
        assert cell.data_type != "f"
        # Excel writes what XML cannot hold as _x0008_ and reads it back so.
        assert unescape(cell.value or "") == text
