"""Pages of twenty cards, and the links between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404

from publications.models import Publication
from publications.querysets import PublicationQuerySet

PER_PAGE = 20


@dataclass(frozen=True)
class PageLink:
    """One page of the row of numbers; without an address it is a gap."""

    label: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class Cards:
    """One page of a listing. ``query`` is what its links keep, without the page."""

    page: "Page[Publication]"
    query: Sequence[tuple[str, str]]

    @property
    def publications(self) -> list[Publication]:
        return list(self.page)

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def is_split(self) -> bool:
        return self.page.has_other_pages()

    @property
    def previous(self) -> str:
        return self._address(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def next(self) -> str:
        return self._address(self.page.number + 1) if self.page.has_next() else ""

    @property
    def links(self) -> list[PageLink]:
        numbers = self.page.paginator.get_elided_page_range(
            self.page.number, on_each_side=2, on_ends=1
        )
        return [
            PageLink(
                label=str(number),
                address=self._address(number) if isinstance(number, int) else "",
                is_current=number == self.page.number,
            )
            for number in numbers
        ]

    def _address(self, number: int) -> str:
        # The first page has one address only, the one without a number.
        page = [("page", str(number))] if number > 1 else []
        return "?" + urlencode([*self.query, *page])


def page_of(
    publications: PublicationQuerySet, number: str, query: Sequence[tuple[str, str]] = ()
) -> Cards:
    """The page that ``number``, as a reader wrote it, asks for; what is no number asks for the first.

    Raises ``Http404`` for a page there is not. The shape of a card comes with it:
    three queries and the count.
    """
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 1
    paginator = Paginator(publications.for_cards(), PER_PAGE)
    try:
        return Cards(paginator.page(wanted), query)
    except EmptyPage as error:
        raise Http404 from error
