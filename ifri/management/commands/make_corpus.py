"""``manage.py make_corpus --publications N [--seed S]``: something large to measure with."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ifri.demo import corpus
from ifri.progress import bar
from publications.facets import keeping


class Command(BaseCommand):
    help = (
        "Add synthetic publications for benchmarks: French and English text, Zipf-distributed tags, "
        "no files. The same arguments give the same corpus; repeating adds what is missing."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--publications", type=int, required=True, metavar="N")
        parser.add_argument("--seed", type=int, default=1, metavar="S")

    def handle(self, *args: Any, publications: int, seed: int, **options: Any) -> None:
        if publications < 1 or seed < 0:
            raise CommandError("Ask for at least one publication, and for a seed of 0 or more.")

        added = corpus.make(publications, seed, bar(self.stdout))
        if added:
            # Written in bulk, past everything that would have counted them.
            keeping.rebuild()
            self.stdout.write(f"Corpus with seed {seed}: {added} publications added.")
        else:
            self.stdout.write(
                f"Corpus with seed {seed}: {corpus.present(seed)} publications are there already, "
                "nothing added."
            )
