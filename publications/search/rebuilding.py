"""Making every entry anew, in place: readers go on finding what the old entries say.

How far it went is noted after each batch. Killed in the middle, the next run goes on from there; what
was edited meanwhile is right either way, because entries are made from what the publications say when
they are made. Most of the time goes into stemming, which several processes may share: batches are
noted in their order, and one that was made before those ahead of it is at worst made twice.
"""

from collections.abc import Iterator

from ifri.processes import shared
from ifri.progress import Progress
from publications import documents, pdf
from publications.models import (
    DocumentText,
    DocumentVersion,
    Publication,
    SearchEntry,
    SearchRebuild,
    SearchWord,
)
from publications.search import indexing, naming
from publications.search.backend import backend

_BATCH = 200


def rebuild(progress: Progress, *, afresh: bool = False, processes: int = 1) -> int:
    """Take up the rebuild that was interrupted, or begin one; say how many entries changed."""
    if afresh:
        SearchRebuild.objects.all().delete()
    state, _ = SearchRebuild.objects.get_or_create(pk=1)
    total = Publication.objects.count()
    done = Publication.objects.filter(pk__lte=state.last).count()
    changed = 0
    with shared(_make, _batches(state.last), processes) as batches:
        for numbers, made in batches:
            SearchRebuild.objects.filter(pk=1).update(last=numbers[-1])
            changed += made
            done += len(numbers)
            progress(min(done, total), total)
    naming.rebuild()
    # First, because each word is looked up.
    backend().settle()
    _forget_unused_words()
    _forget_unused_texts()
    SearchRebuild.objects.all().delete()
    return changed


def _make(numbers: list[int]) -> tuple[list[int], int]:
    """In no transaction of its own: two that add the same words in several steps would lock up."""
    _read_missing_texts(numbers)
    return numbers, indexing.refresh(numbers)


def _batches(last: int) -> Iterator[list[int]]:
    while numbers := list(
        Publication.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_BATCH]
    ):
        yield numbers
        last = numbers[-1]


def _read_missing_texts(numbers: list[int]) -> None:
    """Of files that came before there was a search; one that cannot be read is not searched."""
    versions = DocumentVersion.objects.filter(
        document__publication__in=numbers, document__current__isnull=False
    )
    known = DocumentText.objects.filter(sha256__in=versions.values("sha256"))
    for version in versions.exclude(sha256__in=known.values("sha256")):
        try:
            with version.file.open("rb") as file:
                pages = pdf.inspect(file, version.size).pages_text
        except (OSError, pdf.UnreadablePdf):
            pages = []
        documents.keep_text(version.sha256, pages)


def _forget_unused_words() -> None:
    last = 0
    while rows := list(
        SearchWord.objects.filter(pk__gt=last)
        .order_by("pk")
        .values_list("pk", "language", "word")[:500]
    ):
        last = rows[-1][0]
        for language in {row[1] for row in rows}:
            indexing.forget(language, {row[2] for row in rows if row[1] == language})


def _forget_unused_texts() -> None:
    DocumentText.objects.exclude(sha256__in=DocumentVersion.objects.values("sha256")).delete()


def is_complete() -> bool:
    """Whether every publication has its entry; none of an interrupted rebuild is missing one."""
    return not Publication.objects.exclude(pk__in=SearchEntry.objects.values("pk")).exists()
