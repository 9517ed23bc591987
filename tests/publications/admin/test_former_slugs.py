"""An author or a topic whose slug is changed stays to be found where readers knew it."""

from typing import Any

import pytest
from django.test import Client

from authors.models import Author
from publications import merge_tags, redirects
from publications.models import AuthorRedirect, Tag, TagRedirect
from tests import admin_forms, making

pytestmark = pytest.mark.django_db
TAKEN = "This address once belonged to another entry and still leads there."


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(making.user("admin"))
    return client


def save(desk: Client, entry: Author | Tag, slug: str) -> Any:
    app, name = entry._meta.app_label, entry._meta.model_name
    address = f"/admin/{app}/{name}/{entry.pk}/change/"
    fields = admin_forms.read(desk, address, f"{name}_form")
    return desk.post(address, fields | {"slug": slug})


def tag(name: str) -> Tag:
    found: Tag = Tag.objects.get(name=name)
    return found


@pytest.mark.parametrize("kind", ["authors", "topics"])
def test_the_former_address_leads_on_in_one_hop(desk: Client, kind: str) -> None:
    author = making.author("Ada One", slug="one")
    making.published("Here", authors=[author], tags=["one"])
    entry = author if kind == "authors" else tag("one")
    for slug in ("two", "three", "two", "three"):
        assert save(desk, entry, slug).status_code == 302
    for old in ("one", "two"):
        answer = Client().get(f"/fr/{kind}/{old}/")
        assert (answer.status_code, answer["Location"]) == (301, f"/fr/{kind}/three/")
        assert "Here" in Client().get(f"/en/{kind}/{old}/feed/").content.decode()
    assert Client().get(f"/en/{kind}/three/").status_code == 200


@pytest.mark.parametrize("kind", ["authors", "topics"])
def test_what_no_reader_knew_is_forgotten(desk: Client, kind: str) -> None:
    author = making.author("Ada One", slug="one")
    making.scheduled(authors=[author], tags=["one"])
    save(desk, author if kind == "authors" else tag("one"), "two")
    assert not AuthorRedirect.objects.exists()
    assert not TagRedirect.objects.exists()


@pytest.mark.parametrize("kind", ["authors", "topics"])
def test_the_form_refuses_a_slug_that_leads_to_another(desk: Client, kind: str) -> None:
    first, second = making.author("Ada One", slug="one"), making.author("Max Two", slug="other")
    making.published(authors=[first, second], tags=["one", "other"])
    one, other = (first, second) if kind == "authors" else (tag("one"), tag("other"))
    save(desk, one, "two")
    answer = save(desk, other, "one")
    assert answer.status_code == 200
    assert admin_forms.errors_of(answer.content) == [TAKEN]
    assert save(desk, one, "one").status_code == 302
    assert Client().get(f"/en/{kind}/one/").status_code == 200


def test_revisions_still_find_what_was_renamed_and_then_merged(desk: Client) -> None:
    making.published(tags=["one", "other"])
    one, other = tag("one"), tag("other")
    save(desk, one, "two")
    assert redirects.current_keys(Tag, {one.pk, other.pk}) == {one.pk: one.pk}
    merge_tags.merge(other, [tag("one")])
    assert redirects.current_keys(Tag, {one.pk, other.pk}) == {one.pk: other.pk}
    for slug in ("one", "two"):
        assert Client().get(f"/en/topics/{slug}/")["Location"] == "/en/topics/other/"
