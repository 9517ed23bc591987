"""How French is set, as patterns of what breaks it: for the catalogue and for the demo's texts."""

import html
import re
from collections.abc import Iterable

NO_BREAK, NARROW = "\u00a0", "\u202f"

_BROKEN = {
    "an apostrophe is curved": r"'",
    "quotes are guillemets": r"[\"“”]",
    "a no-break space before a colon": rf"(?<!{NO_BREAK}):",
    "a narrow no-break space before ; ? !": rf"(?<!{NARROW})[;?!]",
    "a no-break space within guillemets": rf"«(?!{NO_BREAK})|(?<!{NO_BREAK})»",
    "an ellipsis is one sign, close to its word": rf"\.\.\.|[ {NO_BREAK}{NARROW}]…",
    "one space at a time, and none at the ends": r"\s\s|^\s|\s$",
    "capitals have their accents": r"\b(A (quelle|défaut|lire|propos)|E(tude|tat|dit|quipe|nergie))",
    "a number stays with its sign and its noun": r"n° |\d [%€]|%d |%\((pages|total|count|hours|months)\)s ",
    "a number stays whole": r"\d \d{3}\b",
    "ordinals are 1er, 1re and 2e": r"\b\d+(ère|ème|ième|eme|nde?)\b|\b1e\b|\b[IVX]+i?ème\b",
}
_MARKUP = re.compile(r"<[^>]+>|https?://")


def broken(texts: Iterable[str]) -> dict[str, list[str]]:
    """Each rule that is broken, with the texts that break it; markup and addresses aside."""
    bare = {text: html.unescape(_MARKUP.sub("", text)) for text in texts}
    found = {
        rule: [text for text, words in bare.items() if re.search(pattern, words)]
        for rule, pattern in _BROKEN.items()
    }
    return {rule: wrong for rule, wrong in found.items() if wrong}
