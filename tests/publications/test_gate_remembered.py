"""A browser that passed a gate is not asked again for a time; its cookie opens nothing by itself."""

import datetime
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from publications.enums import Access, Passage
from publications.models import DownloadRequest, Publication
from tests import making
from tests.mails import mailed_link

pytestmark = pytest.mark.django_db

FIRST = "/en/publications/first/download/"
SECOND = "/en/publications/second/download/"
READER = {"email": "reader@example.org"}
AGAIN = {"again": "1"}


@pytest.fixture(autouse=True)
def papers() -> list[Publication]:
    return [making.published(slug=slug) for slug in ("first", "second")]


def links_in(page: bytes) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="([^"]+\?grant=[^"]+)"', page.decode())))


def test_the_cookie_is_signed_and_says_nothing_of_anybody(client: Client) -> None:
    client.post(FIRST, READER)
    morsel = client.cookies["gate"]

    assert re.fullmatch(r"[\w-]{16}\.form:[\w-]+:[\w-]+", morsel.value)
    assert "reader" not in morsel.value
    assert morsel["httponly"] is True
    assert morsel["samesite"] == "Lax"
    assert morsel["path"] == "/"
    assert morsel["max-age"] == 30 * 86400


def test_the_cookie_is_secure_where_the_site_is(client: Client, settings: Settings) -> None:
    settings.HTTPS = True
    client.post(FIRST, READER)

    assert client.cookies["gate"]["secure"] is True


def test_the_second_paper_is_a_button_and_gives_a_link_of_its_own(client: Client) -> None:
    client.post(FIRST, READER)
    page = client.get(SECOND).content.decode()
    assert '<form id="gate"' in page
    assert 'name="email"' not in page

    (link,) = links_in(client.post(SECOND, AGAIN).content)
    assert link.startswith("/en/publications/second/second.pdf?grant=")
    assert Client().get(link).status_code == 200
    request = DownloadRequest.objects.latest("pk")
    assert (request.passage, request.email, request.user) == (Passage.REMEMBERED, "", None)


def test_the_cookie_opens_no_file_and_looking_gives_no_link(client: Client) -> None:
    client.post(FIRST, READER)

    assert client.get("/en/publications/second/second.pdf").status_code == 302
    assert links_in(client.get(SECOND).content) == []
    assert DownloadRequest.objects.count() == 1


def test_a_page_that_depends_on_it_is_nobody_elses(client: Client) -> None:
    for answer in (client.get(FIRST), client.post(FIRST, READER), client.get(FIRST)):
        assert "no-store" in answer.headers["Cache-Control"]
        assert "private" in answer.headers["Cache-Control"]
        assert "Cookie" in answer.headers["Vary"]


def test_an_altered_cookie_is_none(client: Client) -> None:
    client.post(FIRST, READER)
    good = client.cookies["gate"].value
    for bad in (
        good.replace(".form", ".verified"),
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        "x.form",
        "",
        "a:b:c",
    ):
        client.cookies["gate"] = bad
        assert 'name="email"' in client.get(SECOND).content.decode()
        answer = client.post(SECOND, AGAIN)
        assert (answer.status_code, links_in(answer.content)) == (400, [])
    assert DownloadRequest.objects.count() == 1


def test_a_form_passed_does_not_pass_a_verified_gate(client: Client) -> None:
    Publication.objects.filter(slug="second").update(access=Access.VERIFIED)
    client.post(FIRST, READER)

    assert 'name="email"' in client.get(SECOND).content.decode()
    assert client.post(SECOND, AGAIN).status_code == 400


def test_a_verified_gate_passed_passes_both(client: Client) -> None:
    Publication.objects.filter(slug="first").update(access=Access.VERIFIED)
    client.post(FIRST, READER)
    assert "gate" not in client.cookies
    client.get(mailed_link("?confirm="))
    cookie = client.cookies["gate"].value
    assert ".verified:" in cookie

    assert len(links_in(client.post(SECOND, AGAIN).content)) == 1
    Publication.objects.filter(slug="second").update(access=Access.VERIFIED)
    assert len(links_in(client.post(SECOND, AGAIN).content)) == 1
    assert DownloadRequest.objects.latest("pk").passage == Passage.RECOGNISED
    # A lower gate passed later does not take it away.
    Publication.objects.filter(slug="second").update(access=Access.FORM)
    client.post(SECOND, READER)
    assert client.cookies["gate"].value == cookie


def test_no_cookie_passes_a_gate_for_members(client: Client) -> None:
    client.post(FIRST, READER)
    Publication.objects.filter(slug="second").update(access=Access.MEMBERS)

    assert client.post(SECOND, AGAIN).status_code == 403


def test_its_time_runs_from_the_passage_and_is_the_sites_to_choose(
    client: Client, settings: Settings
) -> None:
    settings.GATE_REMEMBER_DAYS = 7
    client.post(FIRST, READER)
    assert client.cookies["gate"]["max-age"] == 7 * 86400
    week = datetime.timedelta(days=7)
    with time_machine.travel(timezone.now() + week - datetime.timedelta(minutes=1), tick=False):
        assert client.post(SECOND, AGAIN).status_code == 200
    with time_machine.travel(timezone.now() + week + datetime.timedelta(minutes=1), tick=False):
        assert client.post(SECOND, AGAIN).status_code == 400


def test_a_site_may_remember_nobody(client: Client, settings: Settings) -> None:
    client.post(FIRST, READER)
    settings.GATE_REMEMBER_DAYS = 0
    assert client.post(SECOND, AGAIN).status_code == 400

    other = Client()
    page = other.post(FIRST, READER)
    assert "gate" not in other.cookies
    assert "cookie" not in other.get(SECOND).content.decode().lower().replace("csrf", "")
    assert page.status_code == 200


def test_whoever_is_remembered_may_still_give_an_address(client: Client) -> None:
    client.post(FIRST, READER)
    answer = client.post(SECOND, READER | {"wants_newsletter": "on"})

    assert len(links_in(answer.content)) == 1
    assert DownloadRequest.objects.latest("pk").email == "reader@example.org"
