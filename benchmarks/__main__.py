"""Run every benchmark against databases of its own, which are gone afterwards.

``BENCH_PUBLICATIONS`` names the sizes: ``3000`` tries it, ``10000,100000`` is what it is without,
``10000,100000,1000000`` takes hours. ``BENCH_TEXTS`` says how many of them get a full text of 45 KB
to be searched: without it the first 100,000, which takes an hour and more to index on each database.
``BENCH_ONLY=finding BENCH_DATABASES=sqlite`` runs a part.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from tests.environment import ROOT, clean_environment
from tests.postgres_cluster import find_programs, throwaway_cluster

SIZES = "10000,100000"
TEXTS = "100000"
# The desk is measured on PostgreSQL alone, at the largest size.
ON_BOTH = ("finding", "whole_pages")
ON_POSTGRESQL = ("editorial_desk",)


def main() -> int:
    sizes = os.environ.get("BENCH_PUBLICATIONS", SIZES)
    only = os.environ.get("BENCH_ONLY", "").split(",")
    databases = os.environ.get("BENCH_DATABASES", "postgresql,sqlite").split(",")
    codes = [0]
    for name in (*ON_BOTH, *ON_POSTGRESQL):
        if only != [""] and name not in only:
            continue
        for database in databases:
            if database == "sqlite" and name in ON_POSTGRESQL:
                continue
            size = sizes if name in ON_BOTH else sizes.rpartition(",")[2]
            with _database(database) as url:
                codes.append(_run(name, url, size) if url is not None else 0)
    return max(codes)


@contextmanager
def _database(kind: str) -> Iterator[str | None]:
    """Its address, empty for SQLite in the folder of the run; nothing where there is no server."""
    if kind == "sqlite":
        yield ""
    elif programs := find_programs():
        with throwaway_cluster(programs) as url:
            yield url
    else:
        print("NOT MEASURED ON POSTGRESQL: no initdb found.")
        yield None


def _run(name: str, url: str, size: str) -> int:
    with tempfile.TemporaryDirectory(prefix="ifri-bench-") as var_dir:
        environment = clean_environment(
            VAR_DIR=var_dir,
            DATABASE_URL=url,
            DJANGO_SETTINGS_MODULE="benchmarks.settings",
            BENCH_PUBLICATIONS=size,
            BENCH_TEXTS=os.environ.get("BENCH_TEXTS", TEXTS),
        )
        command = (sys.executable, "-m", f"benchmarks.{name}")
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
