"""``docs/editors.md`` is followed step by step in a browser: each heading is a step here.

Whatever the guide prints in bold has to stand on the screen during its step.
"""

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from programs.models import ResearchCenter
from publications.enums import Status
from publications.models import Publication
from tests import making
from tests.admin_browser import add_row, choose, editor, expect_said, log_in, pdf_upload
from tests.guide import GUIDE, PICTURES, Walk, pictures, sections, words_on_screen

TITLE = "Sanctions and the Arctic Fleet"
SLUG = "sanctions-and-the-arctic-fleet"
WINDOW: ViewportSize = {"width": 1100, "height": 700}
PEOPLE = {
    "editor": ("Edith", "Wright"),
    "reviewer": ("Rose", "Keen"),
    "publisher": ("Paul", "Press"),
}

Step = Callable[[Walk], None]


def paper() -> Publication:
    return Publication.objects.get(slug=SLUG)


def enter(walk: Walk, username: str) -> None:
    log_in(walk.page, walk.site, username)
    walk.see()


def open_form(walk: Walk, number: int | None = None) -> None:
    pk = number or paper().pk
    walk.page.goto(f"{walk.site}/admin/publications/publication/{pk}/change/")
    walk.see()


def from_the_desk(walk: Walk, section: str, title: str = TITLE) -> None:
    """Open a paper from one of the desk's lists."""
    walk.page.goto(f"{walk.site}/admin/")
    walk.see()
    board(walk, section).get_by_role("link", name=title).click()
    expect(walk.page.locator("#id_title")).to_have_value(title)
    walk.see()


def board(walk: Walk, section: str) -> Locator:
    heading = walk.page.get_by_role("heading", name=section)
    return walk.page.locator("section", has=heading)


def press(walk: Walk, button: str) -> None:
    walk.see()
    walk.page.get_by_role("button", name=button, exact=True).click()
    walk.see()


def save(walk: Walk) -> None:
    press(walk, "Save and continue editing")
    expect(walk.page.locator(".messagelist .success")).to_be_visible()


def step(walk: Walk, button: str, *, says: str, comment: str = "") -> None:
    """Take a step of the workflow, and read what the page says of it."""
    if comment:
        walk.page.get_by_label("Comment:", exact=True).fill(comment)
    walk.see()
    walk.page.get_by_role("button", name=button, exact=True).click()
    expect_said(walk.page, says)
    walk.see()


def panel(walk: Walk, heading: str) -> Locator:
    return walk.page.locator("section.module, fieldset.module").filter(
        has=walk.page.get_by_role("heading", name=heading)
    )


# --- the steps, in the guide's words ----------------------------------------------------------------


def logging_in(walk: Walk) -> None:
    walk.page.goto(f"{walk.site}/admin/")
    walk.picture("login")
    enter(walk, "editor")


def the_desk(walk: Walk) -> None:
    enter(walk, "reviewer")
    enter(walk, "editor")
    walk.picture("desk")


def writing(walk: Walk) -> None:
    page = walk.page
    page.goto(f"{walk.site}/admin/")
    walk.see()
    page.get_by_role("link", name="New publication").click()
    page.get_by_label("Title:", exact=True).press_sequentially(TITLE)
    expect(page.locator("#id_slug")).to_have_value(SLUG)
    editor(page, "summary").click()
    page.keyboard.type("Icebreakers, tankers and insurers: what the fleet cannot buy any more.")
    page.evaluate("scrollTo(0, 0)")
    walk.picture("write")
    choose(page, "id_type", "Paper")
    page.locator("#id_tags").press_sequentially("rus")
    page.get_by_role("option", name="Russia").click()
    page.locator("#id_tags").press_sequentially("Arctic")
    for name in ("Ada Lovelace", "Julien Nocetti"):
        choose(page, f"id_{add_row(page, 'authorships')}-author", name)
    page.locator("#authorships-1").get_by_role("button", name="Move up").click()
    center = add_row(page, "center_links")
    choose(page, f"id_{center}-center", "Russia Center")
    page.locator(f"#id_{center}-is_primary").check()
    save(walk)
    assert [each.name for each in paper().authorships.all()] == ["Julien Nocetti", "Ada Lovelace"]


