"""How often the gate may be passed, and how many mails it may send to one mailbox.

Counted in the database, so that all processes count together. What is stored is a keyed hash whose
key changes with every period: it can be counted and leads to nobody once the period is over. Files
are never limited: who holds a link is not asked.
"""

import datetime
import math
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from publications.models import Attempt

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
# Beyond this nothing counts them any more.
KEPT = 2 * DAY

# What passes by itself is counted in all, and in no network.
_NO_NETWORK = "no network"

_DOTS_MEAN_NOTHING = ("gmail.com", "googlemail.com")


class Exceeded(Exception):
    """Too often. ``wait`` is in whole seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__()
        self.wait = wait


@dataclass(frozen=True)
class Caller:
    """Who is at the gate, as far as limits are concerned; ``browser`` is a remembered one's id."""

    network_address: str
    browser: str = ""


def admit(caller: Caller, email: str = "") -> None:
    """Count one passage, or raise ``Exceeded``. To be called in the transaction of the passage.

    A remembered browser is counted by itself: it does not use up its neighbours' share.
    """
    now = timezone.now()
    subject, network = _counted(caller, email)
    _take_turns(subject, network)
    passages = Attempt.objects.exclude(network="")
    _hold(passages, settings.GATE_LIMIT_OVERALL, HOUR, now)
    if network != _NO_NETWORK:
        same = passages.filter(network__in=_keys(network, HOUR, now))
        _hold(same, settings.GATE_LIMIT_NETWORK, HOUR, now)
    if subject:
        same = passages.filter(address__in=_keys(subject, HOUR, now))
        _hold(same, settings.GATE_LIMIT_ADDRESS, HOUR, now)
    Attempt.objects.create(
        address=_key(subject, HOUR, now) if subject else "",
        network=_key(network, HOUR, now),
        at=now,
    )


def may_mail(email: str, kind: str) -> bool:
    """Whether one more mail of that kind may go to a mailbox; if so, it is counted.

    Each kind has its own count: nobody loses the link to a paper because somebody else asked for
    their newsletter. Whoever asks is told nothing of the answer.
    """
    now = timezone.now()
    subject = f"mail {kind} {mailbox(email)}"
    _take_turns(subject)
    sent = Attempt.objects.filter(address__in=_keys(subject, DAY, now), network="")
    try:
        _hold(sent, settings.MAILS_PER_ADDRESS, HOUR, now)
        _hold(sent, settings.MAILS_PER_ADDRESS_DAY, DAY, now)
    except Exceeded:
        return False
    Attempt.objects.create(address=_key(subject, DAY, now), network="", at=now)
    return True


def forget(email: str, kinds: tuple[str, ...]) -> None:
    """Delete what was counted of an address."""
    now = timezone.now()
    counted = _keys(f"address {mailbox(email)}", HOUR, now)
    for kind in kinds:
        counted += _keys(f"mail {kind} {mailbox(email)}", DAY, now)
    Attempt.objects.filter(address__in=counted).delete()


def mailbox(email: str) -> str:
    """The same for all the spellings of an address that end in one mailbox."""
    name, _at, domain = email.casefold().rpartition("@")
    name = name.partition("+")[0]
    if domain in _DOTS_MEAN_NOTHING:
        name = name.replace(".", "")
    return f"{name}@{domain}"


def network_of(address: str) -> str:
    """The /24 or /48 an address is in; what is no address is a network of its own."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ip_network(f"{found}/{24 if found.version == 4 else 48}", strict=False))


def _counted(caller: Caller, email: str) -> tuple[str, str]:
    """What a passage is counted under: as whose, if anybody's, and as from where."""
    if caller.browser:
        return f"browser {caller.browser}", _NO_NETWORK
    subject = f"address {mailbox(email)}" if email else ""
    return subject, f"network {network_of(caller.network_address)}"


def _hold(
    counted: "QuerySet[Attempt]", most: int, window: datetime.timedelta, now: datetime.datetime
) -> None:
    """Raise ``Exceeded`` where the window is full, with the time until there is room again."""
    within = counted.filter(Q(at__gt=now - window)).order_by("-at").values_list("at", flat=True)
    # The one that has to leave the window first, if there are that many.
    last = within[most - 1 : most].first() if most else None
    if last is not None:
        raise Exceeded(max(1, math.ceil((last + window - now).total_seconds())))


def _keys(subject: str, period: datetime.timedelta, now: datetime.datetime) -> list[str]:
    """What a subject is called in this period and in the one before, which the window reaches into."""
    return [_key(subject, period, now), _key(subject, period, now - period)]


def _key(subject: str, period: datetime.timedelta, at: datetime.datetime) -> str:
    number = int(at.timestamp() // period.total_seconds())
    salt = f"publications.gate.limits:{period.total_seconds():.0f}:{number}"
    return salted_hmac(salt, subject, algorithm="sha256").hexdigest()[:32]


def _take_turns(*subjects: str) -> None:
    """Two that count the same do so one after the other, until the transaction ends.

    SQLite's write transactions take turns by themselves.
    """
    if connection.vendor != "postgresql":
        return
    locks = sorted({_lock(subject) for subject in subjects if subject})
    with connection.cursor() as cursor:
        for lock in locks:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])


def _lock(subject: str) -> int:
    """Fifteen hexadecimal digits fit into the database's whole numbers."""
    name = salted_hmac("publications.gate.limits", subject, algorithm="sha256").hexdigest()
    return int(name[:15], 16)
