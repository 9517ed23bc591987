"""Texts as the index holds them: stems in their order, each with its language in front.

``" frguerr frukrain ¶ "``: a word is found as a piece with spaces around it, a phrase as a longer
one; a ``¶`` stands wherever a phrase must not go on. What is written together in one place and
apart in another (“cyber-security”) is added in one piece behind the text.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

from publications.search.stems import stem, stems_without_weight
from publications.search.words import PIECE, smooth, word_of

BREAK = "¶"


def tagged(word: str, language: str) -> str:
    return language + stem(word, language)


@lru_cache(maxsize=200_000)
def _stemmed(piece: str, language: str) -> tuple[str, str]:
    word = word_of(piece)
    parts = " ".join(tagged(part, language) for part in word.parts)
    return parts, tagged(word.joined, language) if word.joined else ""


def line(text: str, language: str) -> str:
    """One stretch of text: a title, a summary."""
    return smoothed_line(smooth(text), language)


def smoothed_line(text: str, language: str) -> str:
    """The same of what is smooth already, such as the pages of a paper."""
    stemmed = [_stemmed(piece, language) for piece in PIECE.findall(text)]
    stems = [parts for parts, _ in stemmed if parts]
    joined = [f"{whole} {BREAK}" for _, whole in stemmed if whole]
    return f" {' '.join([*stems, BREAK, *joined])} " if stems else ""


def lines(texts: Iterable[str], language: str) -> str:
    """Several stretches that are not one text, such as names."""
    return "".join(line(text, language) for text in texts if text)


def tokens(field: str) -> set[str]:
    return set(field.split()) - {BREAK}


# --- Neighbours -----------------------------------------------------------------------------------


def neighbours(stems: Iterable[str], language: str) -> Iterator[str]:
    """Each word with weight and the next one, with what stands between them, as a short name.

    “the concept of war” has one such pair, and so do the texts that say it. PostgreSQL's index
    holds no positions: with the pairs in it a phrase of two words is found without reading a text.
    """
    light = {language + each for each in stems_without_weight(language)}
    before = ""
    for each in stems:
        if each == BREAK:
            before = ""
        elif each in light:
            before = before and f"{before} {each}"
        else:
            if before:
                yield _short(f"{before} {each}")
            before = each


@lru_cache(maxsize=200_000)
def _short(pair: str) -> str:
    digest = hashlib.blake2b(pair.encode(), digest_size=5).digest()
    return base64.b32encode(digest).decode().lower()
