"""What a summary page costs a gunicorn worker: from the cache, as a 304, made anew.

Processor time by request, of the worker and its threads, against a view that says "ok" behind the
same middleware (``/health/live``). On the embedded database: what a cached page asks of a database is
nothing.
"""

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.server import demo_site

PAGE = "/en/publications/the-outsider-russia-in-the-race-for-artificial-intelligence/"
REQUESTS = 1_500
WARM_UP = 200
_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> int:
    folder = Path(os.environ["VAR_DIR"]) / "whole-pages"
    costs: dict[str, float] = {}
    for seconds in ("60", "0"):
        served = demo_site(folder, WEB_CONCURRENCY="1", WEB_THREADS="1", PAGE_CACHE_SECONDS=seconds)
        with served as (port, server):
            site = Site(port, _worker_of(server))
            costs |= site.measured_with_cache() if seconds != "0" else site.measured_without()
    hello = costs.pop("hello world")
    print(f"A summary page ({REQUESTS} requests each, ms of processor time)")
    print(f"  {'hello world':<24}{hello:8.2f}")
    for name, cost in costs.items():
        print(f"  {name:<24}{cost:8.2f}  {cost / hello:6.2f} times hello world")
    return 0


class Site:
    def __init__(self, port: int, worker: int) -> None:
        self.port, self.worker = port, worker

    def measured_with_cache(self) -> dict[str, float]:
        tag = self.ask({}, 1)[1]
        return {
            "hello world": self.cost("/health/live", {}, 200),
            "from the cache": self.cost(PAGE, {}, 200),
            "304": self.cost(PAGE, {"If-None-Match": tag}, 304),
        }

    def measured_without(self) -> dict[str, float]:
        return {"made anew": self.cost(PAGE, {}, 200)}

    def cost(self, path: str, headers: Mapping[str, str], status: int) -> float:
        self.ask(headers, WARM_UP, path)
        before = _spent(self.worker)
        got, _ = self.ask(headers, REQUESTS, path)
        if got != status:
            raise SystemExit(f"{path} answered {got}, not {status}.")
        return (_spent(self.worker) - before) / REQUESTS * 1000

    def ask(self, headers: Mapping[str, str], times: int, path: str = PAGE) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        named = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", **headers}
        for _ in range(times):
            connection.request("GET", path, headers=named)
            answer = connection.getresponse()
            answer.read()
        connection.close()
        return answer.status, answer.headers.get("ETag") or ""


def _worker_of(server: "subprocess.Popen[str]") -> int:
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    return int(children[0])


def _spent(pid: int) -> float:
    """Seconds of processor time so far."""
    fields = re.sub(r"^.*\) ", "", Path(f"/proc/{pid}/stat").read_text()).split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


if __name__ == "__main__":
    sys.exit(main())
