"""The alphabetical index of names."""

import unicodedata
from collections.abc import Iterable
from itertools import groupby

from authors.models import Author


def by_initial(authors: Iterable[Author]) -> list[tuple[str, list[Author]]]:
    """Under the letter of the family name, accents set aside: É among E, on every database."""
    ordered = sorted(
        authors, key=lambda each: (_key(each.last_name), _key(each.first_name), each.pk)
    )
    return [
        (initial, list(group))
        for initial, group in groupby(ordered, key=lambda each: _initial(each.last_name))
    ]


def _key(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _initial(name: str) -> str:
    first = _key(name)[:1].upper()
    return first if first.isalpha() else "#"
