"""What is wrong with a form is said at its top, in the page's title and at the field itself."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from publications.models import Publication
from tests import making
from tests.accessibility import violations_everywhere
from tests.html import Element, attributes, find, page, parse, text

pytestmark = pytest.mark.django_db

GATE = "/en/publications/gated/download/"
# Every form readers fill in, sent with what it does not take, and the fields it names for that.
WRONG: dict[str, tuple[str, dict[str, str], list[str]]] = {
    "gate": (GATE, {"email": "nobody", "sector": "spying"}, ["id_email", "id_sector"]),
    "follow": ("/en/follow/", {"email": "nobody"}, ["id_email", "id_frequency"]),
    "my data": ("/en/my-data/", {"email": ""}, ["id_email"]),
    "login": ("/en/login/", {"username": "", "password": ""}, ["id_username", "id_password"]),
}


@pytest.fixture(autouse=True)
def paper(db: None) -> Publication:
    return making.published("The gated paper", slug="gated")


def sent(client: Client, address: str, said: dict[str, Any]) -> Element:
    return parse(client.post(address, said).content.decode())


@pytest.mark.parametrize("name", WRONG)
def test_the_summary_leads_to_each_field_that_is_wrong(client: Client, name: str) -> None:
    address, said, fields = WRONG[name]
    shown = sent(client, address, said)

    assert attributes(shown, "[role=alert] a", "href") == [f"#{field}" for field in fields]
    wrong = find(shown, "main form [aria-invalid=true]")
    assert [each.attributes["id"] for each in wrong] == fields


@pytest.mark.parametrize("name", WRONG)
def test_each_of_them_is_described_by_its_own_error(client: Client, name: str) -> None:
    address, said, _fields = WRONG[name]
    shown = sent(client, address, said)

    summed_up = text(shown, "[role=alert] li")
    for field, line in zip(find(shown, "[aria-invalid=true]"), summed_up, strict=True):
        [label] = text(shown, f"label[for={field.attributes['id']}]")
        [error] = text(shown, f"#{field.attributes['aria-describedby']}")
        assert line == f"{label.removesuffix(':')} {error}"


@pytest.mark.parametrize("name", WRONG)
def test_the_title_says_it_first(client: Client, name: str) -> None:
    address, said, _fields = WRONG[name]
    [before] = text(page(client, address), "title")
    assert text(sent(client, address, said), "title") == [f"Error: {before}"]


@pytest.mark.parametrize("name", WRONG)
def test_a_form_that_was_not_sent_has_no_summary(client: Client, name: str) -> None:
    assert text(page(client, WRONG[name][0]), "[role=alert]") == []


def test_the_summary_says_how_many(client: Client) -> None:
    both = sent(client, GATE, {"email": "nobody", "sector": "spying"})
    assert text(both, "[role=alert] h2") == ["2 things have to be corrected"]
    one = sent(client, GATE, {"email": "nobody"})
    assert text(one, "[role=alert] h2") == ["One thing has to be corrected"]


def test_what_no_single_field_is_wrong_about_is_in_the_summary_too(client: Client) -> None:
    shown = sent(client, "/en/login/", {"username": "ada", "password": "wrong"})
    assert len(text(shown, "[role=alert] li")) == 1
    assert find(shown, "[role=alert] a") == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_in_a_browser_the_summary_puts_the_cursor_into_the_field(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(f"{live_server.url}{GATE}")
    page.get_by_label("E-mail address").fill("reader@nowhere")
    page.get_by_role("button", name="Get the full text").click()

    page.get_by_role("alert").get_by_role("link", name="E-mail address").click()
    expect(page.get_by_label("E-mail address")).to_be_focused()
    assert violations_everywhere(page) == {}
