"""What of a full text is ever shown: one fixed passage of a page, chosen when it is indexed.

However many questions a reader asks, no more than these comes out: a tenth of a page at most, two
hundred characters at most, from the first sixty pages that have one. A page of which nothing is left
without its layout has none.
"""

from bisect import bisect_left
from functools import lru_cache

from publications.search.layout import SENTENCE_END, texts
from publications.search.stems import stem
from publications.search.words import PIECE, word_of

LENGTH = 200
SHARE = 10
MOST = 60
_SHORTEST = 60


def choose(pages: list[str], themes: frozenset[str], language: str) -> list[tuple[int, str]]:
    """Of smoothed pages, by their number: the sentence that says most of what the paper is about."""
    chosen: list[tuple[int, str]] = []
    said_on = texts(pages)
    pieces = set(PIECE.findall("\n".join(said_on)))
    saying = {piece for piece in pieces if not themes.isdisjoint(_stems(piece, language))}
    for number, text in enumerate(said_on, start=1):
        length = min(LENGTH, len(text) // SHARE)
        if length >= _SHORTEST:
            # A paper has few words and says them often.
            said = [found.start() for found in PIECE.finditer(text) if found[0] in saying]
            chosen.append((number, _best(text, length, said)))
        if len(chosen) == MOST:
            break
    return chosen


@lru_cache(maxsize=200_000)
def _stems(piece: str, language: str) -> tuple[str, ...]:
    return tuple(stem(part, language) for part in word_of(piece).parts)


def _best(text: str, length: int, said: list[int]) -> str:
    """``said``: where the words of the theme stand."""
    starts = [0, *(found.end() for found in SENTENCE_END.finditer(text))]
    # Not a beginning that the page has no more room for.
    fitting = [start for start in starts if start + length <= len(text)] or [0]
    best = max(fitting, key=lambda start: _worth(start, said, length))
    return _cut(text[best:], length)


def _worth(start: int, said: list[int], length: int) -> tuple[int, int]:
    """How much is said, and of equals how soon it begins."""
    first, beyond = bisect_left(said, start), bisect_left(said, start + length)
    return beyond - first, start - said[first] if beyond > first else 0


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    whole, _, _ = text[: length - 1].rpartition(" ")
    return f"{whole or text[: length - 1]}…"
