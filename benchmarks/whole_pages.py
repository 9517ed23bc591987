"""What a summary page costs a gunicorn worker: from the cache, as a 304, made anew.

Processor time by request, of the worker and its threads, against a view that says "ok" behind the
same middleware (``/health/live``). All are asked in turn, round after round, so that a busy machine
falls on all alike. What PostgreSQL spends in processes of its own is not in it.
"""

import http.client
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.environment import ROOT, clean_environment
from tests.server import ask, demo_site

PAGE = "/en/publications/the-outsider-russia-in-the-race-for-artificial-intelligence/"
HELLO = "/health/live"
ROUNDS = 9
WARM_UP = 100
# A worker that is replaced takes its processor time along.
ENDLESS = {"GUNICORN_CMD_ARGS": "--max-requests 0"}
_TICKS = os.sysconf("SC_CLK_TCK")


class Site(NamedTuple):
    port: int
    worker: int

    def ask(self, path: str, headers: Mapping[str, str], times: int) -> tuple[int, str]:
        """The last answer's status and tag."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        named = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", **headers}
        for _ in range(times):
            connection.request("GET", path, headers=named)
            answer = connection.getresponse()
            answer.read()
        connection.close()
        return answer.status, answer.headers.get("ETag") or ""

    def spent(self) -> float:
        """Milliseconds of processor time so far."""
        fields = re.sub(r"^.*\) ", "", Path(f"/proc/{self.worker}/stat").read_text()).split()
        return (int(fields[11]) + int(fields[12])) / _TICKS * 1000


class Figure(NamedTuple):
    name: str
    most: float  # times hello world
    site: Site
    path: str
    headers: dict[str, str]
    status: int
    requests: int  # in a round: enough for some thirty ticks of the clock

    def cost(self, requests: int | None = None) -> float:
        asked = requests or self.requests
        before = self.site.spent()
        status, _tag = self.site.ask(self.path, self.headers, asked)
        if status != self.status:
            raise SystemExit(f"{self.path} answered {status}, not {self.status}.")
        return (self.site.spent() - before) / asked


def main() -> int:
    folder = Path(os.environ["VAR_DIR"]) / "whole-pages"
    database = os.environ.get("DATABASE_URL", "")
    alike = {"DATABASE_URL": database, "WEB_CONCURRENCY": "1", "WEB_THREADS": "1"} | ENDLESS
    with (
        demo_site(folder, PAGE_CACHE_SECONDS="60", **alike) as cached,
        demo_site(folder, PAGE_CACHE_SECONDS="0", **alike) as anew,
    ):
        measure(_site(*cached), _site(*anew))
    environment = clean_environment(
        VAR_DIR=folder, DATABASE_URL=database, DJANGO_SETTINGS_MODULE="ifri.settings"
    )
    template = (sys.executable, "-m", "benchmarks.page_template")
    return subprocess.run(template, cwd=ROOT, env=environment, check=False).returncode


def measure(cached: Site, anew: Site) -> None:
    _status, tag = cached.ask(PAGE, {}, 1)
    known = {"If-None-Match": tag}
    figures = [
        Figure("hello world", 1, cached, HELLO, {}, 200, 500),
        Figure("from the cache", 1.3, cached, PAGE, {}, 200, 500),
        Figure("304", 1.1, cached, PAGE, known, 304, 500),
        Figure("made anew", 13.5, anew, PAGE, {}, 200, 100),
    ]
    for each in figures:
        each.cost(WARM_UP)
    rounds = [[each.cost() for each in figures] for _ in range(ROUNDS)]
    print(
        f"A summary page: processor time in ms, and times hello world (median of {ROUNDS} rounds)"
    )
    for place, each in enumerate(figures):
        cost = statistics.median(costs[place] for costs in rounds)
        times = statistics.median(costs[place] / costs[0] for costs in rounds)
        print(f"  {each.name:<20}{cost:8.2f}{times:8.2f}   at most {each.most}")


def _site(port: int, server: "subprocess.Popen[str]") -> Site:
    ask(port, HELLO)  # the worker answers: there is one
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    return Site(port, int(children[0]))


if __name__ == "__main__":
    sys.exit(main())
