"""A wrong value stops the start at once, with one line that names it and without a traceback."""

import os
from pathlib import Path

import pytest

from tests.environment import clean_environment
from tests.server import manage, run

CHECK = ("manage.py", "check")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return clean_environment(VAR_DIR=tmp_path / "var", DJANGO_SETTINGS_MODULE="ifri.settings")


WRONG_VALUES = [
    ("PORT", "eight thousand"),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "-1"),
    ("DEBUG", "perhaps"),
    ("DEMO", "2"),
    ("SECRET_KEY", "too-short"),
    ("SECRET_KEY", "a" * 80),
    ("SITE_URL", "www.example.org"),
    ("SITE_URL", "ftp://www.example.org"),
    ("SITE_URL", "https://www.example.org/site"),
    ("SITE_URL", "https://www.example.org:notaport"),
    ("DATABASE_URL", "nonsense"),
    ("DATABASE_URL", "mysql://user:wordthatpasses@host/name"),
    ("DATABASE_URL", "postgres://user:wordthatpasses@host:port/name"),
    ("CACHE_URL", "nonsense"),
    ("EMAIL_URL", "nonsense"),
    ("EMAIL_URL", "carrier-pigeon://user:wordthatpasses@host"),
    ("X_ACCEL_PREFIX", "no-slashes"),
]


@pytest.mark.parametrize(("name", "value"), WRONG_VALUES)
def test_a_wrong_value_stops_the_start_with_one_line(
    environment: dict[str, str], name: str, value: str
) -> None:
    done = run(environment | {name: value}, *CHECK)

    assert done.returncode == 1
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith(f"Configuration error: {name} ")
    assert "wordthatpasses" not in done.stderr


def test_a_var_dir_that_is_a_file_stops_the_start(tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    occupied.touch()
    done = run(clean_environment(VAR_DIR=occupied), *CHECK)

    assert done.returncode == 1
    assert done.stderr.startswith("Configuration error: VAR_DIR ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eight thousand"),  # read by gunicorn.conf.py too
        ("WEB_CONCURRENCY", "0"),
        ("WEB_THREADS", "many"),
        ("DATABASE_URL", "nonsense"),  # read by the settings only, which gunicorn preloads
        ("SITE_URL", "www.example.org"),
    ],
)
def test_gunicorn_stops_at_once_instead_of_restarting_workers(
    environment: dict[str, str], name: str, value: str
) -> None:
    done = run(environment | {name: value}, "-m", "gunicorn", "--bind", "127.0.0.1:0")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    errors = [line for line in done.stderr.splitlines() if "Configuration error" in line]
    assert len(errors) == 1, done.stderr
    assert errors[0].startswith(f"Configuration error: {name} ")
    assert "Booting worker" not in done.stderr


def test_the_defaults_start_with_debug_off(environment: dict[str, str]) -> None:
    program = (
        "import django; django.setup(); from django.conf import settings as s;"
        "print(s.DEBUG, s.DEMO, s.SITE_URL, s.DATABASES['default']['ENGINE'].split('.')[-1])"
    )
    done = run(environment, "-c", program)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["False", "False", "http://127.0.0.1:8000", "sqlite3"]


def test_the_generated_secret_is_kept_and_private(environment: dict[str, str]) -> None:
    show = ("-c", "from ifri.settings import SECRET_KEY as key; print(key)")
    first, second = run(environment, *show), run(environment, *show)

    assert first.stdout == second.stdout
    assert len(first.stdout.strip()) >= 50
    keeper = Path(environment["VAR_DIR"]) / "secret_key"
    assert keeper.stat().st_mode & 0o777 == 0o600
    if os.geteuid() == 0:
        assert keeper.stat().st_uid == 0


def test_a_var_dir_with_a_space_and_signs_works(tmp_path: Path) -> None:
    """The database's address is made from it: nothing in the name may end the path early."""
    folder = tmp_path / "our data #1 100%"
    done = manage(clean_environment(VAR_DIR=folder), "migrate", "--verbosity", "0")

    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / "db.sqlite3").stat().st_size > 0
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
