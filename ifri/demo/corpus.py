"""A synthetic corpus for benchmarks: many publications, the same for the same seed, no files.

THE ONE EXCEPTION to ``workflow.transition()``: the rows below are written in bulk with their status
and their times, because a hundred thousand of them cannot be taken through the workflow one by one.
No person wrote them and nobody is to read them. Row ``i`` depends on the seed and on ``i`` alone, so
that a corpus can be extended and a smaller one is the beginning of a larger one.
"""

import datetime
import itertools
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from authors.models import Author
from ifri.demo.corpus_words import Language, language
from ifri.progress import Progress, silent
from programs.models import Kind, ResearchCenter
from publications.enums import Access, Status
from publications.models import (
    Authorship,
    Publication,
    PublicationCenter,
    PublicationType,
    Series,
    Tag,
    TaggedPublication,
)

TAGS = 2_000
TAGS_EACH = 8
BATCH = 1_000
_CENTERS, _SERIES, _TYPES = 12, 8, 5
_FIRST_DAY = datetime.datetime(2005, 1, 3, 9, tzinfo=datetime.UTC)
_MINUTES = 20 * 365 * 24 * 60
# For ever to come, so that the corpus does not depend on the day it is made.
_SCHEDULED_FOR = datetime.datetime(2199, 1, 1, tzinfo=datetime.UTC)
_STATUSES = (Status.PUBLISHED, Status.DRAFT, Status.IN_REVIEW, Status.APPROVED, Status.WITHDRAWN)
_SHARES = (93, 3, 2, 1, 1)
_FIRST_NAMES = [
    "Ada",
    "Ben",
    "Cléo",
    "Dag",
    "Eva",
    "Finn",
    "Gaëlle",
    "Hugo",
    "Inès",
    "Jan",
    "Kaya",
    "Léo",
    "Mona",
    "Nils",
    "Olga",
    "Paul",
]


@dataclass(frozen=True)
class Frame:
    """What all rows share."""

    seed: int
    languages: dict[str, Language]
    types: list[PublicationType]
    series: list[Series]
    centers: list[ResearchCenter]
    tags: list[int]
    tag_weights: list[float]
    authors: list[int]


@dataclass(frozen=True)
class Row:
    """One publication with the rows that hang on it, before it has a key."""

    publication: Publication
    centers: list[ResearchCenter]
    authors: list[int]
    tags: list[int]


def prefix(seed: int) -> str:
    return f"corpus-{seed}-"


def present(seed: int) -> int:
    return Publication.objects.filter(slug__startswith=prefix(seed)).count()


def make(wanted: int, seed: int, progress: Progress = silent) -> int:
    """Add what is missing of the first ``wanted`` rows; say how many were added."""
    there = present(seed)
    if there >= wanted:
        return 0
    frame = _frame(seed, wanted)
    for start in range(there, wanted, BATCH):
        _write([_row(frame, i) for i in range(start, min(start + BATCH, wanted))])
        progress(min(start + BATCH, wanted), wanted)
    return wanted - there


# --- What all rows share --------------------------------------------------------------------------


