"""What is new to an alert."""

import datetime
import uuid
from typing import NamedTuple

from django.db.models import Q

from programs.models import ResearchCenter
from publications.alerts import following
from publications.models import Alert, Follower, Publication

# What appeared longer ago is no news, whoever gives it a tag now; and for so long a digest that
# could not be made is made up for.
NEWS = datetime.timedelta(days=30)


class Candidate(NamedTuple):
    pk: int
    translation_group: uuid.UUID
    published_at: datetime.datetime


class News:
    """What fits, looked up once for each thing followed, however many follow it.

    A run may last: whether a paper is public is asked again when it is mailed.
    """

    def __init__(self, now: datetime.datetime) -> None:
        self._now = now
        self._centers = list(ResearchCenter.objects.all())
        self._found: dict[tuple[str, str], list[Candidate]] = {}

    def of(self, alert: Alert, follower: Follower) -> list[Candidate]:
        """What appeared since the alert was confirmed."""
        since = alert.confirmed_at
        fitting = self._fitting(alert, follower.language)
        return [each for each in fitting if since is not None and each.published_at > since]

    def _fitting(self, alert: Alert, language: str) -> list[Candidate]:
        selection = following.selection_of(alert)
        name = (following.key(selection), language)
        if name not in self._found:
            # Of all first: whether the last word is a beginning must not depend on what is recent.
            fitting = selection.fitting(Publication.objects.public(), language, self._centers)
            recent = fitting.filter(published_at__gt=self._now - NEWS)
            rows = recent.values_list("pk", "translation_group", "published_at")
            self._found[name] = [Candidate(pk, group, at) for pk, group, at in rows if at]
        return self._found[name]


def untold(follower: Follower, candidates: list[Candidate]) -> set[int]:
    """Without the papers this address was mailed about, be it of a version in another language."""
    told = follower.told.filter(
        Q(publication__in={each.pk for each in candidates})
        | Q(translation_group__in={each.translation_group for each in candidates})
    ).values_list("publication", "translation_group")
    publications, groups = {pk for pk, _group in told}, {group for _pk, group in told}
    return {
        each.pk
        for each in candidates
        if each.pk not in publications and each.translation_group not in groups
    }
