"""A question that names one publication: by its DOI, its ISBN, or its title word for word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from django.db.models import Q, QuerySet, Value, When

from publications.models import SearchEntry
from publications.search.query import Query
from publications.search.words import cleaned, exactly

# A title of fewer words says too little to be meant as a title.
_LEAST_OF_A_TITLE = 3
_IDENTIFIED, _TITLE_ITSELF = 10_000, 5_000
_DOI_PREFIX = re.compile(r"^(?:(?:https?://)?(?:dx\.)?doi\.org/|doi[:\s]\s*)")


@dataclass(frozen=True)
class Itself:
    doi: str
    isbn: str
    title: str
    # Whether it is found by its title even where its words find nothing.
    is_title: bool

    @classmethod
    def named_by(cls, query: Query) -> "Itself":
        asked = cleaned(query.text).strip().lower()
        title = exactly(query.text)[:300]
        is_title = title.count(" ") >= _LEAST_OF_A_TITLE - 1 and not query.excluded
        return cls(_doi(asked), _isbn(asked), title, is_title)

    @cached_property
    def entries(self) -> "QuerySet[SearchEntry] | None":
        """Nothing where the question names nothing."""
        wanted = [which for which, _ in self._marks() if self.is_title or "exact" not in which]
        if not wanted:
            return None
        return SearchEntry.objects.filter(reduce(or_, (Q(**which) for which in wanted)))

    @property
    def points(self) -> list[When]:
        """What being it is worth in the ranking."""
        return [When(**which, then=Value(worth)) for which, worth in self._marks()]

    def _marks(self) -> Iterator[tuple[dict[str, str], int]]:
        if self.doi:
            yield {"doi": self.doi}, _IDENTIFIED
        if self.isbn:
            yield {"isbn": self.isbn}, _IDENTIFIED
        if self.title:
            yield {"exact": self.title}, _TITLE_ITSELF


def _doi(asked: str) -> str:
    # As it stands in a citation, where a sentence may end behind it.
    doi = _DOI_PREFIX.sub("", asked).rstrip(".,;)")
    return doi if doi.startswith("10.") and "/" in doi else ""


def _isbn(asked: str) -> str:
    isbn = asked.removeprefix("isbn").lstrip(": ").replace("-", "").replace(" ", "").upper()
    return isbn if len(isbn) in (10, 13) and isbn[:-1].isdecimal() and isbn.isascii() else ""
