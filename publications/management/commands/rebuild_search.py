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
        parser.add_argument(
            "--processes",
            type=int,
            choices=range(1, 65),
            metavar="NUMBER",
            default=1,
            help="how many share the work on PostgreSQL, up to the number of processors",
        )

    def handle(self, *args: Any, afresh: bool, processes: int, **options: Any) -> None:
        changed = rebuilding.rebuild(bar(self.stdout), afresh=afresh, processes=processes)
        self.stdout.write(f"The search index is complete; {changed} entries were made or changed.")
