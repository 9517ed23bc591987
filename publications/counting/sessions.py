"""Who is who for an hour: a salted hash that nobody can turn back once the hour's salt is gone."""

import datetime
import hashlib
import hmac
import secrets

from django.utils import timezone

from publications.counting.rules import DOUBLE_CLICK
from publications.models import HourSalt

# A salt lives through its hour and the moment in which a double click may reach into the next.
SALT_LIFETIME = datetime.timedelta(hours=1) + 2 * DOUBLE_CLICK

# The same salts in this process's memory, for as long: one query an hour instead of one a view.
_known: dict[datetime.datetime, bytes] = {}


def hour_of(moment: datetime.datetime) -> datetime.datetime:
    """The beginning of the hour by the site's own clock, so that no session spans two of its days."""
    local = timezone.localtime(moment).replace(minute=0, second=0, microsecond=0)
    return local.astimezone(datetime.UTC)


def session_of(address: str, browser: str, moment: datetime.datetime) -> tuple[str, str]:
    """The session's name, and the name it had in the hour before if that may still matter."""
    _forget_known(moment)
    hour = hour_of(moment)
    session = _name(address, browser, _salt(hour))
    if moment - hour > DOUBLE_CLICK:
        return session, ""
    before = _salt_of_past(hour_of(hour - datetime.timedelta(minutes=1)))
    return session, _name(address, browser, before) if before else ""


def _salt(hour: datetime.datetime) -> bytes:
    if hour not in _known:
        # Two processes may make it at once: the first wins and both read the same.
        stored, made = HourSalt.objects.get_or_create(
            hour=hour, defaults={"salt": secrets.token_bytes(32)}
        )
        _known[hour] = bytes(stored.salt)
        if made:
            # Once an hour, wherever nobody runs aggregate_usage as often.
            forget_old_salts(hour)
    return _known[hour]


def _salt_of_past(hour: datetime.datetime) -> bytes | None:
    """None where nobody came in that hour: none is made for it any more."""
    if hour not in _known:
        stored = HourSalt.objects.filter(hour=hour).first()
        if stored is None:
            return None
        _known[hour] = bytes(stored.salt)
    return _known[hour]


def _name(address: str, browser: str, salt: bytes) -> str:
    who = f"{address}\x00{browser}".encode()
    return hmac.new(salt, who, hashlib.sha256).hexdigest()[:32]


def _forget_known(now: datetime.datetime) -> None:
    for hour in [hour for hour in _known if hour < now - SALT_LIFETIME]:
        _known.pop(hour, None)


def forget_old_salts(now: datetime.datetime) -> int:
    """Delete the salts of hours that are over; returns how many."""
    deleted, _ = HourSalt.objects.filter(hour__lt=now - SALT_LIFETIME).delete()
    return deleted
