"""Make all related analyses anew, with today's rarities of tags."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from ifri.progress import bar
from publications.related.rebuilding import rebuild


class Command(BaseCommand):
    help = (
        "Rebuild the related analyses of all publications while the site runs. Killed, it is "
        "continued by the next run. Run it once a day: it also refreshes how rare each tag is."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        made = rebuild(bar(self.stdout))
        self.stdout.write(f"{made} lists made in {time.monotonic() - started:.0f} s.")
