"""Once a reader is erased, nothing of the address is left: in no table, no queue, no log line.

The whole database is searched, every table and column, for every way an address may be written.
"""

import base64
import datetime
import io
import logging
import quopri
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string
from post_office import mail

from publications import press
from publications.enums import Access
from publications.models import Alert, DownloadRequest, Publication
from tests import making
from tests.mails import mailed_link

pytestmark = pytest.mark.django_db

NAME = "Una.Busqueda+gate"
EMAIL = f"{NAME}@lectura-unica.example"
PAGE = "/en/my-data/"


def spellings(email: str) -> set[str]:
    """In lower case: as it is, in an address, in mails, and its parts, which nobody else has."""
    name, domain = email.split("@")
    found = {
        email,
        name,
        domain,
        quote(email, safe=""),
        quote(quote(email, safe=""), safe=""),
        email.replace("@", "=40"),
        quopri.encodestring(email.encode(), quotetabs=True).decode(),
        email.encode("utf-8").hex(),
    }
    encoded = base64.b64encode(email.encode()).decode().rstrip("=")
    return {each.lower() for each in found} | {encoded[:-2].lower()}


def everything() -> Iterator[tuple[str, str]]:
    """Each row of each table as text."""
    with connection.cursor() as cursor:
        names = [table.name for table in connection.introspection.get_table_list(cursor)]
        for name in names:
            if name.startswith("publications_searchfts"):
                # SQLite's index of words: it cannot be read by rows, and holds what is published.
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608
            for row in cursor.fetchall():
                yield name, " ".join(_text(value) for value in row)


def _text(value: object) -> str:
    raw = bytes(value) if isinstance(value, memoryview) else value
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)


def tables_holding(wanted: set[str]) -> set[str]:
    return {name for name, row in everything() if any(each in row.lower() for each in wanted)}


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the site's own log handler writes, at its most talkative."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logging_of_the_site: Any = settings.LOGGING
    said = logging_of_the_site["formatters"]["line"]
    formatter = import_string(said["()"])
    handler.setFormatter(formatter(said["format"], style=said["style"]))
    loggers = [logging.getLogger(name) for name in ("", "post_office", "django.request")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    yield written
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


class RefusingServer:
    """A mail server that names whom it refuses, as they all do."""

    def __init__(self, *args: object, **options: object) -> None: ...
    def open(self) -> None: ...
    def close(self) -> None: ...

    def send_messages(self, messages: list[object]) -> int:
        raise OSError(f"550 no such mailbox: <{EMAIL}> ({EMAIL.upper()})")


def a_reader_goes_everywhere(client: Client) -> None:
    making.published("First", slug="first")
    making.published("Second", slug="second", access=Access.VERIFIED)
    filled_in = {"email": EMAIL, "organisation": "Lectura Unica", "sector": "press"}
    for language in ("en", "fr"):
        gate = f"/{language}/publications/first/download/"
        client.post(gate, filled_in | {"wants_newsletter": "on"})
        client.post(gate, {"email": EMAIL.upper()})
        client.post(gate, {"email": f"{EMAIL}\n"})
        client.get(f"{gate}?email={quote(EMAIL)}")
        client.get(f"/{language}/publications/?q={quote(EMAIL)}")
        client.get(f"/{language}/nothing/{quote(EMAIL)}")
        client.post(f"/{language}/publications/second/download/", filled_in)
    client.get(mailed_link("?confirm="))
    confirm = mailed_link("/newsletter/?link=").partition("link=")[2]
    client.post("/en/newsletter/", {"link": confirm, "confirm": "1"})
    client.post("/en/follow/", {"email": EMAIL, "frequency": "daily"})
    confirm = mailed_link("/follow/confirm/?link=").partition("link=")[2]
    client.post("/en/follow/confirm/", {"link": confirm, "confirm": "1", "frequency": "daily"})
    making.published("Third", slug="third")
    Alert.objects.update(looked_at=timezone.now() - datetime.timedelta(days=8))
    call_command("send_alerts")
    client.post(PAGE, {"email": EMAIL})
    client.post("/en/login/", {"username": EMAIL.upper(), "password": "a guess"})
    early = making.scheduled()
    press.give(early, name="Una", email=EMAIL, user=making.user("publisher"))


def test_nothing_of_an_erased_address_is_left_anywhere(
    client: Client, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_reader_goes_everywhere(client)
    link = {"link": mailed_link("/my-data/?link=").partition("link=")[2]}
    _send_to_a_server_that_refuses(monkeypatch)
    # The search finds what is there: or it would find nothing for ever.
    held_in = {
        "publications_downloadrequest",
        "publications_newslettersubscription",
        "publications_follower",
        "publications_readerlink",
        "post_office_email",
        "post_office_log",
        "publications_presslink",
        "axes_accessattempt",
    }
    assert tables_holding(spellings(EMAIL)) >= held_in
    requests = DownloadRequest.objects.count()
    other = client.post("/en/publications/first/download/", {"email": "other@example.org"})
    assert other.status_code == 200

    assert client.post(PAGE, link | {"download": "1"}).status_code == 200
    assert client.post(PAGE, link | {"erase": "1"}).status_code == 200

    assert tables_holding(spellings(EMAIL) | {"lectura unica"}) == set()
    assert DownloadRequest.objects.count() == requests + 1
    assert Publication.objects.get(slug="first").download_requests.exclude(email="").count() == 1
    written = lines.getvalue().lower()
    assert "550 no such mailbox: <[address]>" in written
    assert not [each for each in spellings(EMAIL) if each in written]


def _send_to_a_server_that_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    queue: Any = settings.POST_OFFICE
    monkeypatch.setitem(queue["BACKENDS"], "default", f"{__name__}.RefusingServer")
    mail.send_queued(log_level=2)
