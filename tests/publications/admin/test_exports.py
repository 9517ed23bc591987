"""What the list shows is what its export holds: the same filters and search, all of its pages."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from lxml import html

from publications.models import Publication
from tests import making

pytestmark = pytest.mark.django_db
LIST = "/admin/publications/publication/"


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(making.user("staff"))
    return client


def body(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def titles_in(content: bytes) -> list[str]:
    return [each["title"] for each in json.loads(content)]


def test_the_links_carry_the_list_s_own_filters_and_search(staff: Client) -> None:
    making.published("War and work")
    page = html.fromstring(staff.get(LIST, {"q": "war", "status": "published"}).content.decode())
    links = page.xpath("//a[@class='export']/@href")
    assert links == [
        f"{LIST}export/{each}/?q=war&status=published"
        for each in ("csv", "xlsx", "json", "bibtex", "ris")
    ]


def test_exactly_the_filtered_rows_of_all_pages(staff: Client) -> None:
    for number in range(60):
        making.draft(f"War {number}", authors=[])
    making.draft("Peace", authors=[])
    making.published("War is out")
    found = titles_in(body(staff.get(f"{LIST}export/json/", {"q": "war", "status": "draft"})))
    assert found == [f"War {number}" for number in reversed(range(60))]


def test_each_format_says_what_it_is(staff: Client) -> None:
    making.draft("War")
    answers = {each: staff.get(f"{LIST}export/{each}/") for each in ("csv", "xlsx", "json")}
    assert {each: answer["Content-Type"].partition(";")[0] for each, answer in answers.items()} == {
        "csv": "text/csv",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "json": "application/json",
    }
    assert answers["csv"]["Content-Disposition"].startswith('attachment; filename="publications-')
    rows = list(csv.reader(io.StringIO(body(answers["csv"]).decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2


def test_selected_rows_are_exported_by_an_action(staff: Client) -> None:
    wanted = making.draft("Wanted", tags=["Russia"])
    making.draft("Other")
    answer = staff.post(LIST, {"action": "export_json", "_selected_action": [wanted.pk]})
    assert titles_in(body(answer)) == ["Wanted"]


def test_who_may_not_export_sees_no_link_and_gets_nothing(client: Client) -> None:
    client.force_login(making.user("editor"))
    publication = making.draft()
    assert b"export/csv" not in client.get(LIST).content
    assert client.get(f"{LIST}export/csv/").status_code == 403
    answer = client.post(LIST, {"action": "export_csv", "_selected_action": [publication.pk]})
    assert answer.status_code == 302
    assert Publication.objects.count() == 1


def test_a_format_there_is_not_is_not_found(staff: Client) -> None:
    assert staff.get(f"{LIST}export/exe/").status_code == 404
