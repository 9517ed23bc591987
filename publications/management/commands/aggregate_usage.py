"""Sum up the use of the days that are over, and delete the events behind it."""

from typing import Any

from django.core.management.base import BaseCommand

from publications.counting.aggregating import aggregate


class Command(BaseCommand):
    help = (
        "Sum up the use of every day that is over and delete its events. Run it daily; repeatable."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{aggregate()} events summed up.")
