"""``manage.py send_alerts``: to be run every hour."""

from typing import Any

from django.core.management.base import BaseCommand

from publications.alerts import sending


class Command(BaseCommand):
    help = (
        "Make the digests that are due for readers who follow something, and put them into the "
        "mail queue. Safe to repeat, to run twice at once and to interrupt."
    )
    requires_migrations_checks = True

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"digests: {sending.send_due()}")