def _frame(seed: int, wanted: int) -> Frame:
    name = prefix(seed)
    types = [
        PublicationType.objects.get_or_create(
            slug=f"{name}type-{n}", defaults={"name_en": f"Corpus type {n}"}
        )[0]
        for n in range(_TYPES)
    ]
    series = [
        Series.objects.get_or_create(
            slug=f"{name}series-{n}", defaults={"name_en": f"Corpus series {n}"}
        )[0]
        for n in range(_SERIES)
    ]
    centers = [
        ResearchCenter.objects.get_or_create(
            slug=f"{name}center-{n}",
            defaults={
                "name_en": f"Corpus center {n}",
                "kind": Kind.CENTER if n < 8 else Kind.PROGRAM,
                "order": 1_000 + n,
            },
        )[0]
        for n in range(_CENTERS)
    ]
    return Frame(
        seed=seed,
        languages={code: language(code, seed) for code in ("en", "fr")},
        types=types,
        series=series,
        centers=centers,
        tags=_tags(),
        tag_weights=list(itertools.accumulate(1 / rank for rank in range(1, TAGS + 1))),
        authors=_authors(seed, -(-wanted // 10)),
    )


def _tags() -> list[int]:
    """Shared by all seeds; the first is the commonest."""
    slugs = [f"corpus-tag-{rank:04}" for rank in range(1, TAGS + 1)]
    Tag.objects.bulk_create(
        (Tag(name=f"Corpus tag {slug[-4:]}", slug=slug) for slug in slugs),
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    found = Tag.objects.filter(slug__startswith="corpus-tag-").order_by("slug")
    return list(found.values_list("pk", flat=True))


def _authors(seed: int, wanted: int) -> list[int]:
    """One author to ten publications."""
    Author.objects.bulk_create(
        (
            Author(
                first_name=_FIRST_NAMES[n % len(_FIRST_NAMES)],
                last_name=f"Corpus {n:06}",
                slug=f"{prefix(seed)}author-{n:06}",
            )
            for n in range(wanted)
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    found = Author.objects.filter(slug__startswith=f"{prefix(seed)}author-").order_by("slug")
    return list(found.values_list("pk", flat=True))


# --- One row --------------------------------------------------------------------------------------


def _row(frame: Frame, i: int) -> Row:
    chance = random.Random(f"{frame.seed}:{i}")  # noqa: S311 - the same row every time is the point
    centers = chance.sample(frame.centers, k=chance.choice((1, 1, 1, 2)))
    # Only authors that a smaller corpus has as well.
    known = i // 10 + 1
    authors = {frame.authors[chance.randrange(known)] for _ in range(chance.choice((1, 1, 2, 3)))}
    return Row(_publication(frame, i, chance), centers, sorted(authors), _drawn_tags(frame, chance))


def _drawn_tags(frame: Frame, chance: random.Random) -> list[int]:
    drawn: dict[int, None] = {}
    while len(drawn) < TAGS_EACH:
        more = chance.choices(frame.tags, cum_weights=frame.tag_weights, k=TAGS_EACH)
        drawn.update(dict.fromkeys(more))
    return list(drawn)[:TAGS_EACH]


def _publication(frame: Frame, i: int, chance: random.Random) -> Publication:
    code = "en" if chance.random() < 0.6 else "fr"
    words = frame.languages[code]
    status, published_at, withdrawn_at = _standing(chance)
    title = f"{' '.join(chance.sample(words.roots, k=5)).capitalize()} {i:07}"
    summary = "".join(f"<p>{text}</p>" for text in chance.choices(words.paragraphs, k=4))
    return Publication(
        language=code,
        translation_group=uuid.uuid5(uuid.NAMESPACE_URL, f"{prefix(frame.seed)}{i:07}"),
        type=chance.choice(frame.types),
        series=chance.choice(frame.series),
        title=title,
        slug=f"{prefix(frame.seed)}{i:07}",
        lead=f"<p>{title}. {words.paragraphs[i % len(words.paragraphs)][:150]}.</p>",
        summary=summary,
        access=chance.choice((Access.FORM, Access.FORM, Access.OPEN, Access.MEMBERS)),
        status=status,
        published_at=published_at,
        withdrawn_at=withdrawn_at,
    )


def _standing(
    chance: random.Random,
) -> tuple[Status, datetime.datetime | None, datetime.datetime | None]:
    """A status with the times that belong to it; one published row in a hundred is scheduled."""
    status = chance.choices(_STATUSES, _SHARES)[0]
    day = _FIRST_DAY + datetime.timedelta(minutes=chance.randrange(_MINUTES))
    if status == Status.PUBLISHED:
        return status, _SCHEDULED_FOR if chance.random() < 0.01 else day, None
    if status == Status.WITHDRAWN:
        return status, day, day + datetime.timedelta(days=30)
    return status, None, None


# --- Writing --------------------------------------------------------------------------------------


@transaction.atomic
def _write(rows: list[Row]) -> None:
    """A batch with all that hangs on it, or nothing: an interrupted run is taken up again."""
    made = Publication.objects.bulk_create([row.publication for row in rows])
    pairs = list(zip(made, rows, strict=True))
    PublicationCenter.objects.bulk_create(
        PublicationCenter(publication=publication, center=center, is_primary=n == 0, order=n)
        for publication, row in pairs
        for n, center in enumerate(row.centers)
    )
    Authorship.objects.bulk_create(
        Authorship(publication=publication, author_id=author, order=n, frozen_affiliations=[])
        for publication, row in pairs
        for n, author in enumerate(row.authors)
    )
    TaggedPublication.objects.bulk_create(_taggings(pairs), batch_size=BATCH * TAGS_EACH)


def _taggings(pairs: list[tuple[Publication, Row]]) -> Iterator[TaggedPublication]:
    for publication, row in pairs:
        for tag in row.tags:
            yield TaggedPublication(
                content_object=publication, tag_id=tag, published_at=publication.published_at
            )
