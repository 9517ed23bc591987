"""Hold the stored files against the database: what is missing, what is left over."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from publications import file_check


class Command(BaseCommand):
    help = (
        "Report rows without their file, files that nothing names, and half uploads older than a "
        "day. Ends with an error where a file is missing or changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove", action="store_true", help="delete files that nothing names, half uploads"
        )
        parser.add_argument(
            "--deep", action="store_true", help="read every document and compare its checksum"
        )

    def handle(self, *args: Any, remove: bool, deep: bool, **options: Any) -> None:
        found = file_check.check(deep=deep)
        for what, names in (
            ("MISSING", found.missing),
            ("CHANGED", found.changed),
            ("nothing names", found.orphans),
            ("half an upload", found.unfinished),
        ):
            for name in names:
                self.stdout.write(f"{what}: {name}")
        if remove:
            self.stdout.write(f"{file_check.remove(found)} files removed.")
        if found.is_damage:
            count = len(found.missing) + len(found.changed)
            raise CommandError(f"{count} files are missing or changed: restore them from a backup.")
        left = 0 if remove else len(found.orphans) + len(found.unfinished)
        self.stdout.write(f"All files that are named are there; {left} could be removed.")
