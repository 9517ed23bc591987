"""Tags are typed between commas and never doubled by their capitals."""

import pytest
from django.test import Client

from publications.admin.tag_field import join, split
from publications.models import Publication, Tag
from tests import making
from tests.admin_forms import errors_of, read

pytestmark = pytest.mark.django_db
FORM = "/admin/publications/publication/{}/change/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(making.user("editor"))
    return client


def save(desk: Client, publication: Publication, typed: str) -> list[str]:
    address = FORM.format(publication.pk)
    answer = desk.post(address, read(desk, address) | {"tags": typed})
    assert answer.status_code == 302, errors_of(answer.content)
    return sorted(publication.tags.names())


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", []),
        (" , ,", []),
        ("artificial intelligence", ["artificial intelligence"]),
        ("Russia, War,  Arms   control ", ["Russia", "War", "Arms control"]),
        ('"Paris, France", Russia', ["Paris, France", "Russia"]),
        ("Russia, russia, RUSSIA", ["Russia"]),
        ('an "unclosed quote', ['an "unclosed quote']),
    ],
)
def test_what_is_typed(typed: str, expected: list[str]) -> None:
    assert split(typed) == expected
    assert split(join(expected)) == expected


def test_a_name_of_two_words_is_one_tag(desk: Client) -> None:
    assert save(desk, making.draft(), "nuclear deterrence") == ["nuclear deterrence"]


@pytest.mark.parametrize("typed", ["énergie", "ÉNERGIE", " Énergie "])
def test_capitals_and_accents_make_no_second_tag(desk: Client, typed: str) -> None:
    Tag.objects.create(name="Énergie")
    assert save(desk, making.draft(), typed) == ["Énergie"]
    assert Tag.objects.count() == 1


def test_a_form_saved_as_it_stands_keeps_its_tags(desk: Client) -> None:
    publication = making.draft(tags=["War", "Paris, France", "Artificial intelligence"])
    before = sorted(publication.taggings.values_list("pk", "tag__name"))
    address = FORM.format(publication.pk)
    assert desk.post(address, read(desk, address)).status_code == 302
    assert sorted(publication.taggings.values_list("pk", "tag__name")) == before


def test_what_is_taken_out_of_the_field_is_untagged(desk: Client) -> None:
    publication = making.draft(tags=["War", "Russia"])
    assert save(desk, publication, "Russia, Arms control") == ["Arms control", "Russia"]
    assert Tag.objects.filter(name="War").exists()


def test_a_name_that_is_too_long_is_refused(desk: Client) -> None:
    publication = making.draft()
    address = FORM.format(publication.pk)
    answer = desk.post(address, read(desk, address) | {"tags": "x" * 101})
    assert errors_of(answer.content) == [
        f"“{'x' * 101}” is too long for a tag: at most 100 characters."
    ]


def test_suggestions_begin_with_what_begins_with_the_words(desk: Client) -> None:
    for name in ("Cyber war", "War", "Peace", "Warsaw"):
        Tag.objects.create(name=name)
    Tag.objects.create(name="Défense", label_en="Warfare")
    answer = desk.get("/admin/publications/tag/suggest/", {"q": "war"})
    assert answer.json()["tags"] == [
        {"name": "War", "label": "War"},
        {"name": "Warsaw", "label": "Warsaw"},
        {"name": "Cyber war", "label": "Cyber war"},
        {"name": "Défense", "label": "Warfare"},
    ]
    assert desk.get("/admin/publications/tag/suggest/").json() == {"tags": []}
