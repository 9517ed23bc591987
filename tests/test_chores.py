"""``deploy/chores.sh``: which command runs when, by a clock of the test's own."""

import datetime
import os
import subprocess
from pathlib import Path

import pytest

from tests.environment import ROOT

START = datetime.datetime(2026, 3, 4, 22, 45)  # noqa: DTZ001 - the machine's own clock
EACH_MINUTE = ("send_notices", "refresh_listing", "refresh_related")
ALERTS, USAGE, PURGE, RARITY, FILES = (
    "send_alerts",
    "aggregate_usage",
    "purge_personal_data",
    "rebuild_related",
    "check_files --remove",
)

# The clock moves on by what the script sleeps; at the end of the plan the script is stopped.
DATE = """#!/bin/sh
exec /bin/date -u -d "@$(cat "$CHORES/now")" "$@"
"""
SLEEP = """#!/bin/sh
now=$(cat "$CHORES/now")
echo $((now + $1)) >"$CHORES/now"
[ $((now + $1)) -lt "$(cat "$CHORES/end")" ] || kill -TERM $PPID
"""
PYTHON = """#!/bin/sh
shift
echo "$(date "+%a %H:%M") $*" >>"$CHORES/done"
! grep -qx "$1" "$CHORES/broken"
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    for name, script in (("date", DATE), ("sleep", SLEEP), ("python", PYTHON)):
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(script)
        path.chmod(0o755)
    (tmp_path / "broken").touch()
    return tmp_path


def run(machine: Path, start: datetime.datetime, minutes: int) -> list[str]:
    """What was done but for what is for every minute."""
    now = int(start.replace(tzinfo=datetime.UTC).timestamp())
    (machine / "now").write_text(f"{now}\n")
    (machine / "end").write_text(f"{now + 60 * minutes}\n")
    (machine / "done").unlink(missing_ok=True)
    environment = {
        "PATH": f"{machine / 'bin'}:{os.environ['PATH']}",
        "CHORES": str(machine),
        "VAR_DIR": str(machine / "var dir"),
    }
    ended = subprocess.run(
        ["/bin/sh", str(ROOT / "deploy" / "chores.sh")], env=environment, timeout=120, check=False
    )
    assert ended.returncode == 0
    lines = (machine / "done").read_text().splitlines()
    for chore in EACH_MINUTE:
        assert len([line for line in lines if line.endswith(chore)]) == minutes
    return [line for line in lines if not line.endswith(EACH_MINUTE)]


def test_each_chore_has_its_hour_day_or_week(machine: Path) -> None:
    assert run(machine, START, minutes=80) == [
        *(f"Wed 22:45 {chore}" for chore in (ALERTS, USAGE, PURGE, RARITY, FILES)),
        f"Wed 23:00 {ALERTS}",
        f"Wed 23:00 {USAGE}",
        f"Thu 00:00 {ALERTS}",
        f"Thu 00:00 {USAGE}",
        f"Thu 00:00 {PURGE}",
        f"Thu 00:00 {RARITY}",
    ]


def test_a_restart_repeats_nothing_and_a_new_week_checks_the_files(machine: Path) -> None:
    run(machine, START, minutes=1)
    assert run(machine, START + datetime.timedelta(minutes=5), minutes=2) == []

    monday = START + datetime.timedelta(days=5)
    assert run(machine, monday, minutes=1) == [
        f"Mon 22:45 {each}" for each in (ALERTS, USAGE, PURGE, RARITY, FILES)
    ]


def test_what_fails_is_tried_again_an_hour_later_and_holds_up_nothing_else(machine: Path) -> None:
    (machine / "broken").write_text("purge_personal_data\nsend_notices\n")
    assert run(machine, START, minutes=20) == [
        *(f"Wed 22:45 {chore}" for chore in (ALERTS, USAGE, PURGE, RARITY, FILES)),
        f"Wed 23:00 {ALERTS}",
        f"Wed 23:00 {USAGE}",
        f"Wed 23:00 {PURGE}",
    ]
    (machine / "broken").write_text("")
    later = START + datetime.timedelta(minutes=30)
    assert run(machine, later, minutes=5) == []
    later = START + datetime.timedelta(minutes=75)
    assert run(machine, later, minutes=1) == [
        f"Thu 00:00 {each}" for each in (ALERTS, USAGE, PURGE, RARITY)
    ]
