"""Digests whose making is killed at chosen points, in forks that die by SIGKILL.

Run as a program on a database of its own; what it then holds is printed as lines of JSON.
"""

import datetime
import json
from typing import Any

# Sets the site up, and has the ways to die.
from tests.publications.gate_crashes import die, in_a_fork, then_die

from django.utils import timezone  # isort: skip
from post_office.models import Email  # isort: skip

from publications import mailing  # isort: skip
from publications.alerts import keeping, sending  # isort: skip
from publications.enums import Frequency  # isort: skip
from publications.models import Alert, Follower, Told  # isort: skip
from tests import making  # isort: skip
from tests.following import ask, send  # isort: skip


def held() -> list[int]:
    since = timezone.now() - datetime.timedelta(days=1)
    digests = Email.objects.filter(message__contains="/follow/stop/")
    return [
        digests.count(),
        Told.objects.count(),
        Alert.objects.filter(looked_at__gt=since).count(),
    ]


def at(point: str, module: Any = None, name: str = "", kill: Any = None) -> None:
    def work() -> None:
        if module is not None:
            setattr(module, name, kill)
        send()

    killed = in_a_fork(work)
    print(json.dumps({"point": point, "killed": killed, "held": held()}))  # noqa: T201


def main() -> None:
    for number in range(2):
        ask(email=f"reader{number}@example.org")
    for alert in Alert.objects.all():
        keeping.confirm(alert, frequency=Frequency.DAILY, language="en")
    making.published("New")
    making.published("Newer")
    Alert.objects.update(looked_at=timezone.now() - datetime.timedelta(days=8))
    at("nothing written", mailing, "queue", die)
    at("mail queued", mailing, "queue", then_die(mailing.queue))
    at("mail and record written", sending, "_mail", then_die(sending._mail))
    at("one of two done", sending, "_send", then_die(sending._send))
    at("not killed")
    at("once more")
    per_reader = [follower.told.count() for follower in Follower.objects.order_by("pk")]
    print(json.dumps({"per reader": per_reader}))  # noqa: T201


if __name__ == "__main__":
    main()
