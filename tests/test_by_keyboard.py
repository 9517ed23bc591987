"""A publication written and submitted without a mouse: every control is reached with the Tab key."""

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from pytest_django.live_server_helper import LiveServer

from programs.models import ResearchCenter
from publications.enums import Status
from publications.models import Publication
from tests import making
from tests.admin_browser import editor, expect_said, pdf_upload
from tests.keyboard import go_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "Sanctions and the Arctic Fleet"


@pytest.fixture(autouse=True)
def _institute() -> None:
    making.user("editor", username="editor")
    making.publication_type()
    making.published("An Older Analysis", tags=["Russia"])
    ResearchCenter.objects.create(name_en="Russia Center", slug="russia-center")
    for name in ("Ada Lovelace", "Julien Nocetti"):
        making.author(name)


def write(page: Page, label: str, words: str) -> None:
    go_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(words)


def press(page: Page, target: Locator, *, back: bool = False) -> None:
    go_to(page, target, back=back)
    page.keyboard.press("Enter")


def choose(page: Page, box: Locator, words: str, *, back: bool = False) -> None:
    press(page, box, back=back)
    page.keyboard.type(words)
    expect(page.locator(".select2-results__option--highlighted", has_text=words)).to_be_visible()
    page.keyboard.press("Enter")
    expect(box).to_contain_text(words)


def choose_file(page: Page, upload: FilePayload) -> None:
    """Either key opens the system's dialog; under load the browser now and then lets one drop."""
    for key in ("Enter", "Space", "Enter"):
        try:
            with page.expect_file_chooser(timeout=10_000) as chooser:
                page.keyboard.press(key)
        except PlaywrightTimeoutError:
            continue
        chooser.value.set_files(upload)
        return
    raise AssertionError("no key opened the file dialog")


def cell(page: Page, row: str, field: str) -> Locator:
    return page.locator(f"#{row} .field-{field} [role=combobox]")


def test_from_the_login_to_the_review(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/admin/")
    expect(page.get_by_label("Username:")).to_be_focused()
    page.keyboard.type("editor")
    write(page, "Password:", "demo")
    page.keyboard.press("Enter")
    press(page, page.get_by_role("link", name="New publication"))

    write(page, "Title:", TITLE)
    go_to(page, editor(page, "summary"))
    page.keyboard.type("What the fleet cannot buy.")
    choose(page, page.get_by_role("combobox", name="Type"), "Paper")
    go_to(page, page.get_by_role("combobox", name="Tags"))
    page.keyboard.type("rus")
    expect(page.get_by_role("option", name="Russia")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    go_to(page, page.get_by_label("Full text (PDF):"))
    choose_file(page, pdf_upload("fleet.pdf", making.pdf_bytes()))

    for number, name in enumerate(("Ada Lovelace", "Julien Nocetti")):
        press(page, page.get_by_role("button", name="Add another Signature"))
        choose(page, cell(page, f"authorships-{number}", "author"), name, back=True)
    # The second author is to sign first.
    press(page, page.locator("#authorships-1").get_by_role("button", name="Move up"))
    expect(page.locator("#editorial-live")).to_have_text("Now in place 1 of 2.")
    press(page, page.get_by_role("button", name="Add another Center of a publication"))
    choose(page, cell(page, "center_links-0", "center"), "Russia Center", back=True)
    go_to(page, page.locator("#id_center_links-0-is_primary"))
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Save and continue editing"))
    expect(page.locator(".messagelist .success")).to_be_visible()

    write(page, "Comment:", "Please have a look.")
    press(page, page.get_by_role("button", name="Submit for review"))
    expect(page.locator(".messagelist .success")).to_have_text(f"“{TITLE}” is now in review.")
    expect_said(page, f"“{TITLE}” is now in review.")
    made = Publication.objects.get(title=TITLE)
    assert made.status == Status.IN_REVIEW
    assert made.slug == "sanctions-and-the-arctic-fleet"
    assert made.summary == "<p>What the fleet cannot buy.</p>"
    assert [each.name for each in made.authorships.all()] == ["Julien Nocetti", "Ada Lovelace"]
    assert list(made.tags.names()) == ["Russia"]
    assert made.current_pdf is not None
    assert [each.is_primary for each in made.center_links.all()] == [True]
    assert made.transitions.get().comment == "Please have a look."
