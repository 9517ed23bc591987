"""Lighthouse on every page, as a telephone and as a desk's screen see it."""

import json
import subprocess
import tempfile
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from audit import tools
from audit.pages import PAGES, Page
from audit.report import Report
from audit.results import BARS, BrokeOff, Result, best, read
from tests.browser import CANDIDATES, LAUNCH_ARGUMENTS
from tests.environment import clean_environment
from tests.server import free_port, process

DEVICES = {"mobile": (), "desktop": ("--preset=desktop",)}
SECONDS = 240


@dataclass(frozen=True)
class Lighthouse:
    name: ClassVar = "Lighthouse"
    command: tuple[str, ...]
    version: str
    chromium: str

    @classmethod
    def find(cls) -> "Lighthouse":
        node, chromium = tools.program("node"), tools.program(*CANDIDATES)
        command = (node, str(tools.modules() / "lighthouse/cli/index.js"))
        return cls(command, tools.version(*command), chromium)

    def audit(self, port: int, report: Report) -> None:
        print(
            f"\n{'Lighthouse ' + self.version:<19}" + "".join(f"{name:>16}" for name in BARS),
            flush=True,
        )
        for page in PAGES:
            for device in DEVICES:
                try:
                    result = best(partial(self.run, port, page, device))
                except BrokeOff as failure:
                    report.wrong.append(f"{page.name}, {device}: Lighthouse broke off: {failure}")
                    continue
                scores = "".join(f"{result.scores[name]:>16}" for name in BARS)
                print(f"{page.name:<10}{device:<9}{scores}", flush=True)
                report.judge(f"{page.name}, {device}", result)
        unlisted = ", ".join(page.name for page in PAGES if not page.is_listed)
        print(f"Kept out of search engines on purpose, and not blamed for it: {unlisted}.")

    def run(self, port: int, page: Page, device: str) -> Result:
        """One run in a browser of its own. The full report stays in ``VAR_DIR/audit/reports``."""
        output = tools.FOLDER / "reports" / f"{page.name}-{device}"
        output.parent.mkdir(parents=True, exist_ok=True)
        answer = output.with_suffix(".report.json")
        answer.unlink(missing_ok=True)
        debugging = free_port()
        with tempfile.TemporaryDirectory(prefix="audit-", ignore_cleanup_errors=True) as profile:
            browser = (
                *(self.chromium, *LAUNCH_ARGUMENTS, "--headless=new", "about:blank"),
                *(f"--remote-debugging-port={debugging}", f"--user-data-dir={profile}"),
            )
            log = output.with_suffix(".browser.log")
            with process(browser, clean_environment(), debugging, log):
                self._measure(
                    f"--port={debugging}", f"--output-path={output}", *options(port, page, device)
                )
        if not answer.exists():
            raise BrokeOff("no report was written")
        return read(json.loads(answer.read_text()))

    def _measure(self, *arguments: str) -> None:
        """How it ended is not asked: what it found is in its report."""
        try:
            subprocess.run((*self.command, *arguments), timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired as late:
            raise BrokeOff(f"nothing after {SECONDS} seconds") from late


def options(port: int, page: Page, device: str) -> tuple[str, ...]:
    return (
        f"http://127.0.0.1:{port}{page.address('en')}",
        *("--output=json", "--output=html", "--quiet", f"--only-categories={','.join(BARS)}"),
        *("--no-enable-error-reporting", "--disable-full-page-screenshot"),
        *DEVICES[device],
        # This one objects to what search engines are kept from.
        *(() if page.is_listed else ("--skip-audits=is-crawlable",)),
    )
