"""Folded words as regular expressions that find them however they are written.

The pattern is widened (``etat`` looks for ``[eéèê…][tţ…][aàâ…][tţ…]``) and the text left as it is:
measured on PostgreSQL, folding the text with ``translate()`` takes ten times as long. The patterns
mean the same to PostgreSQL and to Python, which SQLite asks, and ask no locale: both cases are
spelt out.
"""

import re
from collections import defaultdict

from publications.search.words import LIGATURES, VARIANTS


def _ways_to_write() -> dict[str, str]:
    ways: defaultdict[str, str] = defaultdict(str)
    for variant, plain in VARIANTS.items():
        ways[plain] += variant
    return ways


def _spelt() -> dict[str, str]:
    spelt: defaultdict[str, str] = defaultdict(str)
    for ligature, letters in LIGATURES.items():
        spelt[letters] += ligature
    return spelt


def _is_double(letters: str) -> bool:
    return len(set(letters)) < len(letters)


_WAYS = _ways_to_write()
_LIGATURES = _spelt()
# “sss” is “ßs” or “sß”: such runs are spelt out whole. No word has one longer than this.
_LONGEST_RUN = 6
_RUN = "|".join(
    f"{letters[0]}{{2,{_LONGEST_RUN}}}" for letters in _LIGATURES if _is_double(letters)
)
_PIECE = re.compile("|".join(filter(None, [_RUN, *map(re.escape, _LIGATURES), "."])), re.DOTALL)


def in_text(word: str) -> str:
    """For plain text. ``word`` is folded; nothing in it has a meaning to the pattern."""
    return _PIECE.sub(lambda piece: _written(piece[0]), word)


def in_html(word: str) -> str:
    """For rich text: not within a tag, or “strong” would find every bold word."""
    return in_text(word).replace(re.escape("&"), "&(?:amp;)?") + "(?![^<>]*>)"


def _written(piece: str) -> str:
    if len(piece) > 1 and _is_double(piece):
        return f"(?:{'|'.join(_run(piece[0], len(piece)))})"
    if piece in _LIGATURES:
        return f"(?:{''.join(map(_written, piece))}|[{_LIGATURES[piece]}])"
    # A hyphen comes first, where a class takes it for itself.
    ways = dict.fromkeys(f"{piece}{_single_upper(piece)}{_WAYS.get(piece, '')}")
    return f"[{''.join(ways)}]" if len(ways) > 1 else re.escape(piece)


def _run(letter: str, length: int) -> list[str]:
    """Every way to write ``length`` times ``letter``, one by one and as double ligatures."""
    if length == 0:
        return [""]
    one = [_written(letter) + rest for rest in _run(letter, length - 1)]
    if length == 1:
        return one
    double = f"[{_LIGATURES[letter * 2]}]"
    return one + [double + rest for rest in _run(letter, length - 2)]


def _single_upper(character: str) -> str:
    upper = character.upper()
    return upper if len(upper) == 1 else ""
