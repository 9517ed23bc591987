"""Readers see, take and erase what is held about their address, by a link sent to it."""

import datetime
import json
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from post_office.models import Email
from pytest_django import Settings

from publications import press
from publications.enums import Passage
from publications.gate.passing import Answers, pass_gate
from publications.models import (
    DownloadRequest,
    Grant,
    NewsletterSubscription,
    PersonalDataLog,
    Publication,
    ReaderLink,
)
from publications.workflow import Action
from tests import editorial, making
from tests.mails import mailed_link

pytestmark = pytest.mark.django_db

PAGE = "/en/my-data/"
GATE = "/en/publications/gated/download/"
EMAIL = "reader@example.org"
FILLED_IN = {
    "email": EMAIL,
    "organisation": "The Reading Society",
    "sector": "press",
    "wants_newsletter": "on",
}


@pytest.fixture(autouse=True)
def paper() -> Publication:
    return making.published("The gated paper", slug="gated")


def evened(page: bytes) -> str:
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "…", page.decode())


def link() -> str:
    return mailed_link("/my-data/?link=")


def token() -> dict[str, str]:
    return {"link": link().partition("link=")[2]}


def downloaded(client: Client) -> Any:
    return json.loads(client.post(PAGE, token() | {"download": "1"}).content)


# --- asking ---------------------------------------------------------------------------------------


def test_the_answer_is_the_same_whatever_is_held(client: Client) -> None:
    client.post(GATE, FILLED_IN)
    with time_machine.travel(timezone.now(), tick=False):
        known = client.post(PAGE, {"email": EMAIL})
        unknown = client.post(PAGE, {"email": "nobody@example.org"})

    assert known.status_code == unknown.status_code == 200
    assert evened(known.content) == evened(unknown.content)
    assert EMAIL not in known.content.decode()
    assert sorted(known.headers.items()) == sorted(unknown.headers.items())
    # Both get a mail: neither the answer nor its time tells one from the other.
    assert Email.objects.filter(message__contains="/my-data/?link=").count() == 2


def test_only_a_hash_of_the_link_is_stored_and_no_page_of_it_is_kept(client: Client) -> None:
    client.post(PAGE, {"email": EMAIL})
    stored = ReaderLink.objects.get()
    page = client.get(link())

    assert stored.token_hash != token()["link"]
    assert len(stored.token_hash) == 64
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_a_mailbox_is_not_bombed_and_nobody_is_told(client: Client, settings: Settings) -> None:
    settings.MAILS_PER_ADDRESS = 2
    pages = [evened(client.post(PAGE, {"email": EMAIL}).content) for _ in range(4)]

    assert len(set(pages)) == 1
    assert Email.objects.count() == ReaderLink.objects.count() == 2


def test_a_robot_gets_the_answer_and_no_mail(client: Client) -> None:
    answer = client.post(PAGE, {"email": EMAIL, "homepage": "x"})

    assert answer.status_code == 200
    assert not Email.objects.exists()


def test_too_many_from_one_network_are_asked_to_wait(client: Client, settings: Settings) -> None:
    settings.GATE_LIMIT_NETWORK = 1
    client.post(PAGE, {"email": "a@example.org"})
    answer = client.post(PAGE, {"email": "b@example.org"})

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert 'value="b@example.org"' in answer.content.decode()


def test_an_address_that_is_none_is_said_at_its_field(client: Client) -> None:
    answer = client.post(PAGE, {"email": "reader"})

    assert answer.status_code == 400
    assert 'id="id_email_error"' in answer.content.decode()


@pytest.mark.parametrize("said", ["nonsense", "%00", "x" * 5000])
def test_a_wrong_link_leads_to_the_form(client: Client, said: str) -> None:
    for answer in (
        client.get(f"{PAGE}?link={said}"),
        client.post(PAGE, {"link": said, "erase": "1"}),
    ):
        assert answer.status_code == 404
        assert "This link is not valid, or its time is over." in answer.content.decode()


def test_a_link_works_for_an_hour(client: Client) -> None:
    client.post(GATE, FILLED_IN)
    client.post(PAGE, {"email": EMAIL})
    hour = timezone.now() + datetime.timedelta(hours=1)
    with time_machine.travel(hour - datetime.timedelta(seconds=30), tick=False):
        assert client.get(link()).status_code == 200
    with time_machine.travel(hour + datetime.timedelta(seconds=30), tick=False):
        assert client.get(link()).status_code == 404
        assert client.post(PAGE, token() | {"erase": "1"}).status_code == 404
    assert DownloadRequest.objects.get().email == EMAIL


# --- seeing and taking ----------------------------------------------------------------------------


def test_the_page_shows_everything_that_is_held(client: Client) -> None:
    client.post(GATE, FILLED_IN)
    client.post(PAGE, {"email": EMAIL.upper()})
    page = client.get(link()).content.decode()

    for said in (
        "The gated paper",
        "The Reading Society",
        "press",
        "gave an e-mail address",
        "and not confirmed",
        "Do you want the newsletter of Ifri?",
        "Your data at Ifri",
    ):
        assert said in page


def test_it_shows_nobody_elses(client: Client) -> None:
    client.post(GATE, FILLED_IN)
    client.post(PAGE, {"email": "xreader@example.org"})

    assert "We hold nothing about this address" in client.get(link()).content.decode()
    assert downloaded(client)["download_requests"] == []


def test_a_wildcard_in_an_address_is_a_character(client: Client) -> None:
    client.post(GATE, FILLED_IN)
    client.post(PAGE, {"email": "%eader@example.org"})

    assert downloaded(client)["download_requests"] == []
    assert client.post(PAGE, token() | {"erase": "1"}).status_code == 200
    assert DownloadRequest.objects.get().email == EMAIL


