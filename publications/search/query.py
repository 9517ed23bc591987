"""What a reader typed, taken apart: words, "phrases", -exclusions, OR. Any text is a question.

``coalition "common good" -army Paris OR Berlin`` asks for the word, the phrase and one of the two
cities, and for nothing with the army in it. ``OR`` and ``|`` stand between the two they join;
``elect*`` is the beginning of a word.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from publications.search.words import Word, cleaned, smooth, words_in

MAX_TERMS = 12
MAX_PHRASE = 12
# Each as good as a straight one.
QUOTES = "“”„«»＂"
_STRAIGHT = str.maketrans(dict.fromkeys(QUOTES, '"'))
_PIECE = re.compile(r'(?P<without>(?<!\S)-)?"(?P<phrase>[^"]*)"?|(?P<piece>[^\s"]+)')
OR = {"OR", "OU", "|"}

Sequence = tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """One thing to look for: any of its spellings, each a sequence of folded words."""

    spellings: tuple[Sequence, ...]
    is_phrase: bool = False
    is_start: bool = False  # the last word goes on
    is_stressed: bool = False  # “US” among small letters is not “us”

    @property
    def words(self) -> Iterator[str]:
        for spelling in self.spellings:
            yield from spelling


@dataclass(frozen=True)
class Query:
    """All of the groups, any term of each, none of the excluded."""

    text: str
    groups: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.groups or self.excluded)

    def beginning(self) -> "Query":
        """The same with the last word taken for the beginning of one."""
        if not self.groups or self.groups[-1][-1].is_phrase:
            return self
        *others, last = self.groups
        unfinished = (*last[:-1], replace(last[-1], is_start=True))
        return replace(self, groups=(*others, unfinished))


Answer = TypeVar("Answer")


def answered(
    query: Query, ask: Callable[[Query], Answer], is_one: Callable[[Answer], bool]
) -> Answer:
    """What is answered to the words as they are written. Where that is nothing nobody wrote the last
    one, and it is taken for the beginning of one."""
    answer, begun = ask(query), query.beginning()
    return answer if begun == query or is_one(answer) else ask(begun)


def parse(q: str, *, is_typing: bool = False) -> Query:
    """While somebody is typing, the last word is the beginning of one unless a space follows it."""
    text = cleaned(q).translate(_STRAIGHT)
    groups: list[tuple[Term, ...]] = []
    excluded: list[Term] = []
    joins_next = False
    is_shouted = text.upper() == text
    for found in _PIECE.finditer(text):
        if len(groups) + len(excluded) >= MAX_TERMS:
            break
        if found["piece"] in OR and groups:
            joins_next = True
            continue
        terms, is_without = _terms(found, is_shouted=is_shouted)
        if is_without:
            excluded.extend(terms)
        elif joins_next and terms and len(groups[-1]) < MAX_TERMS:
            groups[-1] = (*groups[-1], terms[0])
            groups.extend((term,) for term in terms[1:])
        else:
            groups.extend((term,) for term in terms)
        joins_next = False
    query = Query(text.strip(), tuple(groups[:MAX_TERMS]), tuple(excluded[:MAX_TERMS]))
    return query.beginning() if is_typing and text and text[-1].isalnum() else query


def _terms(found: re.Match[str], *, is_shouted: bool) -> tuple[list[Term], bool]:
    if found["phrase"] is not None:
        return _phrase(found["phrase"]), bool(found["without"])
    piece: str = found["piece"]
    is_without = piece.startswith("-") and len(piece) > 1
    is_plain = is_shouted or piece in OR
    words = list(words_in(smooth(piece)))
    terms = [
        _term(word, is_stressed=piece.isupper() and len(piece) > 1 and not is_plain)
        for word in words
        if word.parts
    ]
    if terms and piece.endswith("*"):
        terms[-1] = replace(terms[-1], is_start=True)
    if is_without and len(terms) > 1:
        return _phrase(piece), True
    return terms, is_without


def _term(word: Word, *, is_stressed: bool) -> Term:
    spellings: tuple[Sequence, ...] = (word.parts,)
    if word.joined and len(word.parts) > 1:
        spellings = (word.parts, (word.joined,))
    return Term(spellings, is_stressed=is_stressed)


def _phrase(text: str) -> list[Term]:
    parts = tuple(part for word in words_in(smooth(text)) for part in word.parts)[:MAX_PHRASE]
    return [Term((parts,), is_phrase=len(parts) > 1, is_stressed=True)] if parts else []
