"""Which publications a named filter means. A name that means nothing is an error, not “all”."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import models

from authors.models import Author
from ifri.asked_number import asked_number
from programs.models import ResearchCenter
from programs.tree import with_descendants
from publications.enums import Status
from publications.models import PublicationType, Series, Tag
from publications.querysets import PublicationQuerySet

Filter = Callable[[PublicationQuerySet, str], PublicationQuerySet]


class UnknownName(ValueError):
    """The filter's value names nothing; the message says what was asked for."""


def select(queryset: PublicationQuerySet, wanted: dict[str, str]) -> PublicationQuerySet:
    """Narrow the queryset by each filter that has a value."""
    for name, value in wanted.items():
        queryset = FILTERS[name](queryset, value)
    return queryset


def _named(what: str, among: "models.QuerySet[Any]", slug: str) -> Any:
    found = among.filter(slug=slug).first()
    if found is None:
        raise UnknownName(f"There is no {what} with the slug {slug!r}.")
    return found


def _one_of(what: str, allowed: list[str], value: str) -> str:
    if value not in allowed:
        raise UnknownName(f"{value!r} is not a {what}: choose from {', '.join(allowed)}.")
    return value


def _center(queryset: PublicationQuerySet, slug: str) -> PublicationQuerySet:
    center = _named("center or program", ResearchCenter.objects.all(), slug)
    return queryset.in_centers(with_descendants(center, ResearchCenter.objects.all()))


def _year(queryset: PublicationQuerySet, year: str) -> PublicationQuerySet:
    number = asked_number(year)
    if number is None or not 1 <= number <= 9998:
        raise UnknownName(f"{year!r} is not a year.")
    return queryset.filter(published_at__year=number)


FILTERS: dict[str, Filter] = {
    "status": lambda queryset, value: queryset.filter(
        status=_one_of("status", Status.values, value)
    ),
    "center": _center,
    "author": lambda queryset, slug: queryset.signed_by(
        _named("author", Author.objects.all(), slug)
    ),
    "type": lambda queryset, slug: queryset.filter(
        type=_named("publication type", PublicationType.objects.all(), slug)
    ),
    "series": lambda queryset, slug: queryset.filter(
        series=_named("series", Series.objects.all(), slug)
    ),
    "tag": lambda queryset, slug: queryset.tagged(_named("tag", Tag.objects.all(), slug)),
    "year": _year,
    "language": lambda queryset, value: queryset.filter(
        language=_one_of("language", [code for code, _ in settings.LANGUAGES], value)
    ),
}
