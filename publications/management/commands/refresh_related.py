"""Bring the related analyses up to what changed: the queue's way out on a site of some size."""

from typing import Any

from django.core.management.base import BaseCommand

from publications.related import queue


class Command(BaseCommand):
    help = (
        "Refresh the related analyses that recent changes touch. Run it every minute; any number "
        "may run, and stopped in the middle it is continued by the next."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if done := queue.drain():
            self.stdout.write(f"{done} publications refreshed.")
