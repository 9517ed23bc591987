"""A question as each language reads it.

A text is searched in its own language: its words were stemmed so. Whoever asks has one too, that of
the page or the one that the words themselves give away. Texts in other languages are searched as
well, except for words that mean something else there (``homographs``).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from publications.search.homographs import is_homograph
from publications.search.lexemes import tagged
from publications.search.query import Query, Term
from publications.search.stems import LANGUAGES, stems_without_weight, without_weight
from publications.search.vocabulary import completions, is_public

# A shorter beginning would be that of half the dictionary.
SHORTEST_START = 3


class Spelling(NamedTuple):
    """Stems that follow each other; the last may be only the beginning of one."""

    stems: tuple[str, ...]
    is_start: bool = False

    @property
    def is_phrase(self) -> bool:
        return len(self.stems) > 1


Lookup = tuple[Spelling, ...]  # any of them


def has_phrase(spellings: Iterable[Spelling]) -> bool:
    return any(spelling.is_phrase for spelling in spellings)


@dataclass(frozen=True)
class Reading:
    language: str
    groups: tuple[Lookup, ...]
    excluded: tuple[Lookup, ...]
    # Which of the question each group is: in another language other words have no weight.
    places: tuple[int, ...]


def readings(query: Query, language: str, *, of_hidden: bool = False) -> list[Reading]:
    """The asker's own language first. ``of_hidden``: as editors read it, who may know every word."""
    own = language_of(query, language)
    codes = [own, *(code for code in LANGUAGES if code != own)]
    found = (_reading(query, code, own, of_hidden=of_hidden) for code in codes)
    return [reading for reading in found if reading is not None]


def language_of(query: Query, language: str) -> str:
    """The page's language, unless the small words of the question are those of another."""
    words = {word for group in query.groups for term in group for word in term.words}
    signs = {code: len(words & _only_in(code)) for code in LANGUAGES}
    best = max(LANGUAGES, key=lambda code: (signs[code], code == language))
    return best if signs[best] else language


def _only_in(language: str) -> frozenset[str]:
    others = frozenset().union(*(without_weight(code) for code in LANGUAGES if code != language))
    return without_weight(language) - others


def _reading(query: Query, language: str, own: str, *, of_hidden: bool) -> Reading | None:
    groups = []
    heavy = _with_weight(query, language)
    for group in heavy.values():
        terms = [term for term in group if language == own or not _is_misread(term, language)]
        if not terms:
            return None
        groups.append(_lookup(terms, language, of_hidden=of_hidden))
    excluded = (_lookup([term], language, of_hidden=of_hidden) for term in query.excluded)
    return Reading(language, tuple(groups), tuple(excluded), tuple(heavy))


def _with_weight(query: Query, language: str) -> dict[int, tuple[Term, ...]]:
    """The groups by their places in the question."""
    light = without_weight(language)
    heavy = {
        place: group
        for place, group in enumerate(query.groups)
        if any(term.is_stressed or not set(term.words) <= light for term in group)
    }
    return heavy or dict(enumerate(query.groups))


def _is_misread(term: Term, language: str) -> bool:
    word = term.spellings[0]
    return not term.is_phrase and len(word) == 1 and is_homograph(word[0], language)


def _lookup(terms: Iterable[Term], language: str, *, of_hidden: bool) -> Lookup:
    return tuple(
        spelling for term in terms for spelling in _spellings(term, language, of_hidden=of_hidden)
    )


def _spellings(term: Term, language: str, *, of_hidden: bool) -> Iterator[Spelling]:
    for words in term.spellings:
        stems = [tagged(word, language) for word in words]
        whole = Spelling(_trimmed(stems, language))
        if not term.is_start or len(words[-1]) < SHORTEST_START:
            yield whole
            continue
        start = Spelling((*stems[:-1], language + words[-1]), is_start=True)
        if not _begins(whole, start):
            yield whole
        yield start
        ends = _endings(words[-1], language)
        yield from (
            Spelling((*stems[:-1], stem))
            for stem in sorted(ends)
            if of_hidden or is_public(language, ends[stem])
        )


def _endings(typed: str, language: str) -> dict[str, list[str]]:
    """Stems that are shorter than what was typed, with the words that have them: “politiq” is on its
    way to “polit”. A reader's question goes that way only where something public has such a word: to
    find more because of a draft would tell of it.
    """
    ends = defaultdict[str, list[str]](list)
    for folded, spelt in completions(typed, language).items():
        if not (stem := tagged(folded, language)).startswith(language + typed):
            ends[stem] += spelt
    return ends


def _begins(spelling: Spelling, start: Spelling) -> bool:
    """Whether who looks for the beginning finds it anyway."""
    *before, last = start.stems
    return spelling.stems[:-1] == tuple(before) and spelling.stems[-1].startswith(last)


def _trimmed(stems: list[str], language: str) -> tuple[str, ...]:
    """Without the words of no weight at the ends, which would only narrow “the war” by its article."""
    light = {language + each for each in stems_without_weight(language)}
    heavy = [place for place, each in enumerate(stems) if each not in light]
    return tuple(stems[heavy[0] : heavy[-1] + 1] if heavy else stems)
