"""The first of what a condition finds, read in whichever of two ways is quicker."""

from functools import cached_property
from math import isqrt
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Q

from publications.models import Publication
from publications.querysets import PublicationQuerySet
from publications.search.backend import Condition, backend

# The same for whatever is listed, and in no index: what is sorted by it first is not walked through.
_IN_NO_INDEX = ExpressionWrapper(Q(published_at=None), BooleanField())


class Hits(NamedTuple):
    # When each was published by its number, in their order.
    dates: dict[int, Any]
    has_more: bool


class First:
    """Of one queryset, in its order or else the newest; made for one search, in which little is asked
    twice."""

    def __init__(self, queryset: PublicationQuerySet) -> None:
        self.queryset = queryset if queryset.ordered else queryset.newest_first()

    def of(self, condition: Condition, most: int, *, of_common: int = 0) -> Hits:
        """The first ``most`` of them, or ``of_common`` where there are a great many.

        The hits of a common word are met soon by walking from the first publication on; those of a
        rare one are read and sorted. Which is which a database cannot be left to decide: taking a
        rare word for a common one it would walk through everything.
        """
        if backend().is_common(condition, self._worth_reading(most, condition.walking_costs)):
            return _read(self.queryset.filter(backend().walking(condition)), of_common or most)
        found = self.queryset.filter(pk__in=backend().reading(condition))
        return _read(found.order_by(_IN_NO_INDEX, *self.queryset.query.order_by), most)

    def without(self, condition: Condition, most: int) -> Hits:
        """The first ``most`` of those that it does not find: nearly always all, so they are walked to."""
        return _read(self.queryset.exclude(backend().walking(condition)), most)

    def has_any(self, condition: Condition) -> bool:
        return bool(self.of(condition, 1).dates)

    def _worth_reading(self, most: int, walking_costs: float) -> int:
        """Up to so many hits reading all is quicker than walking, which passes ``most * all / hits``
        rows."""
        return isqrt(int(walking_costs * most * self._last))

    @cached_property
    def _last(self) -> int:
        return Publication.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _read(found: PublicationQuerySet, most: int) -> Hits:
    rows = list(found.values_list("pk", "published_at")[: most + 1])
    return Hits(dict(rows[:most]), has_more=len(rows) > most)
