"""Text that looks like ours and says nothing, with the frequencies of a real language.

A few words are in every paper, most are rare, as in any corpus: a search index and a ranking are
tested by that more than by meaning.
"""

import itertools
import random
from typing import NamedTuple


def _words(text: str) -> list[str]:
    return text.split()


_ROOTS = {
    "en": _words("""
        state power policy war trade energy border security alliance market society economy sea
        army treaty election reform region industry climate investment technology budget strategy
        partner crisis government minister parliament sanction supply transition mineral corridor
        port network cable satellite standard debt currency migration city water grid reserve
    """),
    "fr": _words("""
        État puissance politique guerre commerce énergie frontière sécurité alliance marché société
        économie mer armée traité élection réforme région industrie climat investissement
        technologie budget stratégie partenaire crise gouvernement ministre parlement sanction
        approvisionnement transition minerai corridor port réseau câble satellite norme dette
        monnaie migration ville eau réserve œuvre défense
    """),
}
_LINKS = {
    "en": _words("the of and to in that with for by on as from which against between under is"),
    "fr": _words("le de et à la que avec pour par sur dans comme des qui contre entre sous est"),
}
_SYLLABLES = (
    _words("ba be di do fa ga ke la lo ma mi na no pa po ra ri sa so ta te va ve zu"),
    _words("l n r s t nd rk st m v"),
    _words("en ia or um is an eth ou al ic"),
)
_RARE_WORDS = 20_000
_PARAGRAPHS = 1_500
_WORDS_IN_A_PARAGRAPH = 92


class Language(NamedTuple):
    """Ready-made paragraphs, and the words titles are put together from."""

    paragraphs: list[str]
    roots: list[str]


def language(code: str, seed: int) -> Language:
    chance = random.Random(f"{seed}:{code}")  # noqa: S311 - the same text every time is the point
    invented = _invented(chance)
    words = [*_LINKS[code], *_ROOTS[code], *invented]
    # Zipf: the nth word is n times rarer than the first.
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))
    paragraphs = [_paragraph(chance, words, weights) for _ in range(_PARAGRAPHS)]
    return Language(paragraphs, _ROOTS[code])


def _invented(chance: random.Random) -> list[str]:
    made = {
        "".join(map(chance.choice, (_SYLLABLES[0], *_SYLLABLES, _SYLLABLES[0], _SYLLABLES[2])))
        for _ in range(_RARE_WORDS)
    }
    # Sorted first: a set's own order differs from one run to the next.
    return chance.sample(sorted(made), k=len(made))


def _paragraph(chance: random.Random, words: list[str], weights: list[float]) -> str:
    drawn = chance.choices(words, cum_weights=weights, k=_WORDS_IN_A_PARAGRAPH)
    sentences = [drawn[start : start + 23] for start in range(0, len(drawn), 23)]
    return " ".join(" ".join(each).capitalize() + "." for each in sentences)
