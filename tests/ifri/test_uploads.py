"""Files of strangers are not received, and no form is larger than what fits."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests import making

pytestmark = pytest.mark.django_db

KILOBYTE = 1024


@pytest.fixture(autouse=True)
def _limits(settings: Settings) -> None:
    settings.STRANGERS_MAX_BYTES = 10 * KILOBYTE
    settings.UPLOAD_MAX_BYTES = 40 * KILOBYTE


def send(client: Client, size: int, path: str = "/en/my-data/") -> int:
    file = SimpleUploadedFile("paper.pdf", b"x" * size)
    return client.post(path, {"email": "no address", "file": file}).status_code


def received() -> list[str]:
    return [path.name for path in settings.FILE_UPLOAD_TEMP_DIR.iterdir()]


def test_a_stranger_fills_no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    before = received()
    seen: list[list[str]] = []
    monkeypatch.setattr(
        "ifri.uploads.FromTheTeam.new_file", lambda *_, **__: seen.append(received())
    )
    for client in (Client(), Client(enforce_csrf_checks=True)):
        client.get("/en/my-data/")  # without the cookie nothing is read at all
        assert send(client, 20 * KILOBYTE) == 400
    assert seen == []
    assert received() == before


@pytest.mark.parametrize("group", ["", "inactive"])
def test_nor_does_a_member_or_whoever_has_left_the_team(group: str) -> None:
    client = Client()
    user = making.user("editor" if group else "")
    client.force_login(user)
    if group:
        user.is_active = False
        user.save()
    assert send(client, 20 * KILOBYTE) == 400


def test_the_team_sends_as_much_as_a_form_may_hold_and_no_more() -> None:
    client = Client()
    client.force_login(making.user("editor"))
    page = "/admin/publications/publication/add/"

    assert send(client, 20 * KILOBYTE, page) == 200  # the form again, with what is missing
    assert send(client, 60 * KILOBYTE, page) == 400
