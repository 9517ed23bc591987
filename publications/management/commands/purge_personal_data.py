"""``manage.py purge_personal_data``: to be run every day."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from publications.gate import purging
from publications.gate.purging import Kind


class Command(BaseCommand):
    help = (
        "Erase personal data past its time: readers' requests after RETENTION_MONTHS, and what "
        "was mailed, begun or counted after less. Safe to repeat and to interrupt."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would go, and erase nothing"
        )
        parser.add_argument(
            "--months",
            type=int,
            default=settings.RETENTION_MONTHS,
            help="keep requests for fewer months than the notice says (default: %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        months: int = options["months"]
        if not 0 <= months <= settings.RETENTION_MONTHS:
            # Readers were promised that much and no more.
            raise CommandError(
                f"--months must be from 0 to {settings.RETENTION_MONTHS}: the privacy notice "
                "promises readers that nothing is kept for longer."
            )
        for kind in purging.kinds(months):
            due = kind.due.count()
            gone = 0 if options["dry_run"] else self._purge(kind, due)
            self.stdout.write(
                f"{kind.name}: {due} would go" if options["dry_run"] else f"{kind.name}: {gone}"
            )

    def _purge(self, kind: Kind, due: int) -> int:
        gone = 0
        for number in purging.purge(kind):
            gone += number
            if self.stdout.isatty():
                done = min(1.0, gone / max(due, 1))
                bar = f"[{'#' * int(done * 30):<30}] {done:4.0%}"
                self.stdout.write(f"\r{bar} {kind.name}", ending="")
                self.stdout.flush()
        if gone and self.stdout.isatty():
            self.stdout.write("\r\x1b[K", ending="")
        return gone
