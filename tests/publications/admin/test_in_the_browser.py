"""The editors' forms under a strict policy, with the hands on the keyboard and on the mouse.

The ``page`` fixture fails a test on any violation of the content security policy, any script error
and any request to elsewhere.
"""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from publications.models import Publication, Tag
from tests import making
from tests.admin_browser import add_row, choose, editor, expect_said, log_in, pdf_upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/admin/publications/publication/"


@pytest.fixture
def desk(page: Page, live_server: LiveServer) -> Page:
    making.user("admin", username="chief")
    log_in(page, live_server.url, "chief")
    return page


def open_form(desk: Page, live_server: LiveServer, publication: Publication) -> None:
    desk.goto(f"{live_server.url}{LIST}{publication.pk}/change/")


def save(desk: Page) -> None:
    desk.get_by_role("button", name="Save and continue editing").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()


def byline(publication: Publication) -> list[str]:
    return [signature.name for signature in publication.authorships.all()]


def test_rich_text_is_written_in_every_way_the_field_allows(
    desk: Page, live_server: LiveServer
) -> None:
    publication = making.draft(summary="")
    open_form(desk, live_server, publication)
    area = editor(desk, "summary")
    area.click()
    for words, keys in (("bold", "Control+b"), ("italic", "Control+i")):
        desk.keyboard.press(keys)
        desk.keyboard.type(words)
        desk.keyboard.press(keys)
        desk.keyboard.type(" ")
    desk.keyboard.press("Enter")
    toolbar = desk.locator(".field-summary .prose-menubar")
    toolbar.get_by_role("button", name="unordered list", exact=True).click()
    desk.keyboard.type("one")
    desk.keyboard.press("Enter")
    desk.keyboard.type("two")
    # Pasted from elsewhere: its styles are not ours.
    area.evaluate(
        """(area, html) => {
            const data = new DataTransfer();
            data.setData('text/html', html);
            area.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true}));
        }""",
        "<p style='color: red'>pasted <b style='font-size: 40px'>strong</b></p>",
    )
    save(desk)
    publication.refresh_from_db()
    assert publication.summary == (
        "<p><strong>bold</strong> <em>italic</em> </p>"
        "<ul><li><p>one</p></li><li><p>twopasted <strong>strong</strong></p></li></ul>"
    )


def test_a_link_is_made_in_its_dialogue(desk: Page, live_server: LiveServer) -> None:
    publication = making.draft(lead="<p>Read this</p>")
    open_form(desk, live_server, publication)
    editor(desk, "lead").click()
    desk.keyboard.press("Control+a")
    desk.locator(".field-lead .prose-menubar").get_by_title("insert link").click()
    dialogue = desk.locator("dialog")
    dialogue.locator("input[name=href]").fill("https://example.org/")
    dialogue.get_by_role("button", name="Update").or_(
        dialogue.locator("button[value=save], button[type=submit]")
    ).first.click()
    save(desk)
    publication.refresh_from_db()
    assert 'href="https://example.org/"' in publication.lead


def test_authors_are_ordered_by_keyboard(desk: Page, live_server: LiveServer) -> None:
    publication = making.draft(authors=[making.author(f"Writer {each}") for each in "ABC"])
    open_form(desk, live_server, publication)
    up = desk.locator("#authorships-2").get_by_role("button", name="Move up")
    up.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#editorial-live")).to_have_text("Now in place 2 of 3.")
    desk.keyboard.press("Enter")
    expect(desk.locator("#editorial-live")).to_have_text("Now in place 1 of 3.")
    # At the top there is no way up: the focus goes to the way down.
    expect(desk.locator("#authorships-2").get_by_role("button", name="Move down")).to_be_focused()
    save(desk)
    assert byline(publication) == ["Writer C", "Writer A", "Writer B"]


def test_authors_are_ordered_by_dragging(desk: Page, live_server: LiveServer) -> None:
    publication = making.draft(authors=[making.author(f"Writer {each}") for each in "ABC"])
    open_form(desk, live_server, publication)
    handle = desk.locator("#authorships-2 .order-handle")
    handle.drag_to(desk.locator("#authorships-0"), target_position={"x": 400, "y": 3})
    expect(desk.locator("#editorial-live")).to_have_text("Now in place 1 of 3.")
    save(desk)
    assert byline(publication) == ["Writer C", "Writer A", "Writer B"]


