"""``kill -9`` while digests are made: each is there with the record of what it tells, or is not."""

import json
from pathlib import Path

from tests.environment import clean_environment
from tests.publications.test_gate_crashes import database  # noqa: F401 - a fixture
from tests.server import manage, run


def test_whatever_is_killed_nobody_is_told_twice_and_everybody_once(
    database: dict[str, str],  # noqa: F811
    tmp_path: Path,
) -> None:
    environment = clean_environment(
        VAR_DIR=tmp_path / "var",
        DJANGO_SETTINGS_MODULE="ifri.settings",
        ALLOWED_HOSTS="testserver",
        DEBUG="1",  # static files without their collected names
        **database,
    )
    done = manage(environment, "migrate", "--noinput", "--verbosity=0")
    assert done.returncode == 0, done.stderr
    done = run(environment, "-m", "tests.publications.alert_crashes", str(tmp_path / "sent"))
    assert done.returncode == 0, done.stderr
    *points, end = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    # Mails, papers told of, alerts looked after.
    assert [(each["point"], each["killed"], each["held"]) for each in points] == [
        ("nothing written", True, [0, 0, 0]),
        ("mail queued", True, [0, 0, 0]),
        ("mail and record written", True, [0, 0, 0]),
        ("one of two done", True, [1, 2, 1]),
        ("not killed", False, [2, 4, 2]),
        ("once more", False, [2, 4, 2]),
    ]
    assert end == {"per reader": [2, 2]}
