"""Readers who follow something, as they do it: by the pages and by the links in their mails."""

import datetime
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from tests.mails import mailed_link

READER = "reader@example.org"
# A Wednesday, in the afternoon.
WEDNESDAY = datetime.datetime(2026, 3, 4, 14, 0, tzinfo=datetime.UTC)


def ask(
    query: str = "",
    *,
    email: str = READER,
    frequency: str = "daily",
    language: str = "en",
    client: Client | None = None,
) -> Any:
    address = f"/{language}/follow/{'?' if query else ''}{query}"
    said = {"email": email, "frequency": frequency}
    return (client or Client()).post(address, said)


def confirm(link: str | None = None, frequency: str = "daily") -> Any:
    """By the newest mail."""
    address = urlsplit(link or mailed_link("/follow/confirm/?link="))
    token = parse_qs(address.query)["link"][0]
    said = {"link": token, "confirm": "1", "frequency": frequency}
    return Client().post(address.path, said)


def follow(
    query: str = "", *, email: str = READER, frequency: str = "daily", language: str = "en"
) -> None:
    """Asked and confirmed; the mail that asked is gone."""
    assert ask(query, email=email, frequency=frequency, language=language).status_code == 200
    assert confirm(frequency=frequency).status_code == 200
    Email.objects.filter(message__contains="/follow/confirm/").delete()


def send() -> None:
    call_command("send_alerts", verbosity=0, stdout=_Nowhere())


def digests(email: str = READER) -> list[Any]:
    mails = Email.objects.filter(to=email, message__contains="/follow/stop/")
    return list(mails.order_by("pk"))


def main_of(answer: Any) -> str:
    """What a page says of itself: around it stand addresses as they were asked for."""
    said = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "…", said)


def next_day(clock: Any) -> None:
    """To the afternoon of the next day, when its digest is due."""
    clock.move_to(timezone.now() + datetime.timedelta(days=1), tick=False)


class _Nowhere:
    def write(self, text: str) -> int:
        return len(text)
