"""Count everything anew for the numbers of the listing."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from publications import tag_order
from publications.facets import keeping


class Command(BaseCommand):
    help = (
        "Rebuild the listing's counting table and the order of the topics' pages, in one "
        "transaction: after rows were written in bulk, past the site."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()

        def progress(done: int, total: int) -> None:
            if self.stdout.isatty():
                share = done * 40 // max(total, 1)
                bar = f"\r[{'#' * share}{'.' * (40 - share)}] {done} of {total}"
                self.stdout.write(bar, ending="\n" if done >= total else "")
                self.stdout.flush()

        tag_order.follow_all()
        number = keeping.rebuild(progress)
        self.stdout.write(f"{number} publications counted in {time.monotonic() - started:.0f} s.")
