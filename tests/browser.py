"""The system's Chromium, driven by Playwright. No browser is ever downloaded."""

import shutil
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

LAUNCH_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Where /dev/shm is small (containers), a page would crash.
    "--disable-dev-shm-usage",
    # Nothing outside this machine answers: the suite needs no network, and neither may a page.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)

# Runs before every page's own scripts; the policy does not apply to it.
REPORT_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', event => console.error(
  `[csp] ${event.effectiveDirective} blocked ${event.blockedURI} on ${event.documentURI}` +
  ` (${event.sourceFile}:${event.lineNumber}) ${event.sample}`));
"""


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, CANDIDATES)), None)


@dataclass
class BrowserLog:
    """What the browser complained about during one test."""

    console_errors: list[str] = field(default_factory=list)
    csp_violations: list[str] = field(default_factory=list)
    page_errors: list[str] = field(default_factory=list)
    external_requests: list[str] = field(default_factory=list)
    under_way: set[Request] = field(default_factory=set)

    def watch(self, context: BrowserContext) -> None:
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.page_errors.append(str(error.error)))
        context.on("request", self._request)
        context.on("requestfinished", self._over)
        context.on("requestfailed", self._over)

    def settle(self, context: BrowserContext) -> None:
        """Events arrive while Playwright waits for something: let the last ones in."""
        for page in context.pages:
            if not page.is_closed():
                _pause(page)

    def leave(self, context: BrowserContext) -> None:
        """Close every page with nothing under way: a request that outlives its test meets a database
        that is being emptied. A form says good-bye to the server, which nobody needs to hear now."""
        open_pages = [page for page in context.pages if not page.is_closed()]
        for _ in range(100):
            if not self.under_way or not open_pages:
                break
            _pause(open_pages[0])
        context.route("**/*", lambda route: route.abort())
        for page in open_pages:
            page.goto("about:blank")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        self.console_errors.append(message.text)
        if message.text.startswith("[csp]") or "Content Security Policy" in message.text:
            self.csp_violations.append(message.text)

    def _over(self, request: Request) -> None:
        self.under_way.discard(request)

    def _request(self, request: Request) -> None:
        self.under_way.add(request)
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and address.hostname not in {
            "127.0.0.1",
            "localhost",
        }:
            self.external_requests.append(request.url)


def _pause(page: Page) -> None:
    page.wait_for_timeout(50)
