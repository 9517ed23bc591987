"""Readers' addresses leave the admin with a permission of its own, and never without a line of record."""

import csv
import io

import pytest
from django.contrib.auth.models import Permission, User
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from publications.enums import Passage
from publications.gate.passing import Answers, pass_gate
from publications.models import NewsletterSubscription, PersonalDataLog
from tests import making

pytestmark = pytest.mark.django_db

REQUESTS = "/admin/publications/downloadrequest/"
SUBSCRIPTIONS = "/admin/publications/newslettersubscription/"
VIEW = ("view_downloadrequest", "view_newslettersubscription", "view_personaldatalog")


@pytest.fixture(autouse=True)
def readers() -> None:
    paper = making.published("War and Work")
    for email, organisation in (("a@example.org", "=1+1"), ("b@example.org", "")):
        answers = Answers(email, organisation=organisation, sector="press", wants_newsletter=True)
        pass_gate(paper, language="en", passage=Passage.ADDRESS, answers=answers)
    NewsletterSubscription.objects.filter(email="b@example.org").update(confirmed_at=timezone.now())


def person(*codenames: str) -> User:
    made = making.user("staff")
    made.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return made


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def export(client: Client, address: str, query: str = "") -> HttpResponseBase:
    said = {"action": "export_csv", "select_across": "1", "_selected_action": ["1"]}
    return client.post(f"{address}{query}", said)


def rows(response: HttpResponseBase) -> list[dict[str, str]]:
    content = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(content), delimiter=";"))


@pytest.mark.parametrize("group", ["editor", "reviewer", "publisher", "staff"])
def test_no_group_of_the_editorial_team_sees_them(group: str) -> None:
    client = desk(making.user(group))
    for address in (REQUESTS, SUBSCRIPTIONS, "/admin/publications/personaldatalog/"):
        assert client.get(address).status_code == 403


def test_who_may_look_may_not_yet_export() -> None:
    client = desk(person(*VIEW))
    page = client.get(REQUESTS).content.decode()
    assert "a@example.org" in page
    assert "export_csv" not in page

    answer = export(client, REQUESTS)
    assert not answer.streaming
    assert not PersonalDataLog.objects.exists()


def test_an_export_is_recorded_with_who_and_how_many() -> None:
    user = person(*VIEW, "export_downloadrequest")
    answer = export(desk(user), REQUESTS)
    record = PersonalDataLog.objects.get()

    assert [row["email"] for row in rows(answer)] == ["b@example.org", "a@example.org"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert (record.kind, record.user, record.rows) == ("exported", user, 2)
    assert record.note == "downloadrequest"


def test_the_record_holds_the_filters_and_not_the_address_searched_for() -> None:
    client = desk(person(*VIEW, "export_downloadrequest"))
    answer = export(client, REQUESTS, "?q=a@example.org&sector__exact=press")
    record = PersonalDataLog.objects.get()

    assert [row["email"] for row in rows(answer)] == ["a@example.org"]
    assert record.note == "downloadrequest sector__exact=press, a search"


@pytest.mark.parametrize("query", ["email=a@example.org", "email__startswith=a%40exam"])
def test_nor_one_that_was_written_into_the_pages_address(query: str) -> None:
    client = desk(person(*VIEW, "export_downloadrequest"))
    answer = export(client, REQUESTS, f"?{query}&p=0")

    assert [row["email"] for row in rows(answer)] == ["a@example.org"]
    assert PersonalDataLog.objects.get().note == "downloadrequest a search"


def test_what_a_reader_typed_is_no_formula() -> None:
    client = desk(person(*VIEW, "export_downloadrequest"))

    assert [row["organisation"] for row in rows(export(client, REQUESTS))] == ["", "'=1+1"]


def test_the_newsletters_list_is_those_who_confirmed_each_with_its_way_out() -> None:
    client = desk(person(*VIEW, "export_downloadrequest"))
    (row,) = rows(export(client, SUBSCRIPTIONS))

    assert row["email"] == "b@example.org"
    page = Client().get(row["unsubscribe"].removeprefix("http://127.0.0.1:8000"))
    assert "The newsletter is sent to b@example.org." in page.content.decode()


def test_who_sees_links_does_not_see_for_whom() -> None:
    page = desk(person("view_grant")).get("/admin/publications/grant/").content.decode()
    assert "War and Work" in page
    assert "example.org" not in page

    page = desk(person("view_grant", *VIEW)).get("/admin/publications/grant/").content.decode()
    assert "a@example.org" in page
