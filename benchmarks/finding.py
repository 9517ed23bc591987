"""Related analyses, listings, far pages, their numbers and search, from ten thousand publications on.

Run by ``python -m benchmarks`` against each database; ``BENCH_PUBLICATIONS`` names the sizes. What
the site does is measured as it does it, by its own functions; the baselines are the least that a
database could do for it: rows by their keys, hand-written SQL over the same index.
"""

import os
import random
import sys
import time

import django

SAMPLE = 20


def main() -> int:
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - after setup
    from django.core.management.base import OutputWrapper  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from benchmarks import finding_figures as figures  # noqa: PLC0415
    from benchmarks import search_figures  # noqa: PLC0415
    from benchmarks.measuring import Table  # noqa: PLC0415
    from benchmarks.promises import promises  # noqa: PLC0415
    from ifri.demo import corpus  # noqa: PLC0415
    from ifri.progress import bar  # noqa: PLC0415
    from publications.facets import keeping  # noqa: PLC0415
    from publications.related.rebuilding import rebuild  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    progress = bar(OutputWrapper(sys.stderr))
    texts = int(os.environ["BENCH_TEXTS"])
    table = Table("PostgreSQL" if connection.vendor == "postgresql" else "SQLite")
    wrong = 0
    for size in sorted(int(each) for each in os.environ["BENCH_PUBLICATIONS"].split(",")):
        started = time.monotonic()
        corpus.make(size, seed=1, progress=progress)
        print(f"\n{table.database}: {size:,} in {time.monotonic() - started:.0f} s.", flush=True)
        table.head()
        started = time.monotonic()
        keeping.rebuild(progress)
        table.row(size, "rebuild of the listing's numbers", (time.monotonic() - started) * 1000)
        analyse()
        started = time.monotonic()
        made = rebuild(progress)
        taken = (time.monotonic() - started) * 1000
        analyse()
        chance = random.Random(1)
        figures.rebuild(table, size, made, taken, chance)
        figures.related(table, size, chance)
        figures.listing(table, size)
        figures.far_page(table, size)
        figures.numbers(table, size)
        wrong += figures.check_related(size, chance, SAMPLE)
        search_figures.index(table, size, min(size, texts), progress)
        analyse()
        wrong += search_figures.search(table, size, min(size, texts))
        search_figures.suggestions(table, size)
    print()
    table.judge(promises(table.first))
    return 1 if wrong else 0


def analyse() -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


if __name__ == "__main__":
    sys.exit(main())
