"""Numbered pages and the links between them; pages of twenty cards."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property

from ifri.asked_number import asked_number
from publications.models import Publication
from publications.querysets import PublicationQuerySet

PER_PAGE = 20
# From here on it is worth looking for the year a page falls into.
DEEP = 1_000


@dataclass(frozen=True)
class PageLink:
    """One page of the row of numbers; without an address it is a gap."""

    label: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class Numbered:
    """One page of something. ``query`` is what its links keep, without the page."""

    page: "Page[Any]"
    query: Sequence[tuple[str, str]] = ()

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def is_split(self) -> bool:
        return self.page.has_other_pages()

    @property
    def previous(self) -> str:
        return self.address_of(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def next(self) -> str:
        return self.address_of(self.page.number + 1) if self.page.has_next() else ""

    @property
    def address(self) -> str:
        """The one address of this page of this selection, without the path."""
        return self.address_of(self.page.number).removesuffix("?")

    @property
    def links(self) -> list[PageLink]:
        numbers = self.page.paginator.get_elided_page_range(
            self.page.number, on_each_side=2, on_ends=1
        )
        return [
            PageLink(
                label=str(number),
                address=self.address_of(number) if isinstance(number, int) else "",
                is_current=number == self.page.number,
            )
            for number in numbers
        ]

    def address_of(self, number: int) -> str:
        # The first page has one address only, the one without a number.
        page = [("page", str(number))] if number > 1 else []
        return "?" + urlencode([*self.query, *page])


@dataclass(frozen=True)
class Cards(Numbered):
    """One page of a listing."""

    # There are more than ``total``, and further pages than are linked.
    is_more: bool = False

    @property
    def publications(self) -> list[Publication]:
        return list(self.page)


@dataclass(frozen=True)
class Years:
    """How many are listed of each year, in a listing by time: a far page is counted from the year
    it falls into, not from the beginning."""

    numbers: Mapping[int, int]
    time: str
    newest_first: bool

    def near(
        self, publications: PublicationQuerySet, start: int
    ) -> tuple[PublicationQuerySet, int]:
        """The listing from the beginning of that year on, and how far into it ``start`` is."""
        for year, number in sorted(self.numbers.items(), reverse=self.newest_first):
            if start < number:
                return publications.filter(**self._from(year)), start
            start -= number
        return publications, start + sum(self.numbers.values())

    def _from(self, year: int) -> dict[str, datetime.datetime]:
        if self.newest_first:
            return {f"{self.time}__lt": _new_year(year + 1)}
        return {f"{self.time}__gte": _new_year(year)}


def _new_year(year: int) -> datetime.datetime:
    return datetime.datetime(year, 1, 1, tzinfo=timezone.get_default_timezone())


class CardPaginator(Paginator):
    """``total`` and all ``keys`` where they are known already; far pages from the year they fall into."""

    def __init__(
        self,
        publications: PublicationQuerySet,
        total: int | None,
        years: Years | None,
        keys: Sequence[int] | None,
    ) -> None:
        super().__init__(publications, PER_PAGE)
        self._total = total
        self._years = years
        self._keys = keys

    @cached_property
    def count(self) -> int:
        if self._total is not None:
            return self._total
        found: PublicationQuerySet = self.object_list  # type: ignore[assignment]
        return found.count()

    def page(self, number: int | str) -> "Page[Publication]":
        valid = self.validate_number(number)
        start = (valid - 1) * PER_PAGE
        found: PublicationQuerySet = self.object_list  # type: ignore[assignment]
        return Page(self._rows(found, start), valid, self)

    def _rows(self, found: PublicationQuerySet, start: int) -> list[Publication]:
        """Keys first: an index has them in order, and no row is carried past or sorted."""
        keys = self._keys_of(found, start)
        rows = {
            each.pk: each for each in Publication.objects.public().for_cards().filter(pk__in=keys)
        }
        return [rows[pk] for pk in keys if pk in rows]

    def _keys_of(self, found: PublicationQuerySet, start: int) -> list[int]:
        if self._keys is not None:
            return list(self._keys[start : start + PER_PAGE])
        if self._years and start >= DEEP:
            found, start = self._years.near(found, start)
        return list(found.values_list("pk", flat=True)[start : start + PER_PAGE])


def page_of(
    publications: PublicationQuerySet,
    number: str,
    query: Sequence[tuple[str, str]] = (),
    *,
    total: int | None = None,
    is_more: bool = False,
    years: Years | None = None,
    keys: Sequence[int] | None = None,
) -> Cards:
    """The page that ``number``, as a reader wrote it, asks for; what is no number asks for the first.

    Raises ``Http404`` for a page there is not. The shape of a card comes with it: four queries, three
    where ``keys`` says which they are, and the count where ``total`` does not say it.
    """
    return Cards(
        asked_page(CardPaginator(publications, total, years, keys), number), query, is_more
    )


def asked_page(pages: Paginator, number: str) -> "Page[Any]":
    """The same of whatever is split into pages."""
    wanted = asked_number(number)
    try:
        return pages.page(1 if wanted is None else wanted)
    except EmptyPage as error:
        raise Http404 from error
