"""Two editors, two browsers, one publication: neither loses a word, and each knows of the other."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from publications.models import Publication
from tests import editorial, making
from tests.admin_browser import editor, log_in
from tests.browser import BrowserLog

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FORM = "{}/admin/publications/publication/{}/change/"


@pytest.fixture
def publication() -> Publication:
    making.user("editor", username="ada", first_name="Ada", last_name="Writer")
    making.user("editor", username="bela", first_name="Bela", last_name="Reader")
    made = editorial.everything()
    editorial.write(made, cover="", doi="", isbn="", number="")
    return made


@pytest.fixture
def other(browser: Browser) -> Iterator[BrowserContext]:
    """A second browser, as closely watched as the first."""
    log = BrowserLog()
    fresh = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    fresh.set_default_timeout(15_000)
    log.watch(fresh)
    yield fresh
    log.settle(fresh)
    log.leave(fresh)
    fresh.close()
    assert (log.csp_violations, log.external_requests, log.page_errors) == ([], [], [])


@pytest.fixture
def both(
    page: Page, other: BrowserContext, live_server: LiveServer, publication: Publication
) -> tuple[Page, Page]:
    """Ada and then Bela with the form open."""
    ada, bela = page, other.new_page()
    for who, name in ((ada, "ada"), (bela, "bela")):
        log_in(who, live_server.url, name)
        who.clock.install()
        with who.expect_response("**/presence/"):
            who.goto(FORM.format(live_server.url, publication.pk))
    return ada, bela


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and continue editing").click()


def saved(page: Page) -> None:
    save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()


def clash(page: Page, legend: str) -> Locator:
    return page.locator("#conflict").get_by_role("group", name=legend, exact=True)


def test_both_values_are_shown_whole_and_nothing_is_lost(
    both: tuple[Page, Page], publication: Publication
) -> None:
    ada, bela = both
    ada.get_by_label("Title:", exact=True).fill("War and Cables")
    saved(ada)
    bela.get_by_label("Title:", exact=True).fill("War and Satellites")
    bela.get_by_label("Teaser:").fill("What I typed for an hour.")
    editor(bela, "summary").click()
    bela.keyboard.press("Control+a")
    bela.keyboard.type("My own summary.")
    save(bela)
    expect(bela.get_by_role("heading", name="Somebody else saved meanwhile")).to_be_visible()
    title = clash(bela, "Title")
    expect(title).to_contain_text("Changed by Ada Writer")
    sides = title.locator(".clash-value")
    expect(sides.nth(0)).to_have_text("War and WiresSatellites")
    expect(sides.nth(1)).to_have_text("War and WiresCables")
    expect(sides.nth(0).locator("ins")).to_have_text("Satellites")
    expect(title.get_by_role("radio", checked=True)).to_have_count(0)
    # All of it is still in the form, and Ada's is still in the database.
    expect(bela.get_by_label("Title:", exact=True)).to_have_value("War and Satellites")
    expect(bela.get_by_label("Teaser:")).to_have_value("What I typed for an hour.")
    expect(editor(bela, "summary")).to_have_text("My own summary.")
    assert Publication.objects.get(pk=publication.pk).title == "War and Cables"
    title.get_by_role("radio", name="Theirs").check()
    saved(bela)
    stored = Publication.objects.get(pk=publication.pk)
    assert (stored.title, stored.teaser, stored.summary) == (
        "War and Cables",
        "What I typed for an hour.",
        "<p>My own summary.</p>",
    )


def test_when_only_a_row_or_a_tag_changed(
    both: tuple[Page, Page], publication: Publication
) -> None:
    ada, bela = both
    ada.locator("#authorships-1").get_by_role("button", name="Move up").click()
    ada.locator("#id_tags").fill("war, wires, cables")
    saved(ada)
    bela.locator("#id_tags").fill("war, radio")
    bela.get_by_label("Teaser:").fill("Read that.")
    save(bela)
    authors, tags = clash(bela, "Authors, in the order of the byline"), clash(bela, "Tags")
    expect(authors).to_contain_text("You did not change it.")
    expect(authors.get_by_role("radio", name="Theirs")).to_be_checked()
    expect(tags).to_contain_text("You changed it too.")
    expect(tags.locator(".clash-value").nth(0)).to_contain_text("radio")
    expect(tags.locator(".clash-value").nth(1)).to_contain_text("cables")
    # By keyboard, like everything else.
    tags.get_by_role("radio", name="Mine").focus()
    bela.keyboard.press("Space")
    saved(bela)
    stored = Publication.objects.get(pk=publication.pk)
    assert sorted(stored.tags.names()) == ["radio", "war"]
    assert [each.name for each in stored.authorships.all()] == [
        "Ada North",
        "Bela South",
        "A University",
    ]
    assert stored.teaser == "Read that."


def beat(page: Page) -> None:
    """Let the time pass after which the browser asks again."""
    with page.expect_response("**/presence/"):
        page.clock.fast_forward(20_000)


def test_each_is_told_of_the_other(both: tuple[Page, Page], live_server: LiveServer) -> None:
    ada, bela = both
    newer = bela.get_by_text("Ada Writer has saved a newer version since you opened this form.")
    expect(bela.get_by_text("Ada Writer has this form open.")).to_be_visible()
    expect(newer).not_to_be_visible()
    ada.get_by_label("Title:", exact=True).fill("War and Cables")
    saved(ada)
    expect(ada.get_by_text("Bela Reader has this form open.")).to_be_visible()
    beat(bela)
    expect(newer).to_be_visible()
    # Leaving the form is told at once.
    bela.goto(f"{live_server.url}/admin/")
    for _ in range(5):
        beat(ada)
        if ada.locator(".presence-others").is_hidden():
            break
    expect(ada.locator(".presence-others")).to_be_hidden()


def test_counts_and_links_into_the_fields(both: tuple[Page, Page]) -> None:
    ada, _bela = both
    title = ada.get_by_label("Title:", exact=True)
    title.fill("Ten signs.")
    expect(title).to_have_accessible_description("10 of 300 characters")
    title.fill("x" * 290)
    expect(ada.locator("#editorial-live")).to_have_text("10 characters left")
    ada.get_by_role("link", name="There is no version in French.").click()
    expect(ada.locator("#id_language")).to_be_focused()
