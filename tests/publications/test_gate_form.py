"""The form beside the address: what is optional, what robots fill in, what is not taken."""

import re

import pytest
from django.test import Client
from post_office.models import Email
from pytest_django import Settings

from publications.enums import Access, Passage
from publications.models import Attempt, DownloadRequest, Publication
from tests import making

pytestmark = pytest.mark.django_db

GATE = "/en/publications/gated/download/"


@pytest.fixture(autouse=True)
def paper() -> Publication:
    return making.published("The gated paper", slug="gated")


def links_in(page: bytes) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="([^"]+\?grant=[^"]+)"', page.decode())))


# --- optional -------------------------------------------------------------------------------------


def test_organisation_and_sector_are_kept_if_they_are_given(client: Client) -> None:
    said = {"email": "a@example.org", "organisation": "École normale", "sector": "research"}
    client.post(GATE, said)
    request = DownloadRequest.objects.get()

    assert (request.organisation, request.sector) == ("École normale", "research")
    assert request.passage == Passage.ADDRESS


@pytest.mark.parametrize("field", [{"sector": "spying"}, {"organisation": "x" * 151}])
def test_what_cannot_be_kept_is_said_at_its_field(client: Client, field: dict[str, str]) -> None:
    (name,) = field
    answer = client.post(GATE, {"email": "a@example.org"} | field)

    assert answer.status_code == 400
    assert f'id="id_{name}_error"' in answer.content.decode()
    assert not DownloadRequest.objects.exists()


def test_the_domain_is_kept_in_lower_case_and_the_name_as_it_was_typed(client: Client) -> None:
    client.post(GATE, {"email": "Ada.Reader@EXAMPLE.Org"})

    assert DownloadRequest.objects.get().email == "Ada.Reader@example.org"


# --- robots ---------------------------------------------------------------------------------------


def test_people_and_screen_readers_do_not_meet_the_trap(client: Client) -> None:
    page = client.get(GATE).content.decode()
    trap = page[page.index('class="for-robots"') :]
    trap = trap[: trap.index("</div>")]

    assert 'aria-hidden="true"' in trap
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap
    assert "style=" not in page


def test_a_robot_gets_an_ordinary_page_whose_links_open_nothing(client: Client) -> None:
    trapped = client.post(GATE, {"email": "a@example.org", "homepage": "https://spam.example"})
    honest = client.post(GATE, {"email": "a@example.org"})

    def evened(page: bytes) -> str:
        return re.sub(r"grant=[^\"]+", "", page.decode())

    assert trapped.status_code == 200
    assert evened(trapped.content) == evened(honest.content)
    (link,) = links_in(trapped.content)
    assert client.get(link).headers["Location"].endswith("?link=invalid#download")
    assert DownloadRequest.objects.count() == 1
    assert Attempt.objects.count() == 1


def test_a_robot_has_no_mail_sent(client: Client) -> None:
    Publication.objects.update(access=Access.VERIFIED)
    answer = client.post(
        GATE, {"email": "a@example.org", "homepage": "x", "wants_newsletter": "on"}
    )

    assert "Look into your mail" in answer.content.decode()
    assert not Email.objects.exists()
    assert not DownloadRequest.objects.exists()


# --- addresses that are not taken -----------------------------------------------------------------


@pytest.mark.parametrize("email", ["a@minutes.example", "a@MINUTES.example", "a@x.minutes.example"])
def test_a_site_may_refuse_disposable_addresses(
    client: Client, settings: Settings, email: str
) -> None:
    settings.DISPOSABLE_DOMAINS = frozenset({"minutes.example"})
    answer = client.post(GATE, {"email": email})

    assert answer.status_code == 400
    assert "Enter one that you keep" in answer.content.decode()
    assert client.post(GATE, {"email": "a@notminutes.example"}).status_code == 200


# --- without an address ---------------------------------------------------------------------------


def test_going_on_without_an_address_is_not_offered_unless_the_site_says_so(
    client: Client,
) -> None:
    assert 'name="anonymous"' not in client.get(GATE).content.decode()
    assert client.post(GATE, {"anonymous": "1"}).status_code == 400
    assert not DownloadRequest.objects.exists()


def test_a_site_may_offer_to_go_on_without_an_address(client: Client, settings: Settings) -> None:
    settings.GATE_ANONYMOUS = True
    page = client.get(GATE).content.decode()
    (button,) = re.findall(r"<button [^>]*anonymous[^>]*>", page)
    (link,) = links_in(client.post(GATE, {"anonymous": "1", "email": "not one"}).content)
    request = DownloadRequest.objects.get()

    assert " formnovalidate" in button
    assert client.get(link).status_code == 200
    assert (request.email, request.passage) == ("", Passage.ANONYMOUS)


@pytest.mark.parametrize("policy", [Access.VERIFIED, Access.MEMBERS])
def test_only_a_form_can_be_passed_without_an_address(
    client: Client, settings: Settings, policy: Access
) -> None:
    settings.GATE_ANONYMOUS = True
    Publication.objects.update(access=policy)

    assert 'name="anonymous"' not in client.get(GATE).content.decode()
    assert client.post(GATE, {"anonymous": "1"}).status_code in (400, 403)
    assert not DownloadRequest.objects.exists()
