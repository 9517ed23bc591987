"""The developers' gallery of parts: for the team, and for nobody else."""

import pytest
from django.test import Client
from pytest_django import Settings

from tests import making
from tests.html import page, text

pytestmark = pytest.mark.django_db


def test_strangers_and_members_find_nothing(client: Client) -> None:
    assert client.get("/en/gallery/").status_code == 404
    client.force_login(making.user())
    assert client.get("/en/gallery/").status_code == 404


def test_the_team_sees_every_part(client: Client) -> None:
    making.published("A Paper")
    client.force_login(making.user("editor"))
    shown = page(client, "/en/gallery/")
    assert text(shown, ".card-title") == ["A Paper"]
    assert len(text(shown, ".swatches li")) == 13


def test_so_does_everybody_where_the_site_is_developed(client: Client, settings: Settings) -> None:
    settings.DEBUG = True
    assert text(page(client, "/en/gallery/"), ".card-title") == []
