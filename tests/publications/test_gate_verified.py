"""The verified gate: the link goes to the address, and the page tells nothing of it."""

import datetime
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from post_office.models import Email
from pytest_django import Settings

from publications.enums import Access, Passage
from publications.models import DownloadRequest, Grant, Publication
from tests import making
from tests.mails import mailed_link

pytestmark = pytest.mark.django_db

GATE = "/en/publications/gated/download/"
READER = {"email": "reader@example.org"}


@pytest.fixture
def paper() -> Publication:
    return making.published("A paper with {{ braces }} & <signs>", slug="gated", access="verified")


def links_in(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="([^"]+\?grant=[^"]+)"', page)))


def without_token(page: bytes) -> str:
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", page.decode())


def test_the_answer_holds_no_link_and_the_mail_does(client: Client, paper: Publication) -> None:
    answer = client.post(GATE, READER)
    mail = Email.objects.get()

    assert answer.status_code == 200
    assert links_in(answer.content.decode()) == []
    assert "reader@example.org" not in answer.content.decode()
    assert mail.to == ["reader@example.org"]
    assert mail.subject == "Your download: A paper with {{ braces }} & <signs>"
    assert "“A paper with {{ braces }} & <signs>”" in mail.message
    assert mail.html_message == ""
    assert "http://127.0.0.1:8000/en/my-data/" in mail.message
    assert not answer.cookies.get("gate")
    assert not Grant.objects.exists()


def test_the_mail_is_in_the_readers_language(client: Client, paper: Publication) -> None:
    client.post("/fr/publications/gated/download/", READER)

    assert "/fr/publications/gated/download/?confirm=" in Email.objects.get().message
    assert "/fr/my-data/" in Email.objects.get().message


def test_the_mailed_link_leads_to_links_that_open(client: Client, paper: Publication) -> None:
    client.post(GATE, READER)
    answer = Client().get(mailed_link("?confirm="))
    (link,) = links_in(answer.content.decode())

    assert answer.status_code == 200
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    assert Client().get(link).status_code == 200
    assert DownloadRequest.objects.get().passage == Passage.VERIFIED


def test_opened_again_it_gives_the_same_links(client: Client, paper: Publication) -> None:
    """Mail programs open links before people do."""
    client.post(GATE, READER)
    pages = [Client().get(mailed_link("?confirm=")).content.decode() for _ in range(3)]

    assert len({tuple(links_in(page)) for page in pages}) == 1
    assert Grant.objects.count() == 1


def test_a_revoked_link_stays_revoked_when_the_mail_is_opened_again(
    client: Client, paper: Publication
) -> None:
    client.post(GATE, READER)
    client.get(mailed_link("?confirm="))
    Grant.objects.update(revoked_at=timezone.now())
    (link,) = links_in(client.get(mailed_link("?confirm=")).content.decode())

    assert client.get(link).headers["Location"].endswith("?link=revoked#download")


def test_an_altered_or_strange_link_leads_to_the_form(client: Client, paper: Publication) -> None:
    making.published(slug="other", access="verified")
    client.post(GATE, READER)
    good = mailed_link("?confirm=")
    token = good.partition("confirm=")[2]
    for bad in (
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        good.replace("confirm=", "confirm=9"),
        f"/en/publications/other/download/?confirm={token}",
        f"{GATE}?confirm=",
        f"{GATE}?confirm=%00",
    ):
        page = client.get(bad).content.decode()
        assert links_in(page) == []
        assert '<form id="gate"' in page
        assert "This link is not valid." in page
    assert not Grant.objects.exists()


def test_an_expired_link_leads_to_the_form(
    client: Client, paper: Publication, settings: Settings
) -> None:
    client.post(GATE, READER)
    link = mailed_link("?confirm=")
    later = timezone.now() + datetime.timedelta(seconds=settings.GRANT_LIFETIME + 1)
    with time_machine.travel(later, tick=False):
        page = client.get(link).content.decode()

    assert links_in(page) == []
    assert "This link has expired." in page
    # The form does not carry the link along.
    assert f'action="{GATE}"' in page


def test_a_mailbox_is_not_bombed_and_nobody_is_told(
    client: Client, paper: Publication, settings: Settings
) -> None:
    settings.MAILS_PER_ADDRESS = 3
    spellings = ["reader@example.org", "Reader@Example.ORG", "reader+a@example.org"]
    answers = [client.post(GATE, {"email": spellings[n % 3]}) for n in range(6)]

    assert {answer.status_code for answer in answers} == {200}
    assert len({without_token(answer.content) for answer in answers}) == 1
    assert Email.objects.count() == 3
    # What was not mailed was not asked for either.
    assert DownloadRequest.objects.count() == 3


def test_a_day_has_a_limit_too(client: Client, paper: Publication, settings: Settings) -> None:
    settings.MAILS_PER_ADDRESS, settings.MAILS_PER_ADDRESS_DAY = 2, 3
    now = timezone.now()
    for hour in range(4):
        with time_machine.travel(now + datetime.timedelta(hours=hour, minutes=1), tick=False):
            client.post(GATE, READER)
    assert Email.objects.count() == 3

    with time_machine.travel(now + datetime.timedelta(hours=25), tick=False):
        client.post(GATE, READER)
    assert Email.objects.count() == 4


def test_the_link_passes_what_has_become_a_form_and_not_what_is_for_members(
    client: Client, paper: Publication
) -> None:
    client.post(GATE, READER)
    Publication.objects.update(access=Access.FORM)
    assert len(links_in(client.get(mailed_link("?confirm=")).content.decode())) == 1

    Publication.objects.update(access=Access.MEMBERS)
    page = client.get(mailed_link("?confirm=")).content.decode()
    assert links_in(page) == []
    assert "/en/login/" in page


def test_a_paper_that_is_withdrawn_is_gone_for_the_mailed_link_too(
    client: Client, paper: Publication
) -> None:
    client.post(GATE, READER)
    Publication.objects.update(withdrawn_at=timezone.now())

    assert client.get(mailed_link("?confirm=")).status_code == 410
