"""A mail server that is down, and a sender that is killed, lose no notice and repeat at most one."""

import datetime
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from post_office.models import STATUS, Email
from pytest_django import Settings

from publications import mail_queue, mailing, workflow
from publications.enums import Status
from publications.workflow import Action
from tests import making
from tests.environment import ROOT, clean_environment
from tests.server import run
from tests.smtp import MailServer, closed_port, mail_server

START = datetime.datetime(2026, 5, 4, 9, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def by_smtp(settings: Settings, port: int) -> None:
    settings.POST_OFFICE = settings.POST_OFFICE | {
        "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"}
    }
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def queue(number: int) -> None:
    for each in range(number):
        mailing.queue(f"reader{each}@example.org", f"Notice {each}", "Text")


def subjects(server: MailServer) -> list[str]:
    return [str(message["Subject"]) for message in server.accepted]


def unsent() -> int:
    return int(Email.objects.exclude(status=STATUS.sent).count())


# --- the mail server is down ----------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["nobody answers", "it refuses"])
def test_a_mail_server_down_for_an_hour_costs_nobody_a_notice(
    how: str, server: MailServer, settings: Settings
) -> None:
    server.refuses = True
    up = server.server_address[1]
    by_smtp(settings, up if how == "it refuses" else closed_port())
    editor = making.user("editor", email="editor@example.org")
    reviewer = making.user("reviewer", email="reviewer@example.org")
    publication = making.draft("War and Wires")
    with time_machine.travel(START, tick=False) as clock:
        for minute in range(60):
            if minute == 5:
                workflow.transition(publication, Action.SUBMIT, user=editor)
            if minute == 20:
                workflow.transition(publication, Action.APPROVE, user=reviewer)
            call_command("send_notices")
            clock.shift(MINUTE)
        assert publication.status == Status.APPROVED
        assert (server.accepted, unsent()) == ([], 2)
        server.refuses = False
        by_smtp(settings, up)
        for _ in range(2):
            call_command("send_notices")
            clock.shift(MINUTE)
    assert subjects(server) == ["In review: War and Wires", "Approved: War and Wires"]
    assert [message["To"] for message in server.accepted] == [
        "reviewer@example.org",
        "editor@example.org",
    ]
    assert unsent() == 0


@pytest.mark.django_db
def test_a_mail_that_is_refused_for_ever_holds_up_no_other(
    server: MailServer, settings: Settings
) -> None:
    by_smtp(settings, server.server_address[1])
    queue(3)
    first = Email.objects.earliest("pk")
    Email.objects.filter(pk=first.pk).update(headers={"X-Broken": "one\ntwo"})
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(3):
            call_command("send_notices")
            clock.shift(MINUTE)
    assert subjects(server) == ["Notice 1", "Notice 2"]
    first.refresh_from_db()
    assert (first.status, first.number_of_retries) == (STATUS.requeued, 3)


@pytest.mark.django_db
def test_each_mail_is_tried_once_in_a_round_however_long_the_server_takes_to_refuse(
    settings: Settings,
) -> None:
    by_smtp(settings, closed_port())
    settings.POST_OFFICE = settings.POST_OFFICE | {"RETRY_INTERVAL": datetime.timedelta(0)}
    queue(3)
    assert mail_queue.send_due() == 0
    assert list(Email.objects.values_list("number_of_retries", flat=True)) == [1, 1, 1]


@pytest.mark.django_db
def test_the_oldest_mail_goes_first(server: MailServer, settings: Settings) -> None:
    by_smtp(settings, server.server_address[1])
    queue(4)
    assert mail_queue.send_due() == 4
    assert subjects(server) == [f"Notice {each}" for each in range(4)]


@pytest.mark.django_db
def test_told_to_stop_it_stops_between_two_mails(server: MailServer, settings: Settings) -> None:
    by_smtp(settings, server.server_address[1])
    queue(3)
    assert mail_queue.send_due(lambda: len(server.accepted) >= 2) == 2
    assert (len(server.accepted), unsent()) == (2, 1)


# --- one sender at a time -------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_there_is_one_sender_at_a_time(server: MailServer, settings: Settings) -> None:
    by_smtp(settings, server.server_address[1])
    queue(1)
    found: list[bool] = []

    def another() -> None:
        with mail_queue.only_sender() as is_ours:
            found.append(is_ours)
        connection.close()

    def meanwhile() -> None:
        thread = threading.Thread(target=another)
        thread.start()
        thread.join()

    with mail_queue.only_sender() as is_ours:
        assert is_ours
        meanwhile()
    meanwhile()
    assert found == [False, True]


