"""What is done with alerts by the links in their mails: confirmed, changed, ended."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from post_office.models import Email

from publications.enums import Frequency
from publications.gate import tokens
from publications.models import Alert, Follower


class TooMany(Exception):
    """The address follows as much as one may: something has to be ended first."""


def find(token: str) -> Follower | None:
    return Follower.objects.filter(token_hash=tokens.hashed(token)).first()


def find_alert(token: str) -> Alert | None:
    found = Alert.objects.select_related("follower", "center", "author", "type", "series", "tag")
    return found.filter(token_hash=tokens.hashed(token)).first()


@transaction.atomic
def confirm(alert: Alert, *, frequency: Frequency, language: str) -> None:
    """From now on it counts, and what appears from now on is told. A second time changes nothing.

    Raises ``TooMany``. Not when it is asked for: strangers would learn how much an address follows,
    and could use up its share.
    """
    _locked(alert.follower)
    unconfirmed = Alert.objects.filter(pk=alert.pk, confirmed_at=None)
    if not unconfirmed.exists():
        return
    if alert.follower.alerts.exclude(confirmed_at=None).count() >= settings.ALERTS_PER_ADDRESS:
        raise TooMany
    now = timezone.now()
    unconfirmed.update(confirmed_at=now, looked_at=now, frequency=frequency)
    # Whoever confirms reads the page that asks.
    Follower.objects.filter(pk=alert.follower_id).update(language=language)


def change(follower: Follower, pk: int, frequency: Frequency) -> None:
    follower.alerts.filter(pk=pk).update(frequency=frequency)


@transaction.atomic
def stop(follower: Follower, pk: int) -> None:
    _locked(follower)
    follower.alerts.filter(pk=pk).delete()
    if not follower.alerts.exists():
        stop_all(follower)


@transaction.atomic
def stop_all(follower: Follower) -> None:
    """Nothing is kept of it, and what still waits for the sender is not sent."""
    # A digest that is being made is finished first, or it would be mailed after the end.
    _locked(follower)
    Email.objects.filter(pk__in=follower.told.values("mail")).delete()
    Follower.objects.filter(pk=follower.pk).delete()


def _locked(follower: Follower) -> None:
    Follower.objects.select_for_update().filter(pk=follower.pk).first()
