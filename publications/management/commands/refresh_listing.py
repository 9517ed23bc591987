"""Count in what changed, and what the clock released, for the numbers of the listing."""

from typing import Any

from django.core.management.base import BaseCommand

from publications.facets import keeping


class Command(BaseCommand):
    help = (
        "Bring the listing's numbers up to date. Run it every minute: readers' numbers are right "
        "without it, but cost more the longer it waits."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if done := keeping.settle():
            self.stdout.write(f"{done} publications counted anew.")
