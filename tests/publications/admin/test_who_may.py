"""Who may change, delete and look at what."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from publications.models import Document, DocumentVersion, Publication
from tests import making
from tests.admin_forms import read

pytestmark = pytest.mark.django_db
FORM = "/admin/publications/publication/{}/change/"
DELETE = "/admin/publications/publication/{}/delete/"


def signed_in(group: str) -> Client:
    client = Client()
    client.force_login(making.user(group))
    return client


@pytest.mark.parametrize("make", [making.published, making.scheduled, making.withdrawn])
def test_what_is_out_is_changed_by_who_may_publish(make: Callable[[str], Publication]) -> None:
    publication = make("As it was")
    boss = signed_in("publisher")
    fields = read(boss, FORM.format(publication.pk)) | {"title": "Changed"}
    assert signed_in("editor").post(FORM.format(publication.pk), fields).status_code == 403
    publication.refresh_from_db()
    assert publication.title == "As it was"
    assert boss.post(FORM.format(publication.pk), fields).status_code == 302
    publication.refresh_from_db()
    assert publication.title == "Changed"


@pytest.mark.parametrize("group", ["editor", "reviewer", "staff"])
def test_others_see_it_in_full_and_cannot_save(group: str) -> None:
    publication = making.published("Out", tags=["Russia"], lead="<p>It <strong>says</strong></p>")
    answer = signed_in(group).get(FORM.format(publication.pk))
    assert answer.status_code == 200
    assert b"<p>It <strong>says</strong></p>" in answer.content
    assert b"Russia" in answer.content
    assert b'name="_save"' not in answer.content


def test_only_a_draft_can_be_deleted() -> None:
    client = signed_in("editor")
    answers = {
        make.__name__: client.post(DELETE.format(make().pk), {"post": "yes"}).status_code
        for make in (
            making.draft,
            making.in_review,
            making.published,
            making.scheduled,
            making.withdrawn,
        )
    }
    assert answers == {
        "draft": 302,
        "in_review": 403,
        "published": 403,
        "scheduled": 403,
        "withdrawn": 403,
    }
    assert (Document.objects.count(), DocumentVersion.objects.count()) == (4, 4)


def test_deleting_many_at_once_spares_what_is_not_a_draft() -> None:
    draft, out = making.draft(), making.published()
    signed_in("admin").post(
        "/admin/publications/publication/",
        {"action": "delete_selected", "_selected_action": [draft.pk, out.pk], "post": "yes"},
    )
    assert Publication.objects.count() == 2


# --- files ----------------------------------------------------------------------------------------


def version_of(publication: Publication) -> DocumentVersion:
    version = publication.current_pdf
    assert version is not None
    return version


@pytest.mark.parametrize("group", ["editor", "staff", "admin"])
def test_the_house_reads_any_version_published_or_not(group: str) -> None:
    version = version_of(making.draft())
    answer = signed_in(group).get(f"/admin/publications/publication/versions/{version.pk}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert b"".join(answer.streaming_content) == making.pdf_bytes()  # type: ignore[attr-defined]
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert answer["Content-Disposition"] == 'inline; filename="paper.pdf"'


def test_a_cover_under_embargo_is_shown_to_the_house_and_kept_by_no_cache() -> None:
    publication = making.scheduled()
    answer = signed_in("staff").get(f"/admin/publications/publication/{publication.pk}/cover/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


def test_staff_without_the_permission_gets_no_file() -> None:
    publication = making.published()
    client = Client()
    client.force_login(_bare())
    pages = [
        FORM.format(publication.pk),
        f"/admin/publications/publication/versions/{version_of(publication).pk}/",
        f"/admin/publications/publication/{publication.pk}/cover/",
        "/admin/publications/publication/",
        "/admin/publications/publication/export/csv/",
        "/admin/publications/tag/suggest/?q=r",
    ]
    assert [client.get(page).status_code for page in pages] == [403] * 6


def test_strangers_and_members_are_led_to_the_login() -> None:
    version = version_of(making.published())
    for client in (Client(), signed_in("")):
        answer = client.get(f"/admin/publications/publication/versions/{version.pk}/")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/login/")


def _bare() -> User:
    """Somebody who may enter the desk and do nothing there."""
    bare = making.user()
    bare.is_staff = True
    bare.save()
    return bare
