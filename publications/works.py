"""What one author, center, series or topic has, as the pages of it show it: the newest first."""

from django.http import HttpRequest
from django.utils.translation import get_language

from publications import facets
from publications.facets.counting import Wanted
from publications.pagination import Cards, Years, page_of
from publications.querysets import PublicationQuerySet


def page_of_works(
    request: HttpRequest,
    works: PublicationQuerySet,
    wanted: Wanted,
    *,
    time: str = "published_at",
) -> Cards:
    """The page that the address asks for. ``wanted`` says by columns what ``works`` are, for the
    counting table; ``time`` is what they are in order of. Raises ``Http404`` for a page there is not.
    """
    counted = facets.by_year(wanted, works)
    numbers = counted.numbers.get("year")
    return page_of(
        works.listed(f"-{time}", language=get_language() or ""),
        request.GET.get("page", ""),
        total=counted.total,
        is_more=counted.is_more,
        years=Years(numbers, time, newest_first=True) if numbers else None,
    )
