"""The admin says why each related analysis was chosen, and lets editors ban one."""

import pytest
from django.test import Client

from programs.models import ResearchCenter
from publications.models import Publication, Series
from publications.related.reasons import reasons
from publications.related.rebuilding import rebuild
from tests import making
from tests.admin_forms import errors_of, read, with_rows
from tests.html import page, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper() -> Publication:
    return making.published("Paper", tags=["Russia", "Artificial Intelligence"])


def test_the_reasons_name_the_tags_the_rarest_first_then_author_series_and_center() -> None:
    ada = making.author("Ada Lovelace")
    series = Series.objects.create(name_en="Visions", slug="visions")
    center = ResearchCenter.objects.create(name_en="Energy", slug="energy")
    one = making.published(tags=["Russia", "AI"], authors=[ada], series=series)
    other = making.published(tags=["Russia", "AI", "x"], authors=[ada], series=series)
    making.published(tags=["Russia"])
    for each in (one, other):
        each.center_links.create(center=center)
    rebuild()
    assert reasons(one, [other.pk]) == {
        other.pk: ["AI", "Russia", "same author", "same series", "same center"]
    }


def test_the_form_shows_them_and_what_is_not_public_yet(client: Client, paper: Publication) -> None:
    for number in range(4):
        making.published(f"Other {number}", tags=["Russia"])
    making.scheduled("Tomorrow’s", tags=["Russia", "Artificial Intelligence"])
    rebuild()
    client.force_login(making.user("admin"))
    shown = page(client, f"/admin/publications/publication/{paper.pk}/change/")
    rows = text(shown, ".related-panel li")
    assert rows[0] == "Other 3 Russia shown"
    assert "Tomorrow’s Artificial Intelligence, Russia not public now" in rows
    assert len(rows) == 5


def test_an_editor_bans_one_and_not_the_publication_itself(
    client: Client, paper: Publication
) -> None:
    other = making.published("Other", tags=["Russia"])
    client.force_login(making.user("admin"))
    address = f"/admin/publications/publication/{paper.pk}/change/"

    def ban(banned: Publication) -> bytes:
        sent = with_rows(read(client, address), "related_bans", {"banned": banned.pk})
        return client.post(address, sent).content

    assert ban(other) == b""
    assert [each.banned for each in paper.related_bans.all()] == [other]
    newest = paper.revisions.first()
    assert newest is not None
    assert newest.content["bans"] == [other.pk]
    assert "A publication is not related to itself." in errors_of(ban(paper))
