"""The first of what a condition finds, read in whichever of two ways is quicker."""

from functools import cached_property
from itertools import islice
from math import isqrt
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Q

from publications.models import Publication
from publications.querysets import PublicationQuerySet
from publications.search.backend import Condition, backend

# The same for whatever is listed, and in no index: what is sorted by it first is not walked through.
_IN_NO_INDEX = ExpressionWrapper(Q(published_at=None), BooleanField())
# Publications that are looked at for what they have not, and how many at a time.
_MOST_PASSED, _STEP = 20_000, 2_000


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
        if self._is_common(condition, most):
            return _read(self.queryset.filter(backend().walking(condition)), of_common or most)
        found = self.queryset.filter(pk__in=backend().reading(condition))
        return _read(found.order_by(_IN_NO_INDEX, *self.queryset.query.order_by), most)

    def without(self, condition: Condition, most: int) -> Hits:
        """The first ``most`` of those that it does not find, among as many as may be passed: of what
        nearly every publication has only so much is left."""
        left: dict[int, Any] = {}
        for start in range(0, _MOST_PASSED, _STEP):
            passed = list(self.queryset.values_list("pk", flat=True)[start : start + _STEP])
            found = self.queryset.filter(pk__in=backend().among(passed))
            left |= dict(
                found.filter(backend().without(condition)).values_list("pk", "published_at")
            )
            if len(left) > most or len(passed) < _STEP:
                return _first(left, most)
        return Hits(_first(left, most).dates, has_more=True)

    def has_any(self, condition: Condition) -> bool:
        return bool(self.of(condition, 1).dates)

    def _is_common(self, condition: Condition, most: int) -> bool:
        costs = condition.walking_costs
        return costs is not None and backend().is_common(
            condition, self._worth_reading(most, costs)
        )

    def _worth_reading(self, most: int, walking_costs: float) -> int:
        """Up to so many hits reading all is quicker than walking, which passes ``most * all / hits``
        rows."""
        return isqrt(int(walking_costs * most * self._last))

    @cached_property
    def _last(self) -> int:
        return Publication.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _read(found: PublicationQuerySet, most: int) -> Hits:
    return _first(dict(found.values_list("pk", "published_at")[: most + 1]), most)


def _first(dates: dict[int, Any], most: int) -> Hits:
    return Hits(dict(islice(dates.items(), most)), has_more=len(dates) > most)
