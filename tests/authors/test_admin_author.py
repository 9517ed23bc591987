"""The form of an author: ties in their order, and the sentence readers will see."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html
from PIL import Image

from authors.models import Affiliation, Author, Organisation
from programs.models import ResearchCenter
from tests import making
from tests.admin_forms import errors_of, fields_of, read, with_rows

pytestmark = pytest.mark.django_db
ADD = "/admin/authors/author/add/"
FORM = "/admin/authors/author/{}/change/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(making.user("editor"))
    return client


def school(name: str) -> Organisation:
    return Organisation.objects.create(name_en=name, name_fr=name)


def tie(author: Author, name: str, **fields: object) -> Affiliation:
    fields.setdefault("position_en", "fellow")
    return Affiliation.objects.create(author=author, organisation=school(name), **fields)


def post(desk: Client, author: Author, **changes: object) -> list[str]:
    address = FORM.format(author.pk)
    fields = read(desk, address, "author_form")
    for name, value in changes.items():
        key = name.replace("__", "-")
        if value is None:
            fields.pop(key)
        else:
            fields[key] = value
    answer = desk.post(address, fields)
    return [] if answer.status_code == 302 else errors_of(answer.content)


def ties(author: Author) -> list[tuple[str, bool]]:
    return [(str(each.organisation), each.is_primary) for each in author.affiliations.all()]


def test_an_author_is_made_with_ties_memberships_and_links(desk: Client) -> None:
    center = ResearchCenter.objects.create(name_en="Russia Center", slug="russia")
    fields = read(desk, ADD, "author_form") | {
        "first_name": "Ann",
        "last_name": "One",
        "slug": "ann-one",
        "orcid": "0000-0002-1825-0097",
    }
    tie_row = {"relation": "position", "position_en": "fellow", "is_visible": "on"}
    fields = with_rows(
        fields,
        "affiliations",
        tie_row | {"organisation": school("A").pk, "order": 2},
        tie_row | {"organisation": school("B").pk, "order": 1, "is_primary": "on"},
    )
    fields = with_rows(fields, "memberships", {"center": center.pk, "role": "head", "order": 1})
    fields = with_rows(fields, "links", {"label": "Blog", "url": "example.org", "order": 1})
    answer = desk.post(ADD, fields)
    assert answer.status_code == 302, errors_of(answer.content)
    author = Author.objects.get()
    assert ties(author) == [("B", True), ("A", False)]
    assert [str(each.center) for each in author.memberships.all()] == ["Russia Center"]
    assert [each.url for each in author.links.all()] == ["https://example.org"]


def test_the_primary_tie_changes_in_one_save(desk: Client) -> None:
    author = making.author()
    tie(author, "A", order=1, is_primary=True)
    tie(author, "B", order=2)
    marks = {"affiliations__0__is_primary": None, "affiliations__1__is_primary": "on"}
    assert post(desk, author, **marks) == []
    assert ties(author) == [("A", False), ("B", True)]
    said = post(desk, author, affiliations__0__is_primary="on")
    assert said == ["An author has one primary affiliation."]


def test_a_tie_that_ends_before_it_begins_is_refused(desk: Client) -> None:
    author = making.author()
    tie(author, "A", start=datetime.date(2020, 1, 1))
    said = post(desk, author, affiliations__0__end="2019-12-31")
    assert said == ["An affiliation cannot end before it starts."]


def test_an_orcid_with_a_wrong_digit_is_refused(desk: Client) -> None:
    [said] = post(desk, making.author(), orcid="0000-0002-1825-0098")
    assert said == "This ORCID iD has a wrong digit: its checksum does not match."


def test_the_form_shows_the_sentence_in_each_language(desk: Client) -> None:
    author = making.author("Ann One")
    tie(author, "Oxford University", position_fr="chercheuse")
    page = html.fromstring(desk.get(FORM.format(author.pk)).content.decode())
    shown = page.xpath("//div[contains(@class, 'field-generated_sentence')]//p")
    assert [each.text_content() for each in shown] == [
        "[en] Ann One is a fellow at Oxford University.",
        "[fr] Ann One est chercheuse à Oxford University.",
    ]


def test_labels_name_their_language(desk: Client) -> None:
    page = desk.get(ADD).content.decode()
    assert "Biography [en]:" in page
    assert "Biography [fr]:" in page


def test_a_photo_survives_a_mistake_elsewhere(desk: Client) -> None:
    author = making.author("Ann One")
    address = FORM.format(author.pk)
    photo = SimpleUploadedFile("ann.webp", picture())
    answer = desk.post(
        address, read(desk, address, "author_form") | {"last_name": "", "photo": photo}
    )
    assert errors_of(answer.content) == ["This field is required."]
    again = fields_of(answer.content, "author_form") | {"last_name": "One"}
    assert desk.post(address, again).status_code == 302
    author.refresh_from_db()
    assert author.photo.size > 0


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 60), "teal").save(out, "WEBP")
    return out.getvalue()


def test_an_author_who_signs_cannot_be_deleted(client: Client) -> None:
    client.force_login(making.user("admin"))
    author = making.author()
    making.published(authors=[author])
    answer = client.post(f"/admin/authors/author/{author.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 200
    assert Author.objects.filter(pk=author.pk).exists()
