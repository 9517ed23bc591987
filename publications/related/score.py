"""What two publications have in common, in points.

A point is a second of age: of two that share as much the newer comes first, and to share a center
makes up for nineteen years. Everything is a whole number, because a sum of floats depends on the
order in which a database adds them.
"""

import datetime
import hashlib
import math
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from publications.models import (
    Authorship,
    PublicationCenter,
    RelatedBan,
    RelatedPick,
    RelatedState,
    TaggedPublication,
)
from publications.querysets import PublicationQuerySet

UNIT = 10**10
# A person or an organisation that signed both; as much as a tag that six publications carry.
AUTHOR = UNIT // 2
SERIES = UNIT // 10
CENTER = 6 * UNIT // 100
# No sum of what is shared comes near it: the same language first.
SAME_LANGUAGE = 10**15
# Editors' picks stand above any score, the first of them highest.
PICKED = 10**18

_YEAR = 366 * 24 * 3600


def rarity(uses: int) -> int:
    """1 / ln(1 + n): to share a tag with three others says more than with three hundred."""
    return round(UNIT / math.log(1 + max(uses, 2)))


# A tag that came after the last rebuild is counted as on two publications: both that share it.
NEW_TAG = rarity(2)


def horizon(now: datetime.datetime) -> int:
    """Recency counts up to a year from here, so that a date far away is no advantage."""
    return seconds(now) + _YEAR


def seconds(moment: datetime.datetime) -> int:
    return math.floor(moment.timestamp())


def current_state() -> RelatedState:
    """The stored one, or what holds before there is one; that is not saved."""
    return RelatedState.objects.filter(pk=1).first() or RelatedState(
        pk=1, horizon=horizon(timezone.now())
    )


@dataclass
class Profile:
    """All that decides what a publication is related to."""

    pk: int
    language: str
    group: UUID
    moment: int
    series: int | None
    tags: dict[int, int] = field(default_factory=dict)  # with their points
    authors: set[int] = field(default_factory=set)
    organisations: set[int] = field(default_factory=set)
    signing_centers: set[int] = field(default_factory=set)
    centers: set[int] = field(default_factory=set)
    picks: list[int] = field(default_factory=list)
    bans: set[int] = field(default_factory=set)

    def terms(self) -> dict[tuple[str, int], int]:
        """Everything that can be shared, with its points."""
        found = {("tag", pk): points for pk, points in self.tags.items()}
        found |= {("author", pk): AUTHOR for pk in self.authors}
        found |= {("organisation", pk): AUTHOR for pk in self.organisations}
        found |= {("signing", pk): AUTHOR for pk in self.signing_centers}
        found |= {("center", pk): CENTER for pk in self.centers}
        if self.series:
            found["series", self.series] = SERIES
        return found

    def fingerprint(self) -> str:
        said = (
            self.language,
            str(self.group),
            self.moment,
            sorted(self.terms().items()),
            self.picks,
            sorted(self.bans),
        )
        return hashlib.blake2b(repr(said).encode(), digest_size=16).hexdigest()


def profiles(publications: PublicationQuerySet, state: RelatedState) -> dict[int, Profile]:
    """The profiles of these publications, of a few hundred at most, in six queries."""
    rows = publications.order_by().values_list(
        "pk", "language", "translation_group", "published_at", "series"
    )
    found = {
        pk: Profile(pk, language, group, _recency(published_at, state), series)
        for pk, language, group, published_at, series in rows
    }
    if found:
        _add_tags(found)
        _add_links(found)
        _add_choices(found)
    return found


def _recency(published_at: datetime.datetime | None, state: RelatedState) -> int:
    # A draft has none: it is previewed as if it came out now, and nothing is ranked by it.
    return min(seconds(published_at or timezone.now()), state.horizon)


def _add_tags(found: dict[int, Profile]) -> None:
    taggings = TaggedPublication.objects.filter(content_object__in=list(found)).order_by()
    points = F("tag__frozen_rarity__points")
    for pk, tag, frozen in taggings.values_list("content_object_id", "tag_id", points):
        found[pk].tags[tag] = frozen or NEW_TAG


def _add_links(found: dict[int, Profile]) -> None:
    signed = Authorship.objects.filter(publication__in=list(found)).order_by()
    for pk, author, organisation, center in signed.values_list(
        "publication_id", "author_id", "organisation_id", "center_id"
    ):
        for signatories, signatory in (
            (found[pk].authors, author),
            (found[pk].organisations, organisation),
            (found[pk].signing_centers, center),
        ):
            if signatory:
                signatories.add(signatory)
    links = PublicationCenter.objects.filter(publication__in=list(found)).order_by()
    for pk, center in links.values_list("publication_id", "center_id"):
        found[pk].centers.add(center)


def _add_choices(found: dict[int, Profile]) -> None:
    """What editors chose, in their order, and what they banned."""
    picks = RelatedPick.objects.filter(publication__in=list(found)).order_by("order", "pk")
    for pk, picked in picks.values_list("publication_id", "picked_id"):
        found[pk].picks.append(picked)
    bans = RelatedBan.objects.filter(publication__in=list(found)).order_by()
    for pk, banned in bans.values_list("publication_id", "banned_id"):
        found[pk].bans.add(banned)
