"""Where a name stands in the alphabet, on every database and in every language of the site."""

import unicodedata

# What no decomposition takes apart.
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i"})


def place(name: str) -> str:
    """To sort by: accents, ligatures and case set aside, É among E."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return plain.translate(_LETTERS)


def initial(name: str) -> str:
    """The letter that it stands under."""
    first = place(name)[:1].upper()
    return first if first.isalpha() else "#"