def uploading(walk: Walk) -> None:
    page = walk.page
    expect(panel(walk, "Before publishing")).to_contain_text("It has no full text")
    pdf = pdf_upload("arctic-fleet.pdf", making.pdf_bytes(7, "The fleet, page"))
    page.get_by_label("Full text (PDF)").set_input_files(pdf)
    save(walk)
    walk.picture("upload", of=panel(walk, "Full text"))
    assert paper().current_pdf is not None


def checking(walk: Walk) -> None:
    checks = panel(walk, "Before publishing")
    expect(checks).to_contain_text("Nothing stands in the way.")
    expect(checks).to_contain_text("deserve a look")
    walk.picture("check", of=checks)


def previewing(walk: Walk) -> None:
    with walk.page.expect_popup() as opened:
        walk.page.get_by_role("link", name="Preview", exact=False).first.click()
    tab = Walk(opened.value, walk.site)
    tab.page.set_viewport_size(WINDOW)
    expect(tab.page.get_by_role("heading", level=1)).to_have_text(TITLE)
    tab.picture("preview")
    walk.seen, walk.taken = walk.seen + tab.seen, walk.taken + tab.taken
    tab.page.get_by_role("link", name="Back to the form").click()
    expect(tab.page.locator("#id_title")).to_have_value(TITLE)
    tab.page.close()


def submitting(walk: Walk) -> None:
    walk.page.get_by_label("Comment:", exact=True).fill("The figures are from last week.")
    walk.picture("submit", of=walk.page.locator("section.transitions"))
    step(walk, "Submit for review", says=f"“{TITLE}” is now in review.")


def asking_for_changes(walk: Walk) -> None:
    enter(walk, "reviewer")
    from_the_desk(walk, "Waiting for my review")
    walk.picture("review", of=walk.page.locator("section.transitions"))
    step(walk, "Request changes", says="Say why, in the comment: others will read it.")
    step(
        walk,
        "Request changes",
        comment="Please name the insurers.",
        says=f"“{TITLE}” is now draft.",
    )
    enter(walk, "editor")
    from_the_desk(walk, "My drafts")
    expect(walk.page.locator("body")).to_contain_text("Please name the insurers.")
    walk.page.get_by_label("Teaser").fill("Who still insures an icebreaker?")
    save(walk)
    step(walk, "Submit for review", says=f"“{TITLE}” is now in review.")


def approving(walk: Walk) -> None:
    enter(walk, "reviewer")
    from_the_desk(walk, "Waiting for my review")
    step(walk, "Approve", says=f"“{TITLE}” is now approved.")


def scheduling(walk: Walk) -> None:
    enter(walk, "publisher")
    from_the_desk(walk, "Approved and waiting")
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)
    walk.page.get_by_label("Public from").fill(f"{tomorrow:%Y-%m-%d}T09:00")
    walk.picture("schedule", of=walk.page.locator("section.transitions"))
    step(walk, "Publish", says=f"“{TITLE}” is now scheduled.")
    from_the_desk(walk, "Scheduled")
    assert not paper().is_public


def showing_it_outside(walk: Walk) -> None:
    enter(walk, "editor")
    open_form(walk)
    walk.page.get_by_role("link", name="Preview links").click()
    walk.page.get_by_label("For:").fill("Ms Reader")
    walk.page.get_by_label("Days:").fill("3")
    press(walk, "Make the link")
    walk.picture("preview-link", of=walk.page.locator("#content-main"))
    address = walk.page.get_by_label("Copy it now").input_value()
    path = address[address.index("/en/preview/") :]
    guest = _stranger(walk)
    assert guest.goto(walk.site + path).status == 200  # type: ignore[union-attr]
    expect(guest.locator(".preview-banner")).to_contain_text("For Ms Reader, until")
    walk.page.goto(walk.page.url)
    expect(walk.page.get_by_role("row", name="Ms Reader").get_by_role("cell").nth(2)).to_have_text(
        "1"
    )
    walk.see()
    walk.page.get_by_role("button", name="Revoke").click()
    expect_said(walk.page, "The link for Ms Reader opens nothing any more.")
    assert guest.goto(walk.site + path).status == 404  # type: ignore[union-attr]
    guest.context.close()


