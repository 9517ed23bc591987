"""The watchman is watched: a page that breaks its policy is noticed, a sound one is not accused."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser import BrowserLog

pytestmark = pytest.mark.browser

SOUND = "<!doctype html><title>sound</title><p>Hello</p>"
BROKEN = SOUND + "<script>document.title = 'ran'</script><p style='color: red'>red</p>"
CALLS_OUT = SOUND + "<img src='http://tracker.example/pixel.gif' alt=''>"
STUMBLES = SOUND + "<script src='/stumble.js'></script>"


class Pages(BaseHTTPRequestHandler):
    bodies = {
        "/sound": SOUND,
        "/broken": BROKEN,
        "/calls-out": CALLS_OUT,
        "/stumbles": STUMBLES,
        "/stumble.js": "throw new Error('stumbled')",
    }

    def do_GET(self) -> None:
        body = self.bodies.get(self.path, "").encode()
        self.send_response(200 if body else 404)
        kind = "text/javascript" if self.path.endswith(".js") else "text/html"
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", "default-src 'self'; img-src *")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """pytest's output is no access log."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def watched(browser: Browser) -> Iterator[tuple[BrowserContext, BrowserLog]]:
    """As the `context` fixture, without its verdict."""
    log, context = BrowserLog(), browser.new_context()
    log.watch(context)
    yield context, log
    context.close()


def visit(watched: tuple[BrowserContext, BrowserLog], url: str) -> BrowserLog:
    context, log = watched
    page = context.new_page()
    page.goto(url)
    log.settle(context)
    return log


def test_a_sound_page_leaves_no_trace(
    watched: tuple[BrowserContext, BrowserLog], address: str
) -> None:
    log = visit(watched, f"{address}/sound")

    assert log.csp_violations == log.page_errors == log.external_requests == []


def test_inline_script_and_style_are_noticed(
    watched: tuple[BrowserContext, BrowserLog], address: str
) -> None:
    log = visit(watched, f"{address}/broken")

    directives = {text.split()[1] for text in log.csp_violations if text.startswith("[csp]")}
    assert directives == {"script-src-elem", "style-src-attr"}
    assert watched[0].pages[0].title() == "sound"


def test_a_request_to_elsewhere_is_noticed(
    watched: tuple[BrowserContext, BrowserLog], address: str
) -> None:
    log = visit(watched, f"{address}/calls-out")

    assert log.external_requests == ["http://tracker.example/pixel.gif"]


def test_a_script_that_fails_is_noticed(
    watched: tuple[BrowserContext, BrowserLog], address: str
) -> None:
    log = visit(watched, f"{address}/stumbles")

    assert len(log.page_errors) == 1
    assert "stumbled" in log.page_errors[0]


@pytest.mark.django_db(transaction=True)
def test_the_admins_login_is_served_with_its_styles(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/admin/login/")

    sheet = page.locator("link[rel=stylesheet]").first.get_attribute("href")
    assert sheet
    assert page.request.get(f"{live_server.url}{sheet}").ok
    assert page.locator("#id_username").is_visible()
