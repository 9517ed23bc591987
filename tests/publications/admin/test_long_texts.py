"""A long text of the team arrives; one that is too long is refused on the form, with the text in it."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from tests import making
from tests.admin_forms import errors_of, fields_of, read

pytestmark = pytest.mark.django_db

TEXT = 3_000_000


def test_a_text_that_is_too_long_comes_back_with_the_form(client: Client) -> None:
    client.force_login(making.user("editor"))
    address = f"/admin/publications/publication/{making.draft().pk}/change/"
    text = "x" * TEXT
    answer = client.post(address, read(client, address) | {"summary": text})
    assert answer.status_code == 200
    assert errors_of(answer.content) == [
        f"Ensure this value has at most 1000000 characters (it has {TEXT})."
    ]
    assert str(fields_of(answer.content)["summary"]).strip() == text


def test_so_it_does_of_a_form_without_files(client: Client) -> None:
    client.force_login(making.user("admin"))
    body = urlencode({"name_en": "Notes", "slug": "notes", "description_en": "x" * TEXT})
    form = "application/x-www-form-urlencoded"
    answer = client.post("/admin/publications/series/add/", body, content_type=form)
    assert answer.status_code == 200
    kept = fields_of(answer.content, "series_form")["description_en"]
    assert str(kept).strip() == "x" * TEXT


def test_strangers_send_no_such_forms() -> None:
    body = urlencode({"email": "x" * TEXT})
    form = "application/x-www-form-urlencoded"
    assert Client().post("/en/my-data/", body, content_type=form).status_code == 400
    assert Client().post("/en/my-data/", {"email": "x" * TEXT}).status_code == 400