def publishing_at_once(walk: Walk) -> None:
    enter(walk, "publisher")
    from_the_desk(walk, "Scheduled")
    step(walk, "Take off the schedule", says=f"“{TITLE}” is now approved.")
    step(walk, "Publish", says=f"“{TITLE}” is now published.")
    assert _public_page(walk, "h1") == TITLE


def correcting(walk: Walk) -> None:
    walk.page.get_by_label("Subtitle").fill("A Year Without Insurers")
    press(walk, "Save")
    expect(walk.page.locator(".messagelist .success")).to_be_visible()
    assert _public_page(walk, ".subtitle") == "A Year Without Insurers"


def preparing_a_change(walk: Walk) -> None:
    enter(walk, "editor")
    open_form(walk)
    press(walk, "Prepare a change")
    walk.page.get_by_label("Title:", exact=True).fill(f"{TITLE}, Revisited")
    save(walk)
    walk.page.get_by_role("link", name="What it changes").click()
    walk.picture("pending", of=walk.page.locator("#content"))
    walk.page.get_by_role("link", name="The pending change").click()
    step(walk, "Submit for review", says=f"“{TITLE}, Revisited” is now in review.")
    assert _public_page(walk, "h1") == TITLE


def taking_it_over(walk: Walk) -> None:
    enter(walk, "reviewer")
    from_the_desk(walk, "Waiting for my review", f"{TITLE}, Revisited")
    step(walk, "Approve", says=f"“{TITLE}, Revisited” is now approved.")
    enter(walk, "publisher")
    from_the_desk(walk, "Pending changes", f"{TITLE}, Revisited")
    press(walk, "Take over into the public version")
    expect_said(walk.page, "The pending change is in the public version now.")
    assert _public_page(walk, "h1") == f"{TITLE}, Revisited"
    assert _public_page(walk, ".subtitle") == "A Year Without Insurers"


def translating(walk: Walk) -> None:
    enter(walk, "editor")
    open_form(walk)
    press(walk, "Start the French version")
    walk.page.get_by_label("Title:", exact=True).fill("Les sanctions et la flotte arctique")
    save(walk)
    french = Publication.objects.get(language="fr")
    assert french.translation_group == paper().translation_group
    assert french.authorships.count() == 2
    walk.page.goto(f"{walk.site}/admin/")
    walk.see()


def meeting_somebody_else(walk: Walk) -> None:
    french = Publication.objects.get(language="fr")
    open_form(walk, french.pk)
    other = Walk(_stranger(walk), walk.site)
    enter(other, "reviewer")
    open_form(other, french.pk)
    other.page.get_by_label("Title:", exact=True).fill("Les sanctions et les brise-glaces")
    save(other)
    other.page.context.close()
    walk.page.get_by_label("Title:", exact=True).fill("La flotte arctique sous sanctions")
    press(walk, "Save and continue editing")
    walk.picture("conflict", of=walk.page.locator("#conflict"))
    title = walk.page.locator("#conflict").get_by_role("group", name="Title")
    expect(title.get_by_label("Theirs, as Rose Keen saved it")).to_be_visible()
    title.get_by_label("Mine, as it stands in the form below").check()
    save(walk)
    french.refresh_from_db()
    assert french.title == "La flotte arctique sous sanctions"


def going_back(walk: Walk) -> None:
    french = Publication.objects.get(language="fr")
    theirs = french.revisions.get(content__title="Les sanctions et les brise-glaces")
    walk.page.get_by_role("link", name="History", exact=True).click()
    walk.see()
    walk.page.get_by_label(f"What revision {theirs.number} changed").click()
    walk.picture("history", of=walk.page.locator("#content-main section.comparison"))
    walk.page.get_by_label(f"Restore revision {theirs.number}", exact=True).click()
    press(walk, f"Restore revision {theirs.number}")
    french.refresh_from_db()
    assert french.title == "Les sanctions et les brise-glaces"
    assert french.status == Status.DRAFT


