"""Making the digests that are due: one mail an address, of what is new to it and public now.

The mail, the record of what it tells and of the turn that was taken are one transaction: killed at
any moment, all of it was done or nothing. Two that run at once take turns at each address.
"""

import datetime
import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from publications import mailing
from publications.alerts import digest, news, turns
from publications.alerts.news import News
from publications.models import Alert, Follower, Publication, Told

logger = logging.getLogger(__name__)


def send_due() -> int:
    """Queue what is due; tells how many mails that was."""
    now = timezone.now()
    followers = turns.due(now).values_list("follower", flat=True).order_by("follower").distinct()
    found = News(now)
    return sum(_send(pk, found, now) for pk in list(followers))


def _send(pk: int, found: News, now: datetime.datetime) -> bool:
    try:
        return _turn(pk, found, now)
    except ValidationError:
        # One broken address must not keep the others from their mail, nor stand in the log.
        logger.warning("No digest for follower %s: the queue does not take the address.", pk)
        return False


@transaction.atomic
def _turn(pk: int, found: News, now: datetime.datetime) -> bool:
    """One follower's turn. Whoever has ended it meanwhile is not there any more."""
    follower = Follower.objects.select_for_update().filter(pk=pk).first()
    if follower is None:
        return False
    due = turns.due(now).filter(follower=follower)
    alerts = list(due.select_related("center", "author", "type", "series", "tag"))
    candidates = [each for alert in alerts for each in found.of(alert, follower)]
    wanted = Publication.objects.public().filter(pk__in=news.untold(follower, candidates))
    publications = list(wanted.newest_first().for_cards()) if candidates else []
    if publications:
        _mail(follower, publications, now)
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(looked_at=now)
    return bool(publications)


def _mail(follower: Follower, publications: list[Publication], now: datetime.datetime) -> None:
    made = digest.compose(follower, publications)
    mail = mailing.queue(follower.email, made.subject, made.text, made.headers)
    Told.objects.bulk_create(
        Told(
            follower=follower,
            publication=each,
            translation_group=each.translation_group,
            mail=mail,
            at=now,
        )
        for each in publications
    )
