"""A process that is killed at chosen points of the gate and of the mail's sending.

Run as a program on a database of its own: for each point it forks, the fork goes to work and dies by
SIGKILL at that point, and what the database then holds is printed as one line of JSON.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import django

django.setup()

from django.conf import settings  # noqa: E402 - the site has to be set up before
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from post_office.models import STATUS, Email  # noqa: E402

from publications import mailing  # noqa: E402
from publications.enums import Access  # noqa: E402
from publications.gate import grants, newsletter  # noqa: E402
from publications.models import (  # noqa: E402
    Attempt,
    DownloadRequest,
    Grant,
    NewsletterSubscription,
)
from publications.views import gate  # noqa: E402
from tests import making  # noqa: E402

SENT = Path(sys.argv[1])
# Where the fork dies while it sends a mail: before it handed it over, after, or nowhere.
dies: dict[str, bool] = {"before": False, "after": False}


class Server:
    """A mail server that notes what it was handed, and a sender that dies around that."""

    def __init__(self, *args: object, **options: object) -> None: ...
    def open(self) -> None: ...
    def close(self) -> None: ...

    def send_messages(self, messages: list[Any]) -> int:
        if dies["before"]:
            die()
        with SENT.open("a") as notes:
            notes.writelines(f"{message.extra_headers['Message-ID']}\n" for message in messages)
        if dies["after"]:
            die()
        return len(messages)


def die(*args: object, **options: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def then_die(function: Callable[..., Any]) -> Callable[..., NoReturn]:
    def run(*args: Any, **options: Any) -> NoReturn:
        function(*args, **options)
        die()

    return run


def in_a_fork(work: Callable[[], None]) -> bool:
    """Whether the work was killed rather than done."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def ask(slug: str) -> None:
    form = {"email": "reader@example.org", "wants_newsletter": "on"}
    Client(SERVER_NAME="127.0.0.1").post(f"/en/publications/{slug}/download/", form)


def held() -> list[int]:
    models = (DownloadRequest, Grant, NewsletterSubscription, Email, Attempt)
    return [model.objects.count() for model in models]


def at_the_gate(point: str, slug: str, module: Any, name: str, kill: Callable[..., Any]) -> None:
    def work() -> None:
        setattr(module, name, kill)
        ask(slug)

    killed = in_a_fork(work)
    print(json.dumps({"point": point, "killed": killed, "held": held()}))  # noqa: T201


def send() -> None:
    call_command("send_queued_mail", lockfile=str(SENT.with_suffix(".lock")))


def while_sending(point: str) -> None:
    def work() -> None:
        dies[point] = True
        send()

    killed = in_a_fork(work)
    report(point, killed)


def report(point: str, killed: bool) -> None:
    sent = SENT.read_text().split() if SENT.exists() else []
    waiting = Email.objects.exclude(status=STATUS.sent).count()
    counted = {"handed_over": len(sent), "different": len(set(sent)), "waiting": waiting}
    print(json.dumps({"point": point, "killed": killed, **counted}))  # noqa: T201


def main() -> None:
    queue: Any = settings.POST_OFFICE
    queue["BACKENDS"]["default"] = "__main__.Server"
    making.published(slug="form")
    making.published(slug="verified", access=Access.VERIFIED)
    at_the_gate("request stored", "form", newsletter, "ask", die)
    at_the_gate("newsletter queued", "form", mailing, "queue", then_die(mailing.queue))
    at_the_gate("link stored", "form", grants, "issue", then_die(grants.issue))
    at_the_gate("link's mail queued", "verified", newsletter, "ask", die)
    at_the_gate("done, not answered", "form", gate, "render", die)
    ask("verified")
    print(json.dumps({"point": "not killed", "killed": False, "held": held()}))  # noqa: T201
    while_sending("before")
    while_sending("after")
    send()
    report("not killed", killed=False)


if __name__ == "__main__":
    main()
