"""From what a reader typed to the words that are looked for. Any text is accepted."""

import unicodedata

from publications.search.folding import fold

MAX_LENGTH = 200
MAX_WORDS = 8
# Around a word these are punctuation; within one (“l’Ifri”, “1993-2022”, “100%”) they count.
_AROUND = "\"'()[]{},;:.!?"


def words_of(q: str) -> list[str]:
    """At most eight folded words, in order and once each."""
    words = (fold(word).strip(_AROUND) for word in cleaned(q).split())
    return list(dict.fromkeys(word for word in words if word))[:MAX_WORDS]


def cleaned(q: str) -> str:
    """Bounded, and without what a database refuses: NUL, other controls and lone surrogates."""
    text = unicodedata.normalize("NFC", q[:MAX_LENGTH])
    return "".join(
        " " if unicodedata.category(character) in ("Cc", "Cs") else character for character in text
    )
