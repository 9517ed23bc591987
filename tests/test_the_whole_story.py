"""From the editors' desk to a reader's disk, in a browser, by the people whose work it is.

An editor writes, a reviewer approves, a publisher publishes, a stranger reads and downloads, staff
export. No page on the way breaks the content security policy (the ``page`` fixture sees to that).
"""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from programs.models import ResearchCenter
from publications.models import Publication
from tests import making
from tests.admin_browser import add_row, choose, editor, expect_said, log_in, pdf_upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Sanctions and the Arctic Fleet"
SLUG = "sanctions-and-the-arctic-fleet"
TAGS = ["Russia", "Sanctions", "Arctic"]
PDF = making.pdf_bytes(7, "Sanctions, page")


@pytest.fixture(autouse=True)
def _institute() -> None:
    for group in ("editor", "reviewer", "publisher", "staff"):
        making.user(group, username=group)
    making.publication_type()
    ResearchCenter.objects.create(name_en="Russia Center", slug="russia-center")
    for name in ("Julien Nocetti", "Ada Lovelace"):
        making.author(name)
    making.published("An Older Analysis", slug="an-older-analysis", tags=["Russia", "Economy"])


def test_a_publication_comes_from_the_desk_to_a_reader(
    page: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    site = live_server.url
    an_editor_writes_it(page, site)
    others_take_it_to_readers(page, site)
    page.context.clear_cookies()
    assert a_stranger_downloads_it(page, site, tmp_path) == PDF
    it_is_related_to_the_older_one(page, site)
    staff_find_it_in_their_export(page, site, tmp_path)


def an_editor_writes_it(page: Page, site: str) -> None:
    log_in(page, site, "editor")
    page.goto(f"{site}/admin/publications/publication/add/")
    page.get_by_label("Title:", exact=True).press_sequentially(TITLE)
    expect(page.locator("#id_slug")).to_have_value(SLUG)
    editor(page, "summary").click()
    page.keyboard.type("What the fleet ")
    page.keyboard.press("Control+b")
    page.keyboard.type("cannot")
    page.keyboard.press("Control+b")
    page.keyboard.type(" buy any more.")
    choose(page, "id_type", "Paper")
    # The first tag is suggested after three letters; the others are new.
    tags = page.locator("#id_tags")
    tags.press_sequentially("rus")
    page.get_by_role("option", name="Russia").click()
    expect(tags).to_have_value("Russia, ")
    tags.press_sequentially(", ".join(TAGS[1:]))
    page.get_by_label("Full text (PDF)").set_input_files(pdf_upload("fleet.pdf", PDF))
    for name in ("Ada Lovelace", "Julien Nocetti"):
        choose(page, f"id_{add_row(page, 'authorships')}-author", name)
    # The second author is to sign first.
    page.locator("#authorships-1").get_by_role("button", name="Move up").click()
    center = add_row(page, "center_links")
    choose(page, f"id_{center}-center", "Russia Center")
    page.locator(f"#id_{center}-is_primary").check()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.get_by_role("button", name="Submit for review").click()
    expect_said(page, f"“{TITLE}” is now in review.")


def others_take_it_to_readers(page: Page, site: str) -> None:
    for who, button, status in (
        ("reviewer", "Approve", "approved"),
        ("publisher", "Publish", "published"),
    ):
        log_in(page, site, who)
        page.goto(f"{site}/admin/publications/publication/")
        page.get_by_role("link", name=TITLE).click()
        page.get_by_role("button", name=button).click()
        expect_said(page, f"“{TITLE}” is now {status}.")
    stored = Publication.objects.get(slug=SLUG)
    assert stored.summary == "<p>What the fleet <strong>cannot</strong> buy any more.</p>"
    assert [each.name for each in stored.authorships.all()] == ["Julien Nocetti", "Ada Lovelace"]
    assert sorted(stored.tags.names()) == sorted(TAGS)


def a_stranger_downloads_it(page: Page, site: str, folder: Path) -> bytes:
    page.goto(f"{site}/en/publications/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page).to_have_url(f"{site}/en/publications/{SLUG}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator("article").get_by_text("only a summary")).to_be_visible()
    page.get_by_role("link", name="Download the full analysis").first.click()
    gate = page.locator("form#gate")
    gate.get_by_label("E-mail address").fill("reader@example.org")
    gate.get_by_role("button").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the full analysis").click()
    target = folder / "analysis.pdf"
    download.value.save_as(target)
    return target.read_bytes()


def it_is_related_to_the_older_one(page: Page, site: str) -> None:
    page.goto(f"{site}/en/publications/an-older-analysis/")
    related = page.locator("section", has=page.get_by_role("heading", name="Related analyses"))
    related.get_by_role("link", name=TITLE).click()
    expect(page).to_have_url(f"{site}/en/publications/{SLUG}/")


def staff_find_it_in_their_export(page: Page, site: str, folder: Path) -> None:
    log_in(page, site, "staff")
    page.goto(f"{site}/admin/publications/publication/?status=published&q=arctic")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as CSV").click()
    target = folder / "export.csv"
    download.value.save_as(target)
    text = target.read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text[:80] else ","))
    assert [row["Title"] for row in rows] == [TITLE]
    assert "Julien Nocetti" in rows[0]["Authors"]
