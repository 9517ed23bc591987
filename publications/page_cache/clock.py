"""When the clock alone changes what readers see."""

import datetime

from django.utils import timezone

from publications.models import Publication


def next_event(now: datetime.datetime) -> datetime.datetime:
    """The next time something appears or goes, midnight at the latest: dates are shown."""
    tomorrow = timezone.localdate(now) + datetime.timedelta(days=1)
    midnight = timezone.make_aware(datetime.datetime.combine(tomorrow, datetime.time.min))
    coming = Publication.objects.scheduled(now).order_by("published_at")
    going = Publication.objects.leaving(at=now).order_by("withdrawn_at")
    moments = [
        coming.values_list("published_at", flat=True).first(),
        going.values_list("withdrawn_at", flat=True).first(),
    ]
    return min([midnight, *(moment for moment in moments if moment is not None)])


def last_event(now: datetime.datetime) -> datetime.datetime | None:
    """The last time something appeared or went by the clock."""
    come = Publication.objects.public(now).order_by("-published_at")
    gone = Publication.objects.withdrawn(now).order_by("-withdrawn_at")
    moments = [
        come.values_list("published_at", flat=True).first(),
        gone.values_list("withdrawn_at", flat=True).first(),
    ]
    return max((moment for moment in moments if moment is not None), default=None)
