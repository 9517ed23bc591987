"""What an operator's probe sees, and what it may not see."""

from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from ifri.views import health

ALL_WELL = {"status": "ok", "database": "ok", "migrations": "ok", "storage": "ok"}


@pytest.mark.parametrize("seconds", [0, 60])
def test_live_touches_no_database(client: Client, settings: Settings, seconds: int) -> None:
    """No `django_db` mark: a query would be an error, one for the page cache's version as well."""
    settings.PAGE_CACHE_SECONDS = seconds

    response = client.get("/health/live")

    assert (response.status_code, response.content) == (200, b"ok")
    assert response["Content-Type"] == "text/plain"
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_nothing_can_be_posted(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_ready_when_every_part_works(client: Client) -> None:
    response = client.get("/health/ready")

    assert response.status_code == 200
    assert response.json() == ALL_WELL
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_costs_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(3):
        client.get("/health/ready")


@pytest.mark.django_db
def test_a_missing_migration_is_named_by_its_part(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("auth", "0001_initial")

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json() == ALL_WELL | {"status": "failing", "migrations": "failing"}


@pytest.mark.django_db
def test_a_storage_that_cannot_be_written_is_named(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    occupied = tmp_path / "private"
    occupied.touch()
    settings.PRIVATE_ROOT = occupied

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json() == ALL_WELL | {"status": "failing", "storage": "failing"}


@pytest.mark.django_db
def test_a_database_away_is_named_and_its_address_is_not(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OperationalError("could not connect to db.internal as ifri with password hunter2")

    monkeypatch.setitem(health.CHECKS, "database", refuse)

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json() == ALL_WELL | {"status": "failing", "database": "failing"}


@pytest.mark.django_db
def test_ready_leaves_nothing_behind(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = tmp_path / "private"
    client.get("/health/ready")

    assert list(settings.PRIVATE_ROOT.iterdir()) == []
