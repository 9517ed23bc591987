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


_WAYS = _ways_to_write()
_LIGATURES = _spelt()
_PIECE = re.compile("|".join([*map(re.escape, _LIGATURES), "."]), re.DOTALL)


def in_text(word: str) -> str:
    """For plain text. ``word`` is folded; nothing in it has a meaning to the pattern."""
    return _PIECE.sub(lambda piece: _written(piece[0]), word)


def in_html(word: str) -> str:
    """For rich text: not within a tag, or “strong” would find every bold word."""
    return in_text(word).replace(re.escape("&"), "&(?:amp;)?") + "(?![^<>]*>)"


def _written(piece: str) -> str:
    if piece in _LIGATURES:
        return f"(?:{''.join(map(_written, piece))}|[{_LIGATURES[piece]}])"
    # A hyphen comes first, where a class takes it for itself.
    ways = dict.fromkeys(f"{piece}{_single_upper(piece)}{_WAYS.get(piece, '')}")
    return f"[{''.join(ways)}]" if len(ways) > 1 else re.escape(piece)


def _single_upper(character: str) -> str:
    upper = character.upper()
    return upper if len(upper) == 1 else ""
