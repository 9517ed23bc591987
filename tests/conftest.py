"""Fixtures every test may use, and the lines that say what a run was run on."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from ifri import pictures
from publications.pdf import inspection
from tests.browser import LAUNCH_ARGUMENTS, BrowserLog, find_chromium

# `make test` draws the same examples every time, so that a commit is green for everybody or for
# nobody; `make test-full` draws new ones and more of them.
hypothesis_settings.register_profile("repeatable", derandomize=True)
hypothesis_settings.register_profile("search")
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


_SLOW = ("browser", "production")
# By one of these a test comes to a database, or by the mark; none other may touch one.
_DATABASES = {
    "db",
    "transactional_db",
    "live_server",
    "django_db_setup",
    "database",
    "database_url",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="without the tests that touch no database: beside another one they were run already",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files that drive a browser or start processes come first: last, the other workers would wait."""
    if config.getoption("--database-only"):
        left_out = [item for item in items if not _asks_a_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = filter(_asks_a_database, items)
    slow = {item.path for item in items if any(map(item.get_closest_marker, _SLOW))}
    items.sort(key=lambda item: item.path not in slow)


def _asks_a_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not _DATABASES.isdisjoint(fixtures)


def pytest_report_header() -> list[str]:
    database = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    return [f"database: {database}", f"browser: {find_chromium() or 'NONE FOUND'}"]


@pytest.fixture(autouse=True)
def default_language() -> Iterator[None]:
    """A request leaves its language active in its thread; the next test starts in the site's own."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


_read_for_real = inspection._read


@pytest.fixture(autouse=True, scope="session")
def remembered_inspections() -> Iterator[None]:
    """A file's second inspection in a process is the first one's answer: hundreds of tests upload
    the same few PDFs, and each inspection starts a process."""
    with (
        tempfile.TemporaryDirectory(prefix="inspected-") as folder,
        pytest.MonkeyPatch.context() as p,
    ):

        def read(path: Path) -> dict[str, Any]:
            memo = Path(folder) / hashlib.sha256(path.read_bytes()).hexdigest()
            if not memo.exists():
                found = _read_for_real(path)
                if "refused" in found:
                    return found
                memo.mkdir()
                for name in ("answer.json", "first_page.webp"):
                    shutil.copy(path.with_name(name), memo / name)
            for name in ("answer.json", "first_page.webp"):
                shutil.copy(memo / name, path.with_name(name))
            answer: dict[str, Any] = json.loads((memo / "answer.json").read_text())
            return answer

        p.setattr(inspection, "_read", read)
        yield


@pytest.fixture(autouse=True, scope="session")
def remembered_copies() -> Iterator[None]:
    """Hundreds of tests store the same few first pages: each is made smaller once."""
    memo: dict[bytes, list[tuple[int, str, bytes]]] = {}
    make = pictures.copies

    def copies(picture: Image.Image) -> list[tuple[int, str, bytes]]:
        key = hashlib.sha256(picture.tobytes() + repr(picture.size).encode()).digest()
        if key not in memo:
            memo[key] = make(picture)
        return memo[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "copies", copies)
        yield


@pytest.fixture
def real_inspection(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of the inspection itself: every file is read by a process of its own."""
    monkeypatch.setattr(inspection, "_read", _read_for_real)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, one for all tests of a process; skips where there is none."""
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("NOT TESTED IN A BROWSER: no chromium in the PATH")
    # Playwright's synchronous interface runs an event loop in this thread for as long as it
    # lives, which Django takes for asynchronous code and refuses its database to.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        launched = playwright.chromium.launch(
            executable_path=chromium, args=list(LAUNCH_ARGUMENTS), env=dict(os.environ)
        )
        yield launched
        launched.close()


@pytest.fixture
def browser_log() -> BrowserLog:
    """What the browser complained about so far, for a test that wants to look."""
    return BrowserLog()


@pytest.fixture
def context(browser: Browser, browser_log: BrowserLog) -> Iterator[BrowserContext]:
    """A reader of their own: no cookies, nothing cached."""
    fresh = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    fresh.set_default_timeout(15_000)
    browser_log.watch(fresh)
    yield fresh
    browser_log.settle(fresh)
    browser_log.leave(fresh)
    fresh.close()
    assert browser_log.csp_violations == []
    assert browser_log.external_requests == []
    assert browser_log.page_errors == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page in a fresh context. Ends in failure if any page broke the content security policy,
    asked anything outside this machine, or had a script fail."""
    return context.new_page()


@pytest.fixture
def https_client() -> Client:
    """A reader as nginx would hand them on where the site is served by https."""
    return Client(headers={"X-Forwarded-Proto": "https"})


@pytest.fixture(params=[0, 1000], ids=["by walking", "by reading"])
def found_either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How a database finds hits depends on how many there are; what is found does not."""
    worth_reading = request.param
    monkeypatch.setattr(
        "publications.search.first.First._worth_reading", lambda self, most, costs: worth_reading
    )
