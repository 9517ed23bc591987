"""What of a full text is ever shown: one fixed passage of a page, chosen when it is indexed.

However many questions a reader asks, no more than these comes out: a tenth of a page at most, two
hundred characters at most, from the first sixty pages that have one.
"""

import re

from publications.search.stems import stem
from publications.search.words import PIECE, word_of

LENGTH = 200
SHARE = 10
MOST = 60
_SHORTEST = 60
Known = dict[str, bool]
_SENTENCE = re.compile(r"(?<=[.!?…;])\s+|\n{2,}")


def choose(pages: list[str], themes: frozenset[str], language: str) -> list[tuple[int, str]]:
    """Of smoothed pages, by their number: the sentence that says most of what the paper is about."""
    chosen: list[tuple[int, str]] = []
    known: Known = {}
    for number, page in enumerate(pages, start=1):
        text = " ".join(page.split())
        length = min(LENGTH, len(text) // SHARE)
        if length >= _SHORTEST:
            chosen.append((number, _best(text, length, _said(text, themes, language, known))))
        if len(chosen) == MOST:
            break
    return chosen


def _said(text: str, themes: frozenset[str], language: str, known: Known) -> list[int]:
    """Where a word of the theme stands. A paper has few words and says them often."""
    places = []
    for found in PIECE.finditer(text):
        piece = found[0]
        if piece not in known:
            known[piece] = any(stem(part, language) in themes for part in word_of(piece).parts)
        if known[piece]:
            places.append(found.start())
    return places


def _best(text: str, length: int, said: list[int]) -> str:
    starts = [0, *(found.end() for found in _SENTENCE.finditer(text))]
    # Not a beginning that the page has no more room for.
    fitting = [start for start in starts if start + length <= len(text)] or [0]
    best = max(fitting, key=lambda start: _worth(start, [at for at in said if at >= start], length))
    return _cut(text[best:], length)


def _worth(start: int, said: list[int], length: int) -> tuple[int, int]:
    """How much is said, and of equals how soon it begins."""
    within = [at for at in said if at < start + length]
    return len(within), start - within[0] if within else 0


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    whole, _, _ = text[: length - 1].rpartition(" ")
    return f"{whole or text[: length - 1]}…"