def test_it_is_downloaded_for_another_machine(client: Client) -> None:
    client.post(GATE, FILLED_IN)
    client.post(PAGE, {"email": EMAIL})
    answer = client.post(PAGE, token() | {"download": "1"})
    said = json.loads(answer.content)
    (request,) = said["download_requests"]

    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert said["address"] == EMAIL
    assert request["publication"] == "The gated paper"
    assert request["organisation"] == "The Reading Society"
    assert request["newsletter_asked"] is True
    assert len(said["newsletter"]) == 1
    assert len(said["mails"]) == 2
    assert len(said["links_to_this_page"]) == 1


def test_a_withdrawn_paper_is_named_neither_as_it_was_nor_as_it_is(
    client: Client, paper: Publication
) -> None:
    client.post(GATE, FILLED_IN)
    making.move(paper, Action.WITHDRAW, comment="It was wrong.")
    editorial.save(paper, title="Operation Nightfall", slug="nightfall")
    client.post(PAGE, {"email": EMAIL})
    page = client.get(link()).content.decode()
    (request,) = downloaded(client)["download_requests"]

    assert "A paper that is no longer public" in page
    assert "The Reading Society" in page
    for secret in ("Nightfall", "nightfall"):
        assert secret not in page
    assert (request["publication"], request["address"]) == (None, None)
    assert request["organisation"] == "The Reading Society"


def test_a_journalist_is_shown_that_a_link_was_given_and_not_to_which_paper(client: Client) -> None:
    paper = making.scheduled("A title under embargo")
    press.give(paper, name="Zoe", outlet="Le Jour", email=EMAIL, user=making.user("publisher"))
    client.post(PAGE, {"email": EMAIL})
    page = client.get(link()).content.decode()
    (given,) = downloaded(client)["press_links"]

    assert "Zoe, Le Jour" in page
    assert (given["name"], given["outlet"]) == ("Zoe", "Le Jour")
    assert "under embargo" not in page
    assert client.post(PAGE, token() | {"erase": "1"}).status_code == 200
    assert list(paper.press_links.values_list("name", "email")) == [("Zoe", "")]


def test_what_was_asked_with_an_account_is_its_addresss_too(
    client: Client, paper: Publication
) -> None:
    member = making.user(email=EMAIL)
    pass_gate(paper, language="en", passage=Passage.MEMBER, user=member)
    client.post(PAGE, {"email": EMAIL})
    assert downloaded(client)["download_requests"][0]["account"] == member.username

    client.post(PAGE, token() | {"erase": "1"})
    assert DownloadRequest.objects.get().user is None


def test_looking_changes_nothing(client: Client) -> None:
    client.post(GATE, FILLED_IN)
    client.post(PAGE, {"email": EMAIL})
    client.get(f"{link()}&erase=1")

    assert DownloadRequest.objects.get().email == EMAIL


# --- erasing --------------------------------------------------------------------------------------


def test_erasing_takes_effect_at_once_and_the_count_survives(
    client: Client, paper: Publication
) -> None:
    page = client.post(GATE, FILLED_IN).content.decode()
    file = re.findall(r'href="([^"]+\?grant=[^"]+)"', page)[0]
    other = pass_gate(
        paper, language="en", passage=Passage.ADDRESS, answers=Answers("other@example.org")
    )
    client.post(PAGE, {"email": EMAIL})
    said = token() | {"erase": "1"}
    answer = client.post(PAGE, said)

    assert answer.status_code == 200
    assert "Your data are erased" in answer.content.decode()
    assert client.get(file).headers["Location"].endswith("?link=invalid#download")
    assert client.get(other[0].url).status_code == 200
    erased = DownloadRequest.objects.get(email="")
    assert erased.publication == paper
    assert (erased.organisation, erased.sector, erased.user) == ("", "", None)
    assert erased.erased_at is not None
    assert (erased.created_at.minute, erased.created_at.second) == (0, 0)
    assert Grant.objects.count() == 1
    assert not NewsletterSubscription.objects.exists()
    assert not ReaderLink.objects.exists()
    assert not Email.objects.exists()
    # The link has ended with it.
    assert client.post(PAGE, said).status_code == 404


def test_that_it_was_done_is_on_record_and_not_whose(client: Client) -> None:
    client.post(GATE, FILLED_IN)
    client.post(PAGE, {"email": EMAIL})
    client.post(PAGE, token() | {"erase": "1"})
    record = PersonalDataLog.objects.get()

    # A request, a newsletter, two mails and a link.
    assert (record.kind, record.rows, record.note, record.user) == ("erased", 5, "", None)


def test_the_browser_forgets_too(client: Client) -> None:
    client.post(GATE, FILLED_IN)
    assert client.cookies["gate"].value
    client.post(PAGE, {"email": EMAIL})
    client.post(PAGE, token() | {"erase": "1"})

    assert client.cookies["gate"].value == ""


def test_a_mailed_link_of_whoever_is_erased_opens_nothing(
    client: Client, paper: Publication
) -> None:
    Publication.objects.update(access="verified")
    client.post(GATE, FILLED_IN)
    confirm = mailed_link("?confirm=")
    client.post(PAGE, {"email": EMAIL})
    client.post(PAGE, token() | {"erase": "1"})
    page = client.get(confirm).content.decode()

    assert "This link is not valid." in page
    assert "grant=" not in page
    assert not Grant.objects.exists()


def test_a_post_from_elsewhere_is_refused(client: Client) -> None:
    client.post(GATE, FILLED_IN)
    client.post(PAGE, {"email": EMAIL})
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(PAGE, token() | {"erase": "1"}).status_code == 403
    assert DownloadRequest.objects.get().email == EMAIL
