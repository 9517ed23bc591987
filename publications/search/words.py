"""What counts as a word, and how it is written in the index: the same for texts and for questions.

Any text is accepted. A word is a run of letters and digits; what ties words together (apostrophes,
hyphens, the dots of “U.S.”) is taken apart here, so that no database has to know of it.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

MAX_LENGTH = 200
# No word of a language is longer; a database would refuse a lexeme of thousands of characters.
MAX_WORD = 40

# Marks on letters, soft hyphens, joiners, byte order marks; and how PDFs mark a hyphenated line.
_INVISIBLE = re.compile(r"[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff\ufffe\u0002]")
# What it begins with stands first: so it is looked for as fast as a letter is, in texts of 45 KB.
_AT_LINE_END = re.compile(
    r"[\u0002\u00ad\ufffe\u2010-]"
    r"(?:(?<=[\u0002\u00ad\ufffe])\s*|(?<=\w[\u2010-])\s*\n\s*(?=\w))"
)
_APOSTROPHES = "'’‘ʼ`´＇"
_HYPHENS = "-\u2010\u2011"
_TIE = f"[{re.escape(_APOSTROPHES + _HYPHENS)}&.]"
PIECE = re.compile(rf"[^\W_]+(?:{_TIE}[^\W_]+)*")
_TIES = re.compile(_TIE)
_ELIDED = frozenset(
    ["c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu"]
)
# What no decomposition takes apart.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i"}
    | {"þ": "th", "ς": "σ", "ŋ": "ng"}
)


class Word(NamedTuple):
    """One piece of writing: the words in it, in order, and what they are when written as one.

    “porte-avions” is ``porte``, ``avions`` and ``porteavions``; “l’Élysée” is ``elysee``.
    """

    parts: tuple[str, ...]
    joined: str = ""


class Placed(NamedTuple):
    word: Word
    start: int
    end: int


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Without case, accents and ligatures: ``État`` is ``etat``, ``ŒUVRE`` is ``oeuvre``."""
    apart = _INVISIBLE.sub("", unicodedata.normalize("NFKD", text.lower()))
    return unicodedata.normalize("NFC", apart.lower().translate(_LETTERS))


def smooth(text: str) -> str:
    """The text with composed letters and without what nobody sees. Positions below are in this."""
    composed = unicodedata.normalize("NFC", text)
    return _INVISIBLE.sub("", _AT_LINE_END.sub(_tie, composed))


def _tie(found: re.Match[str]) -> str:
    return "-" if found[0][0] in _HYPHENS else ""


def words_in(smoothed: str) -> Iterator[Word]:
    for found in PIECE.finditer(smoothed):
        yield word_of(found[0])


def placed_in(smoothed: str) -> Iterator[Placed]:
    for found in PIECE.finditer(smoothed):
        yield Placed(word_of(found[0]), found.start(), found.end())


@lru_cache(maxsize=200_000)
def word_of(piece: str) -> Word:
    whole = _folded(piece)
    if not _TIES.search(piece):
        return Word((whole,) if whole else ())
    raw = _TIES.split(piece)
    parts = [part for part in map(_folded, raw) if part]
    if "." in piece:
        return _with_dots(piece, raw, parts)
    kept = _without_elision(piece, raw, parts)
    # “N’Djamena” and “L’Oréal” are names; in “l’énergie” the article is no part of the word.
    named = len(raw) > 1 and raw[0][:1].isupper() and raw[1][:1].isupper()
    joined = "".join(parts) if len(kept) > 1 or (named and len(parts) > 1) else ""
    return Word(tuple(kept), joined[:MAX_WORD])


def _with_dots(piece: str, raw: list[str], parts: list[str]) -> Word:
    """“U.S.” is one word; “end.Next” and “example.org” are two."""
    if len(raw) > 1 and all(len(part) == 1 for part in raw):
        return Word(("".join(parts)[:MAX_WORD],))
    return Word(tuple(parts))


def _without_elision(piece: str, raw: list[str], parts: list[str]) -> list[str]:
    if not any(mark in piece for mark in _APOSTROPHES):
        return parts
    kept = list(parts)
    if len(kept) > 1 and kept[0] in _ELIDED and piece[len(raw[0])] in _APOSTROPHES:
        kept = kept[1:]
    # “Europe’s”: the possessive of English is written like an elision turned round.
    if len(kept) > 1 and kept[-1] == "s" and piece[-2] in _APOSTROPHES:
        kept = kept[:-1]
    return kept


def _folded(piece: str) -> str:
    folded = fold(piece)
    if not folded.isalnum():
        # “½” comes apart into digits and a sign.
        folded = "".join(filter(str.isalnum, folded))
    return folded[:MAX_WORD]


@lru_cache(maxsize=100_000)
def spelt(piece: str) -> tuple[str, ...]:
    """The parts of a piece in lower case with their accents: what a suggestion shows."""
    return tuple(
        part.lower()[:MAX_WORD]
        for part in _TIES.split(piece)
        if len(part) > 2 and part.isalpha() and part.lower() not in _ELIDED
    )


def spellings_in(smoothed: str) -> set[str]:
    return {part for found in PIECE.finditer(smoothed) for part in spelt(found[0])}


def cleaned(q: str) -> str:
    """Bounded, and without what a database refuses: NUL, other controls and lone surrogates."""
    return "".join(
        " " if unicodedata.category(character) in ("Cc", "Cs") else character
        for character in q[:MAX_LENGTH]
    )


def exactly(text: str) -> str:
    """A title, for comparing it as a whole: its folded words in order."""
    return " ".join(part for word in words_in(smooth(text)) for part in word.parts)
