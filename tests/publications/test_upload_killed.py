"""``kill -9`` of a gunicorn that is receiving a file: nothing of it is stored, served or left."""

import json
import os
import signal
import socket
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from tests.environment import clean_environment
from tests.server import ask, free_port, manage, process, run

pytestmark = [
    pytest.mark.production,
    pytest.mark.skipif(
        connection.vendor == "postgresql",
        reason="tested on SQLite's run: the site of this test has a database of its own",
    ),
]

MAKE = """
import django; django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from publications.enums import Access
from tests import making
making.published(slug="war", access=Access.OPEN)
editor = making.user("editor")
session = SessionStore()
session[SESSION_KEY] = str(editor.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = editor.get_session_auth_hash()
session.save()
print(session.session_key)
"""
LOOK = """
import datetime, json, django
django.setup()
from django.utils import timezone
from publications import file_check
from publications.models import DocumentVersion, Publication
found = file_check.check(deep=True, now=timezone.now() + datetime.timedelta(days=2))
print(json.dumps([
    Publication.objects.count(), DocumentVersion.objects.count(), found.missing, found.changed,
    found.orphans, len(found.unfinished), file_check.remove(found),
]))
"""


def half_an_upload(port: int, session: str) -> socket.socket:
    """An editor's form with a file, of which half has been sent and the rest never comes."""
    head = (
        '--part\r\nContent-Disposition: form-data; name="pdf"; filename="new.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    connection.sendall(
        "POST /admin/publications/publication/add/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Cookie: sessionid={session}; csrftoken={'x' * 32}\r\n"
        "Content-Type: multipart/form-data; boundary=part\r\n"
        f"Content-Length: 2000000\r\n\r\n{head}".encode()
        + b"%PDF-1.7\n"
        + b"x" * 1_000_000
    )
    return connection


def await_a_file(folder: Path) -> None:
    """Until some of the upload is on the disk; ends in failure after a minute."""
    deadline = time.monotonic() + 60
    while not [path for path in folder.iterdir() if path.stat().st_size > 0]:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_worker_killed_while_it_receives_a_file_leaves_nothing_that_counts(
    tmp_path: Path,
) -> None:
    port = free_port()
    environment = clean_environment(
        VAR_DIR=tmp_path / "var",
        PORT=str(port),
        WEB_CONCURRENCY="1",
        DJANGO_SETTINGS_MODULE="ifri.settings",
    )
    done = manage(environment, "migrate", "--verbosity=0")
    assert done.returncode == 0, done.stderr
    made = run(environment, "-c", MAKE)
    assert made.returncode == 0, made.stderr
    path = "/en/publications/war/war.pdf"
    gunicorn = [sys.executable, "-m", "gunicorn"]
    with process(gunicorn, environment, port, tmp_path / "gunicorn.log") as server:
        before = ask(port, path).body
        with half_an_upload(port, made.stdout.split()[-1]):
            await_a_file(tmp_path / "var" / "uploads")
            children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text()
            for worker in children.split():
                os.kill(int(worker), signal.SIGKILL)
            # gunicorn starts another, and readers are none the wiser.
            assert ask(port, path).body == before
    looked = run(environment, "-c", LOOK)
    assert looked.returncode == 0, looked.stderr
    assert json.loads(looked.stdout.splitlines()[-1]) == [1, 1, [], [], [], 1, 1]
    assert list((tmp_path / "var" / "uploads").iterdir()) == []
