"""The editorial desk in a browser: what hands do there, under names."""

from typing import Any

from playwright.sync_api import Locator, Page, expect


def log_in(page: Page, site: str, username: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{site}/admin/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("Welcome,")).to_be_visible()


def choose(page: Page, field: str, words: str) -> None:
    """Pick from an autocomplete by typing; ``field`` as in ``id_type``."""
    page.locator(f"[aria-labelledby~=select2-{field}-container]").click()
    page.keyboard.type(words)
    option = page.locator(".select2-results__option--highlighted", has_text=words)
    expect(option).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(f"#select2-{field}-container")).to_contain_text(words)


def editor(page: Page, field: str) -> Locator:
    """The writing area of a rich text field."""
    return page.locator(f".field-{field} .ProseMirror[contenteditable=true]")


def add_row(page: Page, prefix: str) -> str:
    """Add a row to an inline; its prefix, as in ``authorships-0``."""
    rows = page.locator(f"#{prefix}-group tr.form-row:not(.empty-form)")
    before = rows.count()
    page.locator(f"#{prefix}-group .add-row a").click()
    expect(rows).to_have_count(before + 1)
    return f"{prefix}-{before}"


def pdf_upload(name: str, content: bytes) -> Any:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def expect_said(page: Page, *sentences: str) -> None:
    """The messages above the page, once they are there."""
    expect(page.locator(".messagelist li")).to_have_text(list(sentences))
