"""Records that are looked at: download requests, links, changes of status."""

import pytest
from django.test import Client

from publications.gate import grants
from publications.models import Document, DownloadRequest, Grant
from tests import making
from tests.admin_forms import messages_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(making.user("admin"))
    return client


def link() -> Grant:
    publication = making.published("War and Work")
    request = DownloadRequest.objects.create(
        publication=publication, email="reader@example.org", notice_version="1", language="en"
    )
    grants.issue(request, Document.objects.get(publication=publication))
    return Grant.objects.get()


def test_requests_are_listed_and_never_typed(desk: Client) -> None:
    link()
    assert b"reader@example.org" in desk.get("/admin/publications/downloadrequest/").content
    assert desk.get("/admin/publications/downloadrequest/add/").status_code == 403
    request = DownloadRequest.objects.get()
    page = f"/admin/publications/downloadrequest/{request.pk}"
    assert desk.post(f"{page}/change/", {"email": "other@example.org"}).status_code == 403
    assert desk.post(f"{page}/delete/", {"post": "yes"}).status_code == 403


def test_links_are_revoked_by_an_action(desk: Client) -> None:
    given = link()
    answer = desk.post(
        "/admin/publications/grant/",
        {"action": "revoke", "_selected_action": [given.pk]},
        follow=True,
    )
    assert messages_of(answer.content) == ["1 link revoked."]
    given.refresh_from_db()
    assert given.revoked_at is not None
    assert (
        given.token_hash.encode()
        not in desk.get(f"/admin/publications/grant/{given.pk}/change/").content
    )


@pytest.mark.parametrize("group", ["editor", "reviewer", "publisher", "staff"])
def test_readers_addresses_are_not_for_the_editorial_groups(group: str) -> None:
    link()
    client = Client()
    client.force_login(making.user(group))
    for model in ("downloadrequest", "grant"):
        assert client.get(f"/admin/publications/{model}/").status_code == 403


def test_changes_of_status_are_listed(desk: Client) -> None:
    making.withdrawn("Taken back")
    page = desk.get("/admin/publications/transition/").content.decode()
    assert "Withdrawn at the author&#x27;s request." in page
    assert desk.get("/admin/publications/transition/add/").status_code == 403


PAGES = [
    "authors/author",
    "authors/organisation",
    "programs/researchcenter",
    "publications/series",
    "publications/publicationtype",
    "publications/tag",
]


@pytest.mark.parametrize("page", PAGES)
def test_every_record_of_the_catalogue_has_its_list_and_form(desk: Client, page: str) -> None:
    making.published(tags=["Russia"])
    for each in ("", "add/", "?q=russia"):
        assert desk.get(f"/admin/{page}/{each}").status_code == 200