def withdrawing(walk: Walk) -> None:
    enter(walk, "publisher")
    open_form(walk)
    reason = "Its figures turned out to be wrong."
    step(walk, "Withdraw", comment=reason, says=f"“{TITLE}, Revisited” is now withdrawn.")
    reader = Walk(_stranger(walk), walk.site)
    assert reader.page.goto(f"{walk.site}/en/publications/{SLUG}/").status == 410  # type: ignore[union-attr]
    expect(reader.page.locator("main")).to_contain_text(reason)
    reader.picture("withdrawn")
    walk.taken += reader.taken
    reader.page.context.close()


def choosing_notices(walk: Walk) -> None:
    walk.page.goto(f"{walk.site}/admin/")
    walk.see()
    walk.page.get_by_role("link", name="Notices by mail").click()
    walk.page.get_by_role("checkbox").uncheck()
    walk.page.get_by_role("button", name="Save").click()
    expect_said(walk.page, "Your choice is stored.")


def _stranger(walk: Walk) -> Page:
    """Somebody else, in a browser of their own."""
    browser = walk.page.context.browser
    assert browser is not None
    context = browser.new_context(locale="en-GB", viewport=WINDOW)
    context.set_default_timeout(60_000)
    return context.new_page()


def _public_page(walk: Walk, part: str) -> str:
    reader = _stranger(walk)
    reader.goto(f"{walk.site}/en/publications/{SLUG}/")
    found = reader.locator(part).inner_text()
    reader.context.close()
    return found


STEPS: dict[str, Step] = {
    "Log in": logging_in,
    "Find your work on the desk": the_desk,
    "Write a publication": writing,
    "Upload the full text": uploading,
    "Check it": checking,
    "See it as readers will": previewing,
    "Submit it for review": submitting,
    "Ask for changes": asking_for_changes,
    "Approve it": approving,
    "Schedule it": scheduling,
    "Show it to somebody outside": showing_it_outside,
    "Publish it at once": publishing_at_once,
    "Correct what is public": correcting,
    "Prepare a change of what is public": preparing_a_change,
    "Take a pending change over": taking_it_over,
    "Start the French version": translating,
    "When two people edit at once": meeting_somebody_else,
    "Read the history and bring something back": going_back,
    "Withdraw it": withdrawing,
    "Choose your notices": choosing_notices,
}


def test_every_heading_is_a_step_and_every_step_a_heading() -> None:
    assert list(sections()) == list(STEPS)


def test_every_picture_is_there_and_shown_and_small() -> None:
    shown = pictures(GUIDE.read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(each.name for each in PICTURES.glob("*.png"))
    assert len(shown) == len(set(shown))
    assert [each.name for each in PICTURES.glob("*.png") if each.stat().st_size > 100_000] == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_guide_can_be_followed(page: Page, live_server: LiveServer) -> None:
    for group, (first, last) in PEOPLE.items():
        making.user(
            group, username=group, first_name=first, last_name=last, email=f"{group}@example.org"
        )
    making.publication_type()
    ResearchCenter.objects.create(name_en="Russia Center", slug="russia-center")
    for name in ("Julien Nocetti", "Ada Lovelace"):
        making.author(name)
    making.published("An Older Analysis", slug="an-older-analysis", tags=["Russia"])
    page.set_viewport_size(WINDOW)
    page.context.set_default_timeout(
        60_000
    )  # a long way: one slow answer is no reason to begin again
    walk = Walk(page, live_server.url)
    for heading, section in sections().items():
        walk.seen, walk.taken = "", []
        STEPS[heading](walk)
        walk.see()
        absent = [each for each in words_on_screen(section) if each not in walk.seen]
        assert absent == [], heading
        assert walk.taken == pictures(section), heading
