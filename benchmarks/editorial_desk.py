"""The desk and the editors' list at a hundred thousand publications, on PostgreSQL.

Every page is asked for as a browser would; each of its queries is explained. Refused are a page of
more than ``MOST_QUERIES`` and a query that reads a large table from end to end. The statistics are
fresh (VACUUM ANALYZE) and the planner is left as it is: what is refused here is what it would
really do. That the number of queries does not grow with the rows is held by the suite
(``tests/publications/test_desk.py``, ``tests/publications/admin/test_change_list.py``).

A search for a part of a word is shown and not refused: it reads every title.
"""

import os
import sys
import time

import django

MOST_QUERIES = 25
SEARCH = "?q="


def main() -> int:
    django.setup()
    # Only now can models be imported.
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from publications.models import Publication  # noqa: PLC0415
    from tests import editorial_corpus, editorial_pages  # noqa: PLC0415
    from tests.query_plans import look  # noqa: PLC0415

    size = int(os.environ["BENCH_PUBLICATIONS"])
    started = time.monotonic()
    call_command("migrate", verbosity=0)
    editorial_corpus.make(size)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(
        f"{Publication.objects.count()} publications in {time.monotonic() - started:.0f} s.",
        flush=True,
    )

    boss = User.objects.create_superuser("boss")
    client = Client()
    client.force_login(boss)
    refused = 0
    for address in [*editorial_pages.addresses(), f"{editorial_pages.LIST}?q=europe+corpus"]:
        found = look(client, address)
        whole = ", ".join(sorted({table for table, _sql in found.scans}))
        is_refused = bool(whole) and SEARCH not in address
        print(
            f"{len(found.queries):3} queries {found.milliseconds:8.1f} ms  {address:56} "
            f"{'REFUSED, ' if is_refused else ''}{f'reads whole: {whole}' if whole else 'by index'}",
            flush=True,
        )
        if is_refused:
            for _table, sql in found.scans:
                print(f"      {sql[:100]} … {sql[-400:]}")
        refused += is_refused or len(found.queries) > MOST_QUERIES
    print(f"{refused} pages refused.")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
