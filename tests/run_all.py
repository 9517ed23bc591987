"""All of `make test`: every check, the suite on SQLite and on PostgreSQL, and what was left out.

Nothing is skipped in silence: what could not be tested here is said last, in a banner.
"""

import argparse
import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn

from tests.browser import find_chromium
from tests.environment import ROOT, clean_environment
from tests.postgres_cluster import find_programs, throwaway_cluster
from tests.server import find_nginx

TESTS_FAILED = 1
PYTHON_MODULE = (sys.executable, "-m")
RUFF_FORMAT = ("ruff", "format", "--check", "--quiet", "--output-format", "concise", ".")
DJADE = (Path(sys.executable).parent / "djade", "--check", "--target-version", "5.2")


class Run:
    """Steps in order; a failed one does not hide the ones after it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.done: list[str] = []
        self.failed: list[str] = []
        self.left_out: list[str] = []
        self.unsteady: list[str] = []

    def step(self, name: str, *command: str | Path, **extra: str) -> None:
        code = self.carry_out(name, *command, **extra)
        (self.failed if code else self.done).append(name)

    def carry_out(self, name: str, *command: str | Path, **extra: str) -> int:
        print(f"\n=== {name}: {shlex.join(map(str, command[1:]))[:150]}", flush=True)
        started = time.monotonic()
        code = subprocess.run(
            command, cwd=ROOT, env=self.environment | extra, check=False
        ).returncode
        verdict = f"FAILED ({code})" if code else "ok"
        print(f"=== {name}: {verdict}, {time.monotonic() - started:.0f} s", flush=True)
        return code

    def closing_lines(self) -> list[str]:
        lines = [f"Passed: {', '.join(self.done) or 'nothing'}."]
        if self.failed:
            lines.append(f"FAILED: {', '.join(self.failed)}.")
        return lines


def lint(run: Run) -> None:
    templates = sorted((ROOT / "templates").rglob("*.html"))
    run.step("ruff check", *PYTHON_MODULE, "ruff", "check", ".")
    run.step("ruff format", *PYTHON_MODULE, *RUFF_FORMAT)
    if templates:
        relative = [path.relative_to(ROOT) for path in templates]
        run.step("djade", *DJADE, *relative)
    run.step("mypy", *PYTHON_MODULE, "mypy")
    # import-linter has no module to run; its script cannot be started from a path with a space.
    contract = "from importlinter.cli import lint_imports_command as run; run()"
    run.step("import contract", sys.executable, "-c", contract, "--no-logo")
    run.step(
        "missing migrations",
        *(sys.executable, ROOT / "manage.py", "makemigrations", "--check", "--dry-run"),
    )


def suite(run: Run, database: str, url: str = "", *extra: str) -> None:
    workers = os.environ.get("TEST_WORKERS", "auto")
    options = shlex.split(os.environ.get("PYTEST_ARGS", ""))
    cache = Path(run.environment["VAR_DIR"]) / f"pytest {database}"
    pytest = (*PYTHON_MODULE, "pytest", "-q", "-o", f"cache_dir={cache}", *options)
    name = f"tests on {database}"
    parallel = ("-n", workers, "--dist", "loadfile", "--no-loadscope-reorder", *extra)
    code = run.carry_out(name, *pytest, *parallel, TEST_DATABASE_URL=url)
    if code == TESTS_FAILED:
        # A browser, or a server of its own, may come too late on a busy machine. Alone it does not;
        # what is wrong fails again. A test that needed this is named at the end.
        failed = json.loads((cache / "v" / "cache" / "lastfailed").read_text())
        alone = ("-n", "0", "--last-failed", "--maxfail=5")
        code = run.carry_out(f"{name}, again", *pytest, *alone, TEST_DATABASE_URL=url)
        run.unsteady += [] if code else failed
    (run.failed if code else run.done).append(name)


def suite_on_postgresql(run: Run) -> None:
    """Beside SQLite: what touches no database was tested there."""
    if url := os.environ.get("TEST_DATABASE_URL", "").strip():
        suite(run, "PostgreSQL (TEST_DATABASE_URL)", url, "--database-only")
    elif programs := find_programs():
        with throwaway_cluster(programs) as url:
            suite(run, "PostgreSQL (throwaway cluster)", url, "--database-only")
    else:
        run.left_out.append("PostgreSQL (no initdb found, and TEST_DATABASE_URL is not set)")


def say_what_was_tested(run: Run) -> None:
    chromium = find_chromium()
    if chromium is None:
        run.left_out.append("the browser (no chromium in the PATH)")
    if find_nginx() is None:
        run.left_out.append("the nginx configuration (no nginx)")
    print()
    for line in run.closing_lines():
        print(line)
    databases = [name for name in (*run.done, *run.failed) if name.startswith("tests on")]
    print(f"Databases: {', '.join(name.removeprefix('tests on ') for name in databases)}.")
    print(f"Browser: {chromium or 'none'}.")
    if run.unsteady:
        banner([f"PASSED ONLY THE SECOND TIME, ALONE: {test}" for test in run.unsteady])
    if run.left_out:
        banner([f"NOT TESTED: {matter}" for matter in run.left_out])


def banner(lines: list[str]) -> None:
    width = max(map(len, lines)) + 4
    print("!" * (width + 4))
    for line in lines:
        print(f"!!  {line:<{width - 4}}  !!")
    print("!" * (width + 4), flush=True)


def _stop(signum: int, _frame: FrameType | None) -> NoReturn:
    """Leave through every `finally`, so that the cluster is stopped and removed."""
    raise SystemExit(128 + signum)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lint", action="store_true", help="the checks without the tests")
    only_lint: bool = parser.parse_args().lint
    for signum in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, _stop)
    steps: list[Callable[[Run], None]] = [lint]
    if not only_lint:
        steps += [lambda run: suite(run, "SQLite"), suite_on_postgresql]
    with tempfile.TemporaryDirectory(prefix="ifri-checks-") as var_dir:
        run = Run(clean_environment(VAR_DIR=var_dir))
        for take in steps:
            take(run)
    if only_lint:
        print("\n" + "\n".join(run.closing_lines()))
    else:
        say_what_was_tested(run)
    return 1 if run.failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
