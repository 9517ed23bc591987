"""Count everything anew for the numbers of the listing."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from ifri.progress import bar
from publications import tag_order
from publications.facets import keeping


class Command(BaseCommand):
    help = (
        "Rebuild the listing's counting table and the order of the topics' pages, in one "
        "transaction: after rows were written in bulk, past the site."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        tag_order.follow_all()
        number = keeping.rebuild(bar(self.stdout))
        self.stdout.write(f"{number} publications counted in {time.monotonic() - started:.0f} s.")