def test_a_new_row_may_be_moved_up_and_another_removed(desk: Page, live_server: LiveServer) -> None:
    publication = making.draft(authors=[making.author(f"Writer {each}") for each in "AB"])
    making.author("Writer C")
    open_form(desk, live_server, publication)
    unwanted = add_row(desk, "authorships")
    wanted = add_row(desk, "authorships")
    choose(desk, f"id_{wanted}-author", "Writer C")
    for _ in range(3):
        desk.locator(f"#{wanted}").get_by_role("button", name="Move up").click()
    desk.locator(f"#{unwanted} .inline-deletelink").click()
    expect(desk.locator("#authorships-group tr.form-row:not(.empty-form)")).to_have_count(3)
    save(desk)
    assert byline(publication) == ["Writer C", "Writer A", "Writer B"]


def test_tags_are_suggested_and_taken_by_keyboard(desk: Page, live_server: LiveServer) -> None:
    Tag.objects.create(name="Nuclear deterrence")
    publication = making.draft()
    open_form(desk, live_server, publication)
    field = desk.locator("#id_tags")
    field.press_sequentially("Russia, deterr")
    expect(desk.get_by_role("option", name="Nuclear deterrence")).to_be_visible()
    desk.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "id_tags_suggestions_0")
    desk.keyboard.press("Enter")
    expect(field).to_have_value("Russia, Nuclear deterrence, ")
    save(desk)
    assert sorted(publication.tags.names()) == ["Nuclear deterrence", "Russia"]


def test_a_step_with_unsaved_changes_asks_first(desk: Page, live_server: LiveServer) -> None:
    publication = making.draft("Before")
    open_form(desk, live_server, publication)
    desk.locator("#id_title").fill("After")
    submit = desk.get_by_role("button", name="Submit for review")
    submit.click()
    expect(desk.get_by_role("alert")).to_contain_text("changes that are not saved")
    publication.refresh_from_db()
    assert (publication.title, publication.status) == ("Before", "draft")
    submit.click()
    expect_said(desk, "“Before” is now in review.")


def test_a_good_file_is_still_there_after_a_mistake(desk: Page, live_server: LiveServer) -> None:
    publication = making.draft()
    open_form(desk, live_server, publication)
    desk.locator("#id_full_text_file").set_input_files(
        pdf_upload("second.pdf", making.pdf_bytes(8))
    )
    desk.locator("#id_title").fill("")
    desk.get_by_role("button", name="Save and continue editing").click()
    expect(desk.get_by_label("is kept; save to attach it.")).to_be_checked()
    desk.locator("#id_title").fill("Mended")
    save(desk)
    version = Publication.objects.get().current_pdf
    assert version is not None
    assert (version.number, version.original_name, version.page_count) == (2, "second.pdf", 8)


def test_every_kind_of_page_and_widget_keeps_to_the_policy(
    desk: Page, live_server: LiveServer
) -> None:
    site = live_server.url
    author = making.author("Julien Nocetti")
    out = making.published(authors=[author], tags=["Russia"])
    draft = making.draft()
    for address in (
        "/admin/",
        LIST,
        f"{LIST}?status=published",
        f"{LIST}{out.pk}/change/",
        f"{LIST}{draft.pk}/delete/",
        f"{LIST}{draft.pk}/history/",
        "/admin/publications/tag/",
        "/admin/publications/transition/",
        "/admin/auth/user/add/",
        "/admin/auth/user/",
        "/admin/password_change/",
        "/admin/auth/group/1/change/",
    ):
        assert desk.goto(f"{site}{address}").ok, address  # type: ignore[union-attr]
    # Calendar and stacked rows.
    desk.goto(f"{site}/admin/authors/author/{author.pk}/change/")
    desk.locator("#affiliations-group .add-row a").click()
    desk.locator("#affiliations-0 .date-icon").first.click()
    desk.locator(".calendarbox:visible td a").first.click()
    expect(desk.locator("#id_affiliations-0-start")).not_to_have_value("")
    # A record made in a pop-up window.
    with desk.expect_popup() as opened:
        desk.locator("#affiliations-0 .add-related").first.click()
    popup = opened.value
    popup.locator("#id_name_en").fill("A School")
    with popup.expect_event("close"):
        popup.locator("input[name=_save]").click()
    expect(desk.locator("#select2-id_affiliations-0-organisation-container")).to_contain_text(
        "A School"
    )
    # The theme is switched by a button.
    desk.locator("button.theme-toggle").first.click()


def test_the_policy_of_the_admin_names_hashes_and_readers_pages_none(
    live_server: LiveServer,
) -> None:
    client = Client()
    client.force_login(making.user("admin"))
    policy = client.get("/admin/")["Content-Security-Policy"]
    assert policy.count("'sha256-") == 2
    assert "unsafe" not in policy
    for address in ("/en/", "/en/publications/", "/admin/login/"):
        assert "sha256" not in Client().get(address)["Content-Security-Policy"]
