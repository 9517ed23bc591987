"""What a reader sees of a hit: a piece of the summary with the words marked, and pages of the paper.

The summary is public and any piece of it may be shown. Of the full text nothing is shown but the
fixed passages of the entry (``passages``), with the word in it or not at all; how often the words
stand in it, and on which pages, is counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from publications.models import Publication, SearchEntry
from publications.richtext import plain
from publications.search.lexemes import tagged
from publications.search.query import answered, parse
from publications.search.reading import Reading, Spelling, readings
from publications.search.words import Placed, placed_in, smooth

LENGTH = 240
MOST_PAGES = 4
_BEFORE = 60


@dataclass(frozen=True)
class Excerpt:
    """``text`` has its hits in ``<mark>`` and all else escaped; empty where nothing can be shown."""

    text: SafeString = field(default_factory=lambda: SafeString(""))
    # The page of the full text that ``text`` is from, or none: it is from the summary.
    page: int | None = None
    matches: int = 0
    pages: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text or self.matches)

    @property
    def first_pages(self) -> tuple[int, ...]:
        return self.pages[:MOST_PAGES]

    @property
    def has_more_pages(self) -> bool:
        return len(self.pages) > MOST_PAGES


def excerpts(publications: Sequence[Publication], q: str, language: str) -> dict[int, Excerpt]:
    """For the publications of one page, in one query."""
    query = parse(q)
    rows = SearchEntry.objects.filter(pk__in=[publication.pk for publication in publications])
    columns = ("pk", "title", "names", "body", "passages")
    entries = {
        pk: (f"{title}{names}", body, fixed)
        for pk, title, names, body, fixed in rows.values_list(*columns)
    }
    return answered(
        query,
        lambda asked: _excerpts(publications, entries, readings(asked, language)),
        lambda found: any(found.values()),
    )


def _excerpts(
    publications: Sequence[Publication],
    entries: dict[int, tuple[str, str, Sequence[tuple[int, str]]]],
    read: Sequence[Reading],
) -> dict[int, Excerpt]:
    by_language = {reading.language: reading for reading in read}
    return {
        each.pk: _excerpt(each, by_language[each.language], *entries[each.pk])
        for each in publications
        if each.language in by_language and each.pk in entries
    }


def _excerpt(
    publication: Publication,
    reading: Reading,
    label: str,
    body: str,
    passages: Sequence[tuple[int, str]],
) -> Excerpt:
    """``label``: the title and the names. Whoever asked for these is told what the paper is about."""
    wanted = [spelling for group in reading.groups for spelling in group]
    matches, pages = _count(body, wanted)
    for text in (publication.teaser, publication.lead, publication.summary):
        if marked := _marked(plain(text), wanted, reading.language):
            return Excerpt(marked, None, matches, pages)
    for page, passage in () if _has_all(label, reading) else passages:
        if page in pages and (marked := _marked(passage, wanted, reading.language)):
            return Excerpt(marked, page, matches, pages)
    return Excerpt(matches=matches, pages=pages)


def _has_all(label: str, reading: Reading) -> bool:
    return all(any(_piece(each) in label for each in group) for group in reading.groups)


def _piece(spelling: Spelling) -> str:
    stems = f" {' '.join(spelling.stems)}"
    return stems if spelling.is_start else f"{stems} "


def _count(body: str, wanted: Sequence[Spelling]) -> tuple[int, tuple[int, ...]]:
    """How often any of them stands in the full text, and on which pages."""
    pieces = {_piece(each) for each in wanted}
    found = {
        number: count
        for number, page in enumerate(body.split("\n"), start=1)
        if (count := sum(page.count(piece) for piece in pieces))
    }
    return sum(found.values()), tuple(found)


# --- Marking --------------------------------------------------------------------------------------


def _marked(text: str, wanted: Sequence[Spelling], language: str) -> SafeString:
    """The piece of the text around its first hit, or nothing where there is none."""
    smoothed = smooth(text)
    hits = _hits(list(placed_in(smoothed)), wanted, language)
    if not hits:
        return SafeString("")
    start, end = _window(smoothed, hits[0][0])
    parts = ["…" if start else ""]
    at = start
    for first, last in hits:
        if first >= at and last <= end:
            parts += [escape(smoothed[at:first]), f"<mark>{escape(smoothed[first:last])}</mark>"]
            at = last
    parts += [escape(smoothed[at:end]), "…" if end < len(smoothed) else ""]
    return mark_safe("".join(parts))  # noqa: S308 - every piece of text is escaped above


def _window(text: str, hit: int) -> tuple[int, int]:
    """Whole words, with a little before the hit."""
    if len(text) <= LENGTH:
        return 0, len(text)
    start = 0 if hit <= _BEFORE else text.rfind(" ", 0, hit - _BEFORE) + 1
    if start + LENGTH >= len(text):
        return start, len(text)
    end = text.rfind(" ", start, start + LENGTH)
    return start, end if end > hit else start + LENGTH


def _hits(
    placed: Sequence[Placed], wanted: Sequence[Spelling], language: str
) -> list[tuple[int, int]]:
    """Where the spellings begin and end, in the order of the text and none within another."""
    stems, at = [], []
    for number, each in enumerate(placed):
        for part in each.word.parts:
            stems.append(tagged(part, language))
            at.append(number)
    joined = {
        tagged(each.word.joined, language): number
        for number, each in enumerate(placed)
        if each.word.joined
    }
    words: set[tuple[int, int]] = set()
    for spelling in wanted:
        words.update((at[first], at[last]) for first, last in _places(stems, spelling))
        if len(spelling.stems) == 1 and spelling.stems[0] in joined:
            words.add((joined[spelling.stems[0]],) * 2)
    spans = sorted((placed[first].start, placed[last].end) for first, last in words)
    return [
        span for number, span in enumerate(spans) if number == 0 or span[0] >= spans[number - 1][1]
    ]


def _places(stems: Sequence[str], spelling: Spelling) -> Iterable[tuple[int, int]]:
    length = len(spelling.stems)
    for first, stem in enumerate(stems):
        if length == 1:
            is_there = (
                stem.startswith(spelling.stems[0])
                if spelling.is_start
                else stem == spelling.stems[0]
            )
        else:
            is_there = stem == spelling.stems[0] and _follows(
                stems[first : first + length], spelling
            )
        if is_there:
            yield first, first + length - 1


def _follows(stems: Sequence[str], spelling: Spelling) -> bool:
    if len(stems) < len(spelling.stems) or tuple(stems[:-1]) != spelling.stems[:-1]:
        return False
    last = spelling.stems[-1]
    return stems[-1].startswith(last) if spelling.is_start else stems[-1] == last
