"""The index of authors: by their family names, with the letters that lead to where they begin."""

from dataclasses import dataclass
from typing import NamedTuple

from django.core.paginator import Paginator

from authors.index import by_initial, place
from authors.models import Author
from ifri import alphabet
from publications.pagination import Numbered, asked_page
from publications.querysets import with_public_work

PER_PAGE = 500


class Letter(NamedTuple):
    initial: str
    address: str


@dataclass(frozen=True)
class AuthorIndex:
    """One page of the names that readers may know of, and every letter there is."""

    letters: list[Letter]
    initials: list[tuple[str, list[Author]]]
    pages: Numbered


def page(number: str) -> AuthorIndex:
    """``number`` as a reader wrote it. Raises ``Http404`` for a page there is not."""
    known = with_public_work(Author.objects.only("first_name", "last_name", "slug"))
    # Sorted here: no database folds every letter as the index does.
    names = sorted(known, key=place)
    pages = Numbered(asked_page(Paginator(names, PER_PAGE), number))
    return AuthorIndex(_letters(names, pages), by_initial(pages.page), pages)


def _letters(names: list[Author], pages: Numbered) -> list[Letter]:
    first: dict[str, int] = {}
    for position, author in enumerate(names):
        first.setdefault(alphabet.initial(author.last_name), 1 + position // PER_PAGE)
    return [
        Letter(initial, f"{_elsewhere(number, pages)}#letter-{initial}")
        for initial, number in first.items()
    ]


def _elsewhere(number: int, pages: Numbered) -> str:
    return "" if number == pages.page.number else pages.address_of(number)
