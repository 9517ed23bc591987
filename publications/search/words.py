"""From what a reader typed to the words that are looked for. Any text is accepted."""

import unicodedata

MAX_LENGTH = 200
MAX_WORDS = 8
# Around a word these are punctuation; within one (“l’Ifri”, “1993-2022”, “100%”) they count.
_AROUND = "\"'()[]{},;:.!?"

_LATIN_WITH_MARKS = range(0x00C0, 0x0180)
_ALONE = {"ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ł": "l", "Ł": "l", "ħ": "h", "Ħ": "h", "ı": "i"}
_TYPOGRAPHY = dict.fromkeys("’‘ʼ", "'") | dict.fromkeys("“”„«»", '"') | dict.fromkeys("‐‑‒–—−", "-")
LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"}


def _letters() -> dict[str, str]:
    """``é`` and ``É`` to ``e``, and so on: every European letter with a mark."""
    bases = {chr(code): unicodedata.normalize("NFD", chr(code))[0] for code in _LATIN_WITH_MARKS}
    return {letter: base.lower() for letter, base in bases.items() if base.isascii()}


# What is written in different ways and meant as the same, character by character.
VARIANTS = _letters() | _ALONE | _TYPOGRAPHY
_COMBINING_MARKS = dict.fromkeys(map(chr, range(0x0300, 0x0370)), "")
_TABLE = str.maketrans(VARIANTS | LIGATURES | _COMBINING_MARKS)


def fold(text: str) -> str:
    """Without case, accents and typography: ``L’État`` is ``l'etat``, ``cœur`` is ``coeur``."""
    return unicodedata.normalize("NFC", text).translate(_TABLE).lower()


def words_of(q: str) -> list[str]:
    """At most eight folded words, in order and once each."""
    words = (fold(word).strip(_AROUND) for word in cleaned(q).split())
    return list(dict.fromkeys(word for word in words if word))[:MAX_WORDS]


def cleaned(q: str) -> str:
    """Bounded, and without what a database refuses: NUL, other controls and lone surrogates."""
    return "".join(
        " " if unicodedata.category(character) in ("Cc", "Cs") else character
        for character in q[:MAX_LENGTH]
    )
