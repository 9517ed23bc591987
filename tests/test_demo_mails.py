"""``make demo`` sends its mails too: the link of a verified gate is printed, and works."""

import os
import re
import select
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.attack_sites import Target
from tests.environment import ROOT, clean_environment
from tests.server import ask, free_port, manage, run

pytestmark = [
    pytest.mark.production,
    pytest.mark.skipif(
        connection.vendor == "postgresql",
        reason="tested on SQLite's run: the site of this test has a database of its own",
    ),
    pytest.mark.skipif(shutil.which("make") is None, reason="no make"),
]

MAKE = """
import django; django.setup()
from publications.enums import Access
from tests import making
making.published(slug="proved", access=Access.VERIFIED)
"""


def last_command_of_the_demo() -> str:
    """What `make demo` runs once everything is prepared, as make would hand it to its shell."""
    make = shutil.which("make") or "make"
    told = subprocess.run(
        [make, "--no-print-directory", "--dry-run", "demo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.splitlines()[-1]


def read_until(output: int, what: str) -> str:
    """What a process has written up to and with that; ends in failure after a silent minute."""
    text = ""
    while what not in text:
        ready, _, _ = select.select([output], [], [], 60)
        assert ready, text
        data = os.read(output, 65_536)
        assert data, text
        text += data.decode(errors="replace")
    return text


def test_the_mail_is_printed_its_link_works_and_everything_ends_together(tmp_path: Path) -> None:
    port = free_port()
    environment = clean_environment(
        VAR_DIR=tmp_path / "var",
        PORT=str(port),
        WEB_CONCURRENCY="1",
        DJANGO_SETTINGS_MODULE="ifri.settings",
    )
    for arguments in (("migrate", "--verbosity=0"), ("collectstatic", "--noinput", "-v0")):
        done = manage(environment, *arguments)
        assert done.returncode == 0, done.stderr
    made = run(environment, "-c", MAKE)
    assert made.returncode == 0, made.stderr

    demo = subprocess.Popen(
        ["/bin/sh", "-c", last_command_of_the_demo()],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert demo.stdout is not None
    try:
        read_until(demo.stdout.fileno(), "Booting worker")
        site = Target(port, "gunicorn", tmp_path, {})
        asked = site.post("/en/publications/proved/download/", email="reader@example.org")
        assert b"Look into your mail" in asked.body
        printed = read_until(demo.stdout.fileno(), "how to have it erased")
        link = re.search(r"http://\S+\?confirm=\S+", printed)
        assert link is not None, printed
        assert "To: reader@example.org" in printed
        found = urlsplit(link[0])
        passed = ask(port, f"{found.path}?{found.query}")
        assert b"/en/publications/proved/proved.pdf?grant=" in passed.body
    finally:
        # gunicorn alone is told, as by whoever ends what listens on the port.
        demo.send_signal(signal.SIGTERM)
    # The pipe ends when nobody holds it any more: neither gunicorn nor the sender.
    rest, _ = demo.communicate(timeout=120)
    assert demo.returncode == 0, rest
