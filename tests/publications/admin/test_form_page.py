"""What the form of a publication says before anybody presses a button."""

import datetime

import pytest
import time_machine
from django.test import Client
from lxml import html

from publications.models import OpenForm, Publication
from tests import editorial, making
from tests.admin_forms import errors_of, read

pytestmark = pytest.mark.django_db
FORM = "/admin/publications/publication/{}/change/"
PRESENCE = "/admin/publications/publication/{}/presence/"


def signed_in(group: str, name: str = "") -> Client:
    first, _, last = name.partition(" ")
    client = Client()
    client.force_login(making.user(group, first_name=first, last_name=last))
    return client


def tree(client: Client, publication: Publication) -> html.HtmlElement:
    return html.fromstring(client.get(FORM.format(publication.pk)).content.decode())


# --- checks ---------------------------------------------------------------------------------------


def test_what_blocks_and_what_deserves_a_look_is_said_with_a_way_to_each_field() -> None:
    publication = making.draft("Half done", authors=[], summary="")
    page = tree(signed_in("editor"), publication)
    panel = page.xpath("//section[contains(@class, 'checks')]")[0]
    links = {link.text_content(): link.get("href") for link in panel.xpath(".//a")}
    assert links["It has no author."] == "#authorships-group"
    assert links["It has no summary."] == "#id_summary"
    assert links["It has no tags, so no related analyses are found."] == "#id_tags"
    assert panel.xpath(".//h3")[0].text_content() == "2 things have to be mended first"
    for target in links.values():
        assert page.xpath(f"//*[@id='{target[1:]}']"), target


def test_nothing_stands_in_the_way_of_what_is_fit() -> None:
    page = tree(signed_in("editor"), making.draft())
    assert page.xpath("//p[@class='checks-fine']/text()") == ["Nothing stands in the way."]


def test_what_is_public_keeps_its_authors_and_its_summary() -> None:
    publication = making.published(authors=[making.author("Ann One")])
    client = signed_in("publisher")
    address = FORM.format(publication.pk)
    broken = read(client, address) | {"summary": "<p> </p>", "authorships-0-DELETE": "on"}
    answer = client.post(address, broken)
    assert errors_of(answer.content) == [
        "Readers see this publication: it needs a summary.",
        "Readers see this publication: it needs an author.",
    ]
    assert publication.authorships.count() == 1


# --- the address ----------------------------------------------------------------------------------


def test_the_public_address_is_shown_and_a_link_once_it_answers() -> None:
    client = signed_in("publisher")
    draft, out = making.draft(slug="to-come"), making.published(slug="out", language="fr")
    address = "http://127.0.0.1:8000/{}/publications/{}/"
    assert tree(client, draft).xpath("//span[@class='address']/text()") == [
        address.format("en", "to-come")
    ]
    assert tree(client, out).xpath("//a[@class='address']/@href") == [address.format("fr", "out")]


# --- who else is here -----------------------------------------------------------------------------


def test_the_form_says_who_else_has_it_open() -> None:
    publication = making.draft()
    ada, bela = signed_in("editor", "Ada Writer"), signed_in("reviewer", "Bela Reader")
    started = datetime.datetime(2026, 5, 4, 9, 0, tzinfo=datetime.UTC)
    with time_machine.travel(started, tick=False) as clock:
        answer = ada.post(PRESENCE.format(publication.pk), {"base_version": "0"})
        assert answer.json() == {"others": "", "newer": ""}
        answer = bela.post(PRESENCE.format(publication.pk), {"base_version": "0"})
        assert answer.json() == {"others": "Ada Writer has this form open.", "newer": ""}
        shown = tree(bela, publication).xpath("//p[@class='presence-others']")[0]
        assert (shown.text, shown.get("hidden")) == ("Ada Writer has this form open.", None)
        clock.shift(61)
        shown = tree(bela, publication).xpath("//p[@class='presence-others']")[0]
        assert (shown.text, shown.get("hidden")) == (None, "")


def test_who_leaves_the_form_is_gone() -> None:
    publication = making.draft()
    ada, bela = signed_in("editor", "Ada Writer"), signed_in("reviewer")
    ada.post(PRESENCE.format(publication.pk))
    assert ada.post(PRESENCE.format(publication.pk), {"left": "1"}).status_code == 204
    assert OpenForm.objects.count() == 0
    assert bela.post(PRESENCE.format(publication.pk)).json()["others"] == ""


def test_the_browser_is_told_of_a_newer_version() -> None:
    publication = making.draft()
    bela = signed_in("editor")
    opened = read(bela, FORM.format(publication.pk))["base_version"]
    ada = making.user("editor", first_name="Ada", last_name="Writer")
    editorial.save(publication, user=ada, title="Newer")
    answer = bela.post(PRESENCE.format(publication.pk), {"base_version": opened}).json()
    assert answer["newer"].startswith("Ada Writer has saved a newer version")


def test_presence_is_for_those_who_may_write() -> None:
    publication = making.draft()
    assert signed_in("staff").post(PRESENCE.format(publication.pk)).status_code == 403
    assert signed_in("editor").post(PRESENCE.format(10**6)).status_code == 404
    assert signed_in("editor").get(PRESENCE.format(publication.pk)).status_code == 405
    assert Client().post(PRESENCE.format(publication.pk)).status_code == 302
    assert OpenForm.objects.count() == 0
    assert not tree(signed_in("staff"), publication).xpath("//*[@id='presence']")
