"""Erasing what is held about readers. What was counted goes on counting, and is nobody's."""

from axes.models import AccessAttempt, AccessFailureLog
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import TruncDay
from django.utils import timezone

from publications.alerts import asking
from publications.gate import confirming, holdings, limits, newsletter, reader_links
from publications.models import DownloadRequest, Grant, PersonalDataLog

_MAILS = (asking.MAIL, confirming.MAIL, newsletter.MAIL, reader_links.MAIL)


@transaction.atomic
def erase(email: str) -> int:
    """Everything that is held about an address, at once. Tells how many records it was.

    Its links open nothing any more, and mails that wait for the sender are not sent.
    """
    held = holdings.of(email)
    erased = anonymise(held.requests)
    # Followers before mails: deleting one waits for a digest that is being made.
    erased += held.told.count() + held.alerts.count() + held.followers.count()
    held.followers.delete()
    for queryset in (held.subscriptions, held.mails, held.links):
        erased += queryset.count()
        queryset.delete()
    erased += _unname(held)
    limits.forget(email, _MAILS)
    # That it was done, and how much it was; a record of whose would undo it.
    PersonalDataLog.objects.create(kind=PersonalDataLog.Kind.ERASED, rows=erased)
    return erased


def _unname(held: holdings.Holdings) -> int:
    """Take the address out of records that are not its owner's alone."""
    # Who had an embargoed paper stays known until the link's own time is over.
    unnamed = held.press_links.update(email="")
    for model in (AccessAttempt, AccessFailureLog):
        unnamed += model.objects.filter(username__iexact=held.email).delete()[0]
    return unnamed


def anonymise(requests: "QuerySet[DownloadRequest]") -> int:
    """Empty requests of everything but that on that day somebody asked for that publication."""
    chosen = list(requests.filter(erased_at=None).values_list("pk", flat=True))
    Grant.objects.filter(request__in=chosen).delete()
    return DownloadRequest.objects.filter(pk__in=chosen).update(
        email="",
        user=None,
        organisation="",
        sector="",
        erased_at=timezone.now(),
        created_at=TruncDay("created_at"),
    )
