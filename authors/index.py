"""The alphabetical index of names."""

from collections.abc import Iterable
from itertools import groupby

from authors.models import Author
from ifri import alphabet


def by_initial(authors: Iterable[Author]) -> list[tuple[str, list[Author]]]:
    """Under the letter of the family name."""
    ordered = sorted(authors, key=place)
    return [
        (initial, list(group))
        for initial, group in groupby(ordered, key=lambda each: alphabet.initial(each.last_name))
    ]


def place(author: Author) -> tuple[str, str, int]:
    """To sort by: the family name first."""
    return alphabet.place(author.last_name), alphabet.place(author.first_name), author.pk
