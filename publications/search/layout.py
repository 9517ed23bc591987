"""What of a page is text: without running heads, page numbers, dot leaders and the imprint.

For choosing passages alone; all of a page is searched. Each line is looked at a few times, whatever the
paper.
"""

import re
from collections import Counter
from collections.abc import Sequence

# A longer line at the edge of a page is text.
_LONGEST_HEAD = 120
# So many lines at either edge may be a head or a foot.
_EDGE = 3
# Shorter sentences beside a line of the imprint are part of it: a name, a series and its number.
_SHORT = 60
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"\W*(?:page|p\.)?\s*\d{1,4}(?:\s*/\s*\d{1,4})?\W*", re.IGNORECASE)
_LEADER = re.compile(r"(?:[.·•…_]\s?){5}")
_IMPRINT = re.compile(
    r"©|\bISBN\b|\bISSN\b|all rights reserved|tous droits réservés", re.IGNORECASE
)
SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+")


def texts(pages: Sequence[str]) -> list[str]:
    """What each page says, on one line; nothing of a page that has only layout."""
    lines = [_bare(page) for page in pages]
    said = Counter(key for each in lines for key in {*map(_key, _edges(each))})
    repeated = {key for key, times in said.items() if times > 1}
    return [_without_imprint(" ".join(_within(each, repeated))) for each in lines]


def _bare(page: str) -> list[str]:
    """The lines of a page; without what stands beside its number, and without leaders."""
    lines = [" ".join(line.split()) for line in page.split("\n")]
    lines = [line for line in lines if line]
    for place, line in enumerate(lines[:_EDGE]):
        if _NUMBER.fullmatch(line):
            lines = lines[place + 1 :]
            break
    for place in range(1, min(_EDGE, len(lines)) + 1):
        if _NUMBER.fullmatch(lines[-place]):
            lines = lines[:-place]
            break
    return [line for line in lines if not _LEADER.search(line)]


def _edges(lines: list[str]) -> list[str]:
    return [line for line in (*lines[:_EDGE], *lines[-_EDGE:]) if len(line) <= _LONGEST_HEAD]


def _key(line: str) -> str:
    """The same on every page, whatever number it carries."""
    return _DIGITS.sub("", line).casefold()


def _within(lines: list[str], repeated: set[str]) -> list[str]:
    heads = {line for line in _edges(lines) if _key(line) in repeated}
    first, last = 0, len(lines)
    while first < min(_EDGE, last) and lines[first] in heads:
        first += 1
    while last > max(first, len(lines) - _EDGE) and lines[last - 1] in heads:
        last -= 1
    return lines[first:last]


def _without_imprint(text: str) -> str:
    if not _IMPRINT.search(text):
        return text
    sentences = SENTENCE_END.split(text)
    barred = {place for place, each in enumerate(sentences) if _IMPRINT.search(each)}
    for places in (range(len(sentences)), reversed(range(len(sentences)))):
        is_beside = False
        for place in places:
            is_beside = place in barred or (is_beside and len(sentences[place]) < _SHORT)
            if is_beside:
                barred.add(place)
    return " ".join(each for place, each in enumerate(sentences) if place not in barred)
