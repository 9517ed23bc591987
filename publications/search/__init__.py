"""Search: one interface, two databases (``docs/decisions/0015-search.md``).

``search`` is what listings and exports call. Whatever they pass decides what may be found.
"""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import get_language

from publications.models import Publication
from publications.querysets import PublicationQuerySet
from publications.search import excerpts, finding, suggesting
from publications.search.finding import Found
from publications.search.query import parse
from publications.search.suggesting import Suggestion


def search(queryset: PublicationQuerySet, q: str, *, language: str = "") -> PublicationQuerySet:
    """Those of ``queryset`` that ``q`` finds, the best match first.

    ``language`` is the asker's: a filter's, or else that of the page. Filter first and search last:
    of a common word only the newest hits are ranked. Without a word everything is found.
    """
    return find(queryset, q, language=language).publications


def find(
    queryset: PublicationQuerySet, q: str, *, language: str = "", in_order: bool = False
) -> Found:
    """The same with how many they are. ``in_order``: in that which ``queryset`` has."""
    return finding.find(queryset, q, _asker(language), in_order=in_order)


def matching(queryset: PublicationQuerySet, q: str, *, language: str = "") -> PublicationQuerySet:
    """All that ``q`` finds, in no order of its own and however many, for what is no listing."""
    return finding.matching(queryset, q, _asker(language))


def by_name(queryset: PublicationQuerySet, q: str) -> PublicationQuerySet:
    """For editors: by words of the title, the names or the summary, by address, DOI or ISBN."""
    return finding.by_name(queryset, q, _asker(""))


def show_excerpts(publications: Iterable[Publication], q: str, *, language: str = "") -> None:
    """Give each its ``excerpt``: where the words stand in it, for the hits of one page."""
    shown = list(publications)
    found = excerpts.excerpts(shown, q, _asker(language))
    for publication in shown:
        publication.excerpt = found.get(publication.pk)  # type: ignore[attr-defined]


def says_something(q: str) -> bool:
    """Whether there is a word in it, to be found or to be left out."""
    return bool(parse(q))


def did_you_mean(q: str, *, language: str = "") -> str:
    """For a question that found nothing: the same without its slips, if that finds something public."""
    return suggesting.did_you_mean(q, _asker(language))


def suggestions(q: str, *, language: str = "") -> list[Suggestion]:
    """What to offer somebody who has typed ``q`` so far."""
    return suggesting.suggestions(q, _asker(language))


def _asker(language: str) -> str:
    known = dict(settings.LANGUAGES)
    return next(
        filter(known.__contains__, (language, get_language() or "")), settings.LANGUAGE_CODE
    )


__all__ = [
    "Found",
    "Suggestion",
    "by_name",
    "did_you_mean",
    "find",
    "matching",
    "says_something",
    "search",
    "show_excerpts",
    "suggestions",
]
