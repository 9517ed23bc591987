"""Full texts for the synthetic corpus: forty-five thousand characters a paper, and no files.

Each paper has one word that no other has, and one in ``SHARED_BY`` has a phrase that stands in no
title, name or summary. Both depend on the publication's number in the corpus alone.
"""

import hashlib
import random

from django.db import transaction
from django.db.models import OuterRef, Subquery

from ifri.demo import corpus
from ifri.demo.corpus_words import Language, language
from ifri.progress import Progress
from publications.models import Document, DocumentText, DocumentVersion, Publication

# In each language a word that nearly every text has.
COMMON = {"en": "state", "fr": "État"}
PHRASE = "vermilion lighthouse"
SHARED_BY = 50
BATCH = 500
_PAGES, _PARAGRAPHS_EACH = 15, 5
_LETTERS = "bcdfghjklmnp"


def own_word(number: int) -> str:
    """Consonants alone: no ending is made of them, so that no stem of it is another's."""
    digits = []
    for _ in range(7):
        number, digit = divmod(number, len(_LETTERS))
        digits.append(_LETTERS[digit])
    return f"q{''.join(digits)}q"


def make(wanted: int, seed: int, progress: Progress) -> int:
    """Give the first ``wanted`` publications of the corpus their texts; say how many were added."""
    slugs = Publication.objects.filter(slug__startswith=corpus.prefix(seed)).order_by("slug")
    bare = slugs[:wanted].values_list("pk", "slug", "language", "documents")
    rows = [(pk, int(slug.rpartition("-")[2]), code) for pk, slug, code, has in bare if not has]
    languages = {code: language(code, seed) for code in COMMON}
    for start in range(0, len(rows), BATCH):
        _write(
            [
                (pk, code, _pages(languages[code], seed, i))
                for pk, i, code in rows[start : start + BATCH]
            ]
        )
        progress(min(start + BATCH, len(rows)), len(rows))
    return len(rows)


def _pages(words: Language, seed: int, number: int) -> list[str]:
    chance = random.Random(f"{seed}:{number}:text")
    pages = [chance.choices(words.paragraphs, k=_PARAGRAPHS_EACH) for _ in range(_PAGES)]
    chance.choice(pages).append(f"{own_word(number).capitalize()}.")
    if number % SHARED_BY == 0:
        chance.choice(pages).append(f"{PHRASE.capitalize()}.")
    return ["\n\n".join(page) for page in pages]


@transaction.atomic
def _write(rows: list[tuple[int, str, list[str]]]) -> None:
    sums = [hashlib.sha256("\f".join(pages).encode()).hexdigest() for _, _, pages in rows]
    DocumentText.objects.bulk_create(
        (
            DocumentText(sha256=each, pages=pages)
            for each, (_, _, pages) in zip(sums, rows, strict=True)
        ),
        ignore_conflicts=True,
    )
    documents = Document.objects.bulk_create(
        Document(publication_id=pk, language=code) for pk, code, _ in rows
    )
    DocumentVersion.objects.bulk_create(
        DocumentVersion(
            document=document,
            number=1,
            file=f"{each}.pdf",
            sha256=each,
            size=1,
            page_count=len(pages),
        )
        for document, each, (_, _, pages) in zip(documents, sums, rows, strict=True)
    )
    version = DocumentVersion.objects.filter(document=OuterRef("pk")).values("pk")
    Document.objects.filter(pk__in=[each.pk for each in documents]).update(
        current=Subquery(version[:1])
    )