# --- the sender is killed -------------------------------------------------------------------------


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    """A database of the test's own that other processes can open."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield f"sqlite:///{tmp_path / 'db.sqlite3'}"
        return
    name = f"killed_{os.getpid()}"
    settings = connection.settings_dict
    known = {"user": settings["USER"], "password": settings["PASSWORD"], "host": settings["HOST"]}
    options = settings.get("OPTIONS", {})
    with psycopg.connect(
        dbname="postgres", autocommit=True, **{k: v for k, v in known.items() if v}, **options
    ) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        before, _, after = url.partition("?")
        yield f"{before.rpartition('/')[0]}/{name}" + (f"?{after}" if after else "")
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


SUBMIT_FOUR = """
import django
django.setup()
from tests import making
from publications import workflow
from publications.workflow import Action
editor = making.user("editor")
making.user("reviewer", email="reviewer@example.org")
for each in range(4):
    workflow.transition(making.draft(f"Paper {each}"), Action.SUBMIT, user=editor)
"""
COUNT_UNSENT = """
import django
django.setup()
from post_office.models import STATUS, Email
print(Email.objects.exclude(status=STATUS.sent).count())
"""


@pytest.fixture
def site(tmp_path: Path, database_url: str, server: MailServer) -> dict[str, str]:
    """The environment of an instance with four notices in its queue and the test's mail server."""
    environment = clean_environment(
        VAR_DIR=tmp_path,
        DATABASE_URL=database_url,
        EMAIL_URL=server.url,
        DJANGO_SETTINGS_MODULE="ifri.settings",
    )
    for step in (("manage.py", "migrate", "--verbosity", "0"), ("-c", SUBMIT_FOUR)):
        done = run(environment, *step)
        assert done.returncode == 0, done.stderr
    return environment


def sender(site: dict[str, str], *options: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        (sys.executable, "manage.py", "send_notices", *options),
        cwd=ROOT,
        env=site,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_killed_between_acceptance_and_record_it_repeats_that_one_mail_under_the_same_message_id(
    site: dict[str, str], server: MailServer
) -> None:
    server.holds_after = 1
    killed = sender(site)
    assert server.is_holding.wait(60)
    killed.send_signal(signal.SIGKILL)
    killed.wait(60)
    server.holds_after = None
    server.go_on.set()
    assert subjects(server) == ["In review: Paper 0", "In review: Paper 1"]

    # Nothing of the killed one is in the way of the next, and the next loses nothing.
    assert sender(site).wait(60) == 0

    assert subjects(server) == [
        "In review: Paper 0",
        "In review: Paper 1",
        "In review: Paper 1",
        "In review: Paper 2",
        "In review: Paper 3",
    ]
    ids = server.message_ids
    assert ids[1] == ids[2]
    assert len(set(ids)) == 4
    assert run(site, "-c", COUNT_UNSENT).stdout.strip() == "0"
    assert sender(site).wait(60) == 0
    assert len(server.accepted) == 5


def test_told_to_end_it_finishes_the_mail_it_is_at_and_repeats_none(
    site: dict[str, str], server: MailServer
) -> None:
    server.holds_after = 1
    told = sender(site, "--forever", "--interval", "3600")
    assert server.is_holding.wait(60)
    told.send_signal(signal.SIGTERM)
    server.holds_after = None
    server.go_on.set()
    assert told.wait(60) == 0
    assert subjects(server) == ["In review: Paper 0", "In review: Paper 1"]
    assert sender(site).wait(60) == 0
    assert subjects(server) == [f"In review: Paper {each}" for each in range(4)]


def test_a_second_sender_leaves_the_mail_to_the_first(
    site: dict[str, str], server: MailServer
) -> None:
    server.holds_after = 0
    first = sender(site)
    assert server.is_holding.wait(60)
    assert sender(site).wait(60) == 0
    assert len(server.accepted) == 1
    server.holds_after = None
    server.go_on.set()
    assert first.wait(60) == 0
    assert subjects(server) == [f"In review: Paper {each}" for each in range(4)]
