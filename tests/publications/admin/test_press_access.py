"""Giving and taking press access at the desk."""

import re

import pytest
from django.test import Client

from publications import press
from publications.models import PressLink, Publication
from tests import making
from tests.admin_forms import errors_of, messages_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(making.user("publisher"))
    return client


@pytest.fixture
def paper() -> Publication:
    return making.scheduled("Guerre", slug="guerre", language="fr")


def address_of(publication: Publication) -> str:
    return f"/admin/publications/publication/{publication.pk}/press/"


ZOE = {"name": "Zoë", "outlet": "Le Jour", "email": "zoe@example.org", "expires_at": ""}


def test_a_link_is_shown_once(desk: Client, paper: Publication) -> None:
    page = desk.post(address_of(paper), ZOE).content.decode()
    found = re.search(r"<code>http://127\.0\.0\.1:8000(/fr/press/[\w-]+/)</code>", page)
    assert found is not None

    assert Client().get(found[1]).status_code == 200
    again = desk.get(address_of(paper)).content.decode()
    assert found[1] not in again
    assert "Zoë, Le Jour" in again
    assert "page 1, paper 0" in again


def test_it_is_revoked_by_a_button(desk: Client, paper: Publication) -> None:
    link, token = press.give(paper, name="Zoë", user=making.user("publisher"))
    answer = desk.post(f"{address_of(paper)}{link.pk}/revoke/", follow=True)

    assert messages_of(answer.content) == ["The link of Zoë is revoked."]
    assert Client().get(f"/fr/press/{token}/").status_code == 404
    assert "Revoke" not in answer.content.decode()


def test_a_link_needs_a_name_and_a_time_to_come(desk: Client, paper: Publication) -> None:
    assert errors_of(desk.post(address_of(paper), ZOE | {"name": ""}).content) == [
        "This field is required."
    ]
    past = desk.post(address_of(paper), ZOE | {"expires_at": "2020-01-01T10:00"})
    assert errors_of(past.content) == ["Give a time that is still to come."]
    assert not PressLink.objects.exists()


def test_what_is_not_under_embargo_is_not_given(desk: Client) -> None:
    draft = making.draft()
    assert "No link can be given now" in desk.get(address_of(draft)).content.decode()
    answer = desk.post(address_of(draft), ZOE)
    assert not PressLink.objects.exists()
    assert answer.status_code == 200


def test_a_link_of_another_paper_is_not_revoked_from_here(desk: Client, paper: Publication) -> None:
    link, _token = press.give(paper, name="Zoë", user=making.user("publisher"))
    other = making.scheduled()

    assert desk.post(f"{address_of(other)}{link.pk}/revoke/").status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


@pytest.mark.parametrize("group", ["editor", "reviewer", "staff"])
def test_others_may_not(client: Client, paper: Publication, group: str) -> None:
    link, _token = press.give(paper, name="Zoë", user=making.user("publisher"))
    client.force_login(making.user(group))

    assert client.get(address_of(paper)).status_code == 403
    assert client.post(address_of(paper), ZOE).status_code == 403
    assert client.post(f"{address_of(paper)}{link.pk}/revoke/").status_code == 403
    assert client.get("/admin/publications/presslink/").status_code == 403
    form = client.get(f"/admin/publications/publication/{paper.pk}/change/").content.decode()
    assert address_of(paper) not in form


def test_the_form_of_a_paper_leads_there(desk: Client, paper: Publication) -> None:
    form = desk.get(f"/admin/publications/publication/{paper.pk}/change/").content.decode()

    assert f'href="{address_of(paper)}"' in form


def test_every_link_is_listed_with_its_openings(desk: Client, paper: Publication) -> None:
    link, token = press.give(paper, name="Zoë", user=making.user("publisher"))
    Client().get(f"/fr/press/{token}/")

    assert "Zoë" in desk.get("/admin/publications/presslink/").content.decode()
    page = desk.get(f"/admin/publications/presslink/{link.pk}/change/").content.decode()
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d page", page)
    assert link.token_hash not in page
