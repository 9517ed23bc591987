"""Choosing among related analyses: told apart in the lists, and put in their rows by a button."""

import datetime
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from publications import pending
from publications.models import Publication
from publications.related.rebuilding import rebuild
from tests import making
from tests.admin_browser import choose, log_in
from tests.html import attributes
from tests.html import page as page_at

pytestmark = pytest.mark.django_db
FORM = "/admin/publications/publication/{}/change/"


def offered(client: Client, address: str) -> list[str]:
    asked = {
        "app_label": "publications",
        "model_name": "relatedpick",
        "field_name": "picked",
        "term": "wires",
    }
    found = client.get(f"{address}&{urlencode(asked)}").json()["results"]
    return [each["text"] for each in found]


def test_what_is_offered_is_told_apart_and_is_not_the_paper_itself(client: Client) -> None:
    year = timezone.localdate().year
    own = making.published("Wires")
    making.published(
        "Old Wires", language="fr", at=datetime.datetime(2019, 5, 1, tzinfo=datetime.UTC)
    )
    making.draft("New Wires")
    making.scheduled("Soon Wires")
    client.force_login(making.user("admin"))
    form = page_at(client, FORM.format(own.pk))
    address = f"/admin/autocomplete/?without={own.pk}"
    names = ("related_picks-__prefix__-picked", "related_bans-__prefix__-banned")
    for name in names:
        assert attributes(form, f"select[name={name}]", "data-ajax--url") == [address]
    soon = timezone.localtime(timezone.now() + datetime.timedelta(days=1)).year
    others = [
        f"New Wires · {year} · en · draft",
        "Old Wires · 2019 · fr",
        f"Soon Wires · {soon} · en · scheduled",
    ]
    assert sorted(offered(client, address)) == others
    assert sorted(offered(client, "/admin/autocomplete/?")) == [*others, f"Wires · {year} · en"]
    assert len(offered(client, "/admin/autocomplete/?without=²")) == 4


def test_a_pending_change_is_not_offered_the_paper_it_will_be(client: Client) -> None:
    live = making.published("Wires")
    copy = pending.start(live, user=making.user("editor"))
    client.force_login(making.user("admin"))
    form = page_at(client, FORM.format(copy.pk))
    [address] = attributes(form, "select[name=related_picks-__prefix__-picked]", "data-ajax--url")
    assert offered(client, address) == []


# --- in the browser -------------------------------------------------------------------------------

PICKED = "#select2-id_related_picks-{}-picked-container"
BANNED = "#select2-id_related_bans-{}-banned-container"


@pytest.fixture
def paper(transactional_db: None) -> Publication:
    made = making.published("Zeta", tags=["Russia"])
    for name in ("Alpha", "Beta", "Gamma"):
        making.published(name, tags=["Russia"])
    rebuild()
    return made


def put(page: Page, button: str, title: str) -> None:
    page.get_by_role("button", name=f"{button} {title}", exact=True).click()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_panels_buttons_fill_the_rows_below(
    page: Page, live_server: LiveServer, paper: Publication
) -> None:
    year = timezone.localdate().year
    making.user("admin", username="chief")
    log_in(page, live_server.url, "chief")
    page.goto(live_server.url + FORM.format(paper.pk))
    put(page, "Choose", "Beta")
    expect(page.locator(PICKED.format(0))).to_contain_text(f"Beta · {year} · en")
    expect(page.locator(".related-panel li", has_text="Beta").locator("output")).to_have_text(
        "Chosen once you save."
    )
    put(page, "Choose", "Gamma")
    put(page, "Never show", "Alpha")
    expect(page.locator(BANNED.format(0))).to_contain_text(f"Alpha · {year} · en")
    # Thought better of: one or the other, and nothing twice.
    put(page, "Never show", "Gamma")
    put(page, "Never show", "Gamma")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert [each.picked.title for each in paper.related_picks.all()] == ["Beta"]
    assert [each.banned.title for each in paper.related_bans.all()] == ["Alpha", "Gamma"]
    # A stored row is marked to go, and unmarked when it is wanted after all.
    expect(page.locator(PICKED.format(0))).to_contain_text(f"Beta · {year} · en")
    put(page, "Never show", "Beta")
    expect(page.locator("#id_related_picks-0-DELETE")).to_be_checked()
    put(page, "Choose", "Beta")
    expect(page.locator("#id_related_picks-0-DELETE")).not_to_be_checked()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert [each.picked.title for each in paper.related_picks.all()] == ["Beta"]
    assert paper.related_bans.count() == 2


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_step_after_a_choice_asks_first_and_an_empty_row_is_used(
    page: Page, live_server: LiveServer, paper: Publication
) -> None:
    making.user("admin", username="chief")
    log_in(page, live_server.url, "chief")
    page.goto(live_server.url + FORM.format(paper.pk))
    page.locator("#related_picks-group .add-row a").click()
    put(page, "Choose", "Alpha")
    rows = page.locator("#related_picks-group tr.form-row:not(.empty-form)")
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="Prepare a change").click()
    expect(page.locator("#form-unsaved")).to_be_visible()
    # A title typed by hand says the same.
    page.locator("#related_bans-group .add-row a").click()
    choose(page, "id_related_bans-0-banned", "Beta")
    page.locator("[aria-labelledby~=select2-id_related_picks-0-picked-container]").click()
    page.keyboard.type("Zeta")
    expect(page.locator(".select2-results__message")).to_have_text("No results found")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_who_may_only_look_has_no_buttons(
    page: Page, live_server: LiveServer, paper: Publication
) -> None:
    making.user("staff", username="watcher")
    log_in(page, live_server.url, "watcher")
    page.goto(live_server.url + FORM.format(paper.pk))
    expect(page.locator(".related-panel li")).to_have_count(3)
    expect(page.locator(".related-panel button")).to_have_count(0)
