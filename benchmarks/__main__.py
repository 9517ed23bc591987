"""Run every benchmark against a PostgreSQL of its own, which is gone afterwards.

``BENCH_PUBLICATIONS=3000 make bench`` tries it with a small corpus; only a large one says something.
"""

import os
import subprocess
import sys
import tempfile

from tests.environment import ROOT, clean_environment
from tests.postgres_cluster import find_programs, throwaway_cluster

BENCHMARKS = ("benchmarks.editorial_desk",)


def main() -> int:
    programs = find_programs()
    if programs is None:
        print("NOT MEASURED: no initdb found.")
        return 0
    codes = []
    with (
        throwaway_cluster(programs) as url,
        tempfile.TemporaryDirectory(prefix="ifri-bench-") as var_dir,
    ):
        size = os.environ.get("BENCH_PUBLICATIONS", "100000")
        environment = clean_environment(
            VAR_DIR=var_dir,
            DATABASE_URL=url,
            DJANGO_SETTINGS_MODULE="benchmarks.settings",
            BENCH_PUBLICATIONS=size,
        )
        for name in BENCHMARKS:
            command = (sys.executable, "-m", name)
            codes.append(subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
