"""``manage.py export_publications``: the exports of the admin, from a shell."""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from publications import exports
from publications.exports.selection import FILTERS, UnknownName, select
from publications.models import Publication


class Command(BaseCommand):
    help = (
        "Write publications as CSV, XLSX, JSON, BibTeX or RIS: the public ones, newest first, "
        "unless --status or --all says otherwise."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=exports.FORMATS, default="csv")
        parser.add_argument(
            "--all", action="store_true", help="whatever the status, drafts included"
        )
        for name in FILTERS:
            parser.add_argument(f"--{name}", metavar=_METAVARS.get(name, "SLUG"), default="")
        parser.add_argument("-o", "--output", metavar="FILE", help="instead of standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = {name: options[name] for name in FILTERS if options[name]}
        if options["all"] and options["status"]:
            raise CommandError("Give either --status or --all.")
        sees_all = options["all"] or options["status"]
        found = Publication.objects.all() if sees_all else Publication.objects.public()
        try:
            found = select(found, wanted).newest_first()
        except UnknownName as error:
            raise CommandError(str(error)) from error
        export = exports.stream(found, options["format"])
        if options["output"]:
            write_atomically(Path(options["output"]), export.chunks)
        else:
            self._to_standard_output(export.chunks, options["format"])

    def _to_standard_output(self, chunks: Iterator[bytes], format_name: str) -> None:
        if format_name == "xlsx" and self.stdout.isatty():
            raise CommandError("A workbook is no text for a terminal: give it a file with -o.")
        out: BinaryIO = getattr(self.stdout, "buffer", sys.stdout.buffer)
        try:
            for chunk in chunks:
                out.write(chunk)
            out.flush()
        except BrokenPipeError:
            # The reader (head, less) has seen enough. Without this the interpreter complains again
            # when it flushes at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


_METAVARS = {"status": "STATUS", "year": "YYYY", "language": "CODE"}


def write_atomically(path: Path, chunks: Iterator[bytes]) -> None:
    """The file is whole or as it was before: a half-written report is worse than none."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise CommandError(f"Cannot write to {path.parent}: {error.strerror}.") from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(chunks)
            os.fchmod(file.fileno(), _mode(path))
        part.replace(path)
    except OSError as error:
        raise CommandError(f"Cannot write {path}: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def _mode(path: Path) -> int:
    """What the file had, or what a new file gets here; a temporary file is for its owner alone."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
