"""The newest of what a condition finds, read in whichever of two ways is quicker."""

from functools import cached_property
from math import isqrt
from typing import Any

from django.db.models.functions import Coalesce

from publications.models import Publication
from publications.querysets import PublicationQuerySet
from publications.search.backend import Condition, backend


class Newest:
    """Of one queryset; made for one search, in which little is asked twice."""

    def __init__(self, queryset: PublicationQuerySet) -> None:
        self.queryset = queryset

    def of(self, condition: Condition, most: int) -> dict[int, Any]:
        """Their dates by their numbers, the newest first.

        The hits of a common word are met soon by walking from the newest publication down; those of
        a rare one are read and sorted. Which is which a database cannot be left to decide: taking a
        rare word for a common one it would walk through everything.
        """
        if backend().is_common(condition, self._worth_reading(most)):
            found = self.queryset.filter(backend().walking(condition)).newest_first()
        else:
            # An order that no index has.
            date = Coalesce("published_at", "created_at")
            found = self.queryset.filter(pk__in=condition.numbers).order_by(date.desc(), "-pk")
        return dict(found.values_list("pk", "published_at")[:most])

    def has_any(self, condition: Condition) -> bool:
        return bool(self.of(condition, 1))

    def _worth_reading(self, most: int) -> int:
        """Up to so many hits reading all is quicker than walking, which passes ``most * all / hits``
        rows."""
        return isqrt(backend().walking_costs * most * self._last)

    @cached_property
    def _last(self) -> int:
        return Publication.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
