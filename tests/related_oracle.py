"""The rule of the related analyses, told again without a query that could share a mistake."""

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from publications.models import (
    Authorship,
    Publication,
    PublicationCenter,
    RelatedBan,
    RelatedPick,
    RelatedState,
    TaggedPublication,
    TagRarity,
)
from publications.querysets import PublicationQuerySet

UNIT = 10_000_000_000
_SAME = 10**15
_NEW = round(UNIT / math.log(3))
_SIGNING = ("author_id", "organisation_id", "center_id")


class Oracle:
    """Everything read once; ``shown`` compares one publication with each of the others."""

    def __init__(self, pool: PublicationQuerySet | None = None) -> None:
        self.all = Publication.objects.in_bulk()
        self.public = {each.pk: each for each in (pool or Publication.objects.public())}
        self.horizon = RelatedState.objects.get().horizon
        points = dict(TagRarity.objects.values_list("tag_id", "points"))
        self.terms: defaultdict[int, dict[tuple[str, Any], int]] = defaultdict(dict)
        for pk, tag in TaggedPublication.objects.values_list("content_object_id", "tag_id"):
            self.terms[pk]["tag", tag] = points.get(tag, _NEW)
        for row in Authorship.objects.values("publication_id", *_SIGNING):
            for kind in _SIGNING:
                if row[kind]:
                    self.terms[row["publication_id"]][kind, row[kind]] = UNIT // 2
        for pk, center in PublicationCenter.objects.values_list("publication_id", "center_id"):
            self.terms[pk]["center", center] = UNIT * 6 // 100
        for pk, series in Publication.objects.values_list("pk", "series_id"):
            if series:
                self.terms[pk]["series", series] = UNIT // 10
        self.picks = _lists(
            RelatedPick.objects.order_by("order", "pk").values_list("publication_id", "picked_id")
        )
        self.bans = _lists(RelatedBan.objects.values_list("publication_id", "banned_id"))

    def shown(self, pk: int, limit: int = 4) -> list[int]:
        allowed = self._allowed(pk)
        picked = [key for key in self.picks[pk] if key in allowed]
        found = picked + [key for _, key in self.ranking(pk)]
        asked = self.all[pk].language
        newest = sorted(
            (each.published_at, key)
            for key, each in allowed.items()
            if each.language == asked and key not in found
        )
        return [*found, *(key for _, key in reversed(newest))][:limit]

    def ranking(self, pk: int) -> list[tuple[int, int]]:
        """All that share something with it, with their scores, the best first."""
        ranked = [
            (shared + self._moment(each) + _SAME * (each.language == self.all[pk].language), key)
            for key, each in self._allowed(pk).items()
            if key not in self.picks[pk] and (shared := self.shared(pk, key))
        ]
        return sorted(ranked, reverse=True)

    def _allowed(self, pk: int) -> dict[int, Publication]:
        group = self.all[pk].translation_group
        return {
            key: each
            for key, each in self.public.items()
            if each.translation_group != group and key not in self.bans[pk]
        }

    def shared(self, one: int, other: int) -> int:
        common = self.terms[one].keys() & self.terms[other].keys()
        return sum(self.terms[one][term] for term in common)

    def _moment(self, publication: Publication) -> int:
        assert publication.published_at is not None
        return min(math.floor(publication.published_at.timestamp()), self.horizon)


def _lists(pairs: Iterable[tuple[int, int]]) -> defaultdict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for owner, each in pairs:
        found[owner].append(each)
    return found
