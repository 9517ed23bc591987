"""What a database has to do for search, and the one that does it here."""

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

if TYPE_CHECKING:
    # Who reads a question asks what is public, and so this.
    from publications.search.reading import Reading


class Place(Enum):
    """Where all the words have to stand."""

    ANYWHERE = "anywhere"
    HEAD = "head"  # title, names, summary
    LABEL = "label"  # title, names
    TITLE = "title"


class Condition(NamedTuple):
    """SQL that selects the numbers of the publications found."""

    sql: str
    params: tuple[Any, ...]
    # How many hits are read and sorted in the time in which one publication is passed while walking;
    # nothing where nobody should walk.
    walking_costs: float | None

    @property
    def numbers(self) -> RawSQL:
        return RawSQL(self.sql, self.params)  # noqa: S611 - ours; what readers typed are parameters


class Backend(Protocol):
    # Whether entries have vectors here, which only PostgreSQL knows.
    has_vectors: bool

    def condition(self, readings: "Sequence[Reading]", place: Place) -> Condition: ...

    def is_common(self, condition: Condition, most: int) -> bool:
        """Whether about more than ``most`` are found, without counting them."""

    def reading(self, condition: Condition) -> RawSQL:
        """The numbers found, to be read before anything else is."""

    def walking(self, condition: Condition) -> RawSQL:
        """The same condition asked of one publication after the other, in a query of publications."""

    def without(self, condition: Condition) -> RawSQL:
        """What is not found, in a query of publications."""

    def among(self, numbers: list[int]) -> RawSQL:
        """These numbers as one parameter: a thousand of them take longer to write than to look up."""

    def in_order(self, numbers: list[int]) -> Any:
        """An expression by which publications stand in the order of ``numbers``."""

    def vectors(self, fields: dict[str, Any], language: str) -> dict[str, Any]:
        """The columns that only this database has."""

    def spelt_so(self, language: str, words: Sequence[str]) -> Condition:
        """Where a title, a name or a summary spells one of the words so."""

    def unknown(self, language: str, words: Sequence[str]) -> list[str]:
        """Those that are not in the vocabulary; in one question, however many they are."""

    def unused(self, language: str, words: Sequence[str]) -> list[str]:
        """Those that no entry spells so."""

    def settle(self) -> None:
        """After much was written: statistics, and whatever an index leaves for later."""


def backend() -> Backend:
    # The module of the other database is not even imported.
    if connection.vendor == "postgresql":
        from publications.search.postgresql import PostgreSQL  # noqa: PLC0415

        return PostgreSQL()
    from publications.search.sqlite import SQLite  # noqa: PLC0415

    return SQLite()


def is_true(sql: str, params: tuple[Any, ...]) -> RawSQL:
    return RawSQL(sql, params, output_field=BooleanField())  # noqa: S611 - as above
