"""``kill -9`` in the middle of a gate request and of a mail: nothing is lost and nothing is double."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from tests.environment import clean_environment
from tests.server import manage, run

# Requests, links, newsletters, mails, counted attempts.
NOTHING = [0, 0, 0, 0, 0]


@pytest.fixture
def database(transactional_db: None) -> Iterator[dict[str, str]]:
    """Where to find a database that other processes see too."""
    if connection.vendor == "sqlite":
        yield {}
        return
    name = f"crashes_{os.getpid()}"
    url = urlsplit(os.environ["DATABASE_URL"])
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        yield {"DATABASE_URL": urlunsplit(url._replace(path=f"/{name}"))}
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_whatever_is_killed_the_whole_is_there_or_nothing_is(
    database: dict[str, str], tmp_path: Path
) -> None:
    environment = clean_environment(
        VAR_DIR=tmp_path / "var",
        DJANGO_SETTINGS_MODULE="ifri.settings",
        DEBUG="1",  # static files without their collected names
        **database,
    )
    done = manage(environment, "migrate", "--noinput", "--verbosity=0")
    assert done.returncode == 0, done.stderr
    done = run(environment, "-m", "tests.publications.gate_crashes", str(tmp_path / "sent"))
    assert done.returncode == 0, done.stderr
    said = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    *at_the_gate, before, after, then = said
    whole = [1, 1, 1, 1, 2]
    assert [(each["point"], each["killed"], each["held"]) for each in at_the_gate] == [
        ("request stored", True, NOTHING),
        ("newsletter queued", True, NOTHING),
        ("link stored", True, NOTHING),
        ("link's mail queued", True, NOTHING),
        ("done, not answered", True, whole),
        ("not killed", False, [2, 1, 1, 2, 4]),
    ]
    # Two mails wait. A sender killed before it handed one over has lost nothing …
    assert before == said_of_mails("before", killed=True, handed_over=0, waiting=2)
    # … and one killed just after repeats that one, under the same Message-ID, and no other.
    assert after == said_of_mails("after", killed=True, handed_over=1, waiting=2)
    assert then == said_of_mails("not killed", killed=False, handed_over=3, different=2, waiting=0)


def said_of_mails(point: str, **said: int) -> dict[str, object]:
    return {"point": point, "different": said["handed_over"]} | said
