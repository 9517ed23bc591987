"""Make the search index anew while readers go on searching."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ifri.progress import bar
from publications.search import rebuilding


class Command(BaseCommand):
    help = (
        "Make every entry of the search index anew, in place. Interrupted, the next run goes on "
        "where it stopped; --afresh begins from the first publication."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--afresh", action="store_true", help="do not take up an old rebuild")

    def handle(self, *args: Any, afresh: bool, **options: Any) -> None:
        changed = rebuilding.rebuild(bar(self.stdout), afresh=afresh)
        self.stdout.write(f"The search index is complete; {changed} entries were made or changed.")
