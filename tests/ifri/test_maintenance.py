"""Closing the site for a while."""

import pytest
from django.test import Client
from pytest_django import Settings

from ifri.maintenance import FLAG
from tests.html import attributes, parse, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _closed(settings: Settings, tmp_path: object) -> None:
    settings.VAR_DIR = tmp_path
    (settings.VAR_DIR / FLAG).touch()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_readers_are_told_in_their_language_to_come_back(client: Client, language: str) -> None:
    answer = client.get(f"/{language}/publications/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "600"
    assert answer.headers["Cache-Control"] == "no-store"
    shown = parse(answer.content.decode())
    assert attributes(shown, "html", "lang") == [language]
    assert len(text(shown, "h1")) == 1


def test_whoever_does_the_work_comes_in(client: Client) -> None:
    assert client.get("/health/live").status_code == 200
    assert client.get("/admin/login/").status_code == 200


def test_it_opens_again_without_a_restart(client: Client, settings: Settings) -> None:
    (settings.VAR_DIR / FLAG).unlink()
    assert client.get("/en/").status_code == 200
