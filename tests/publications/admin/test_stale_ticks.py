"""A form opened before somebody took a version off the offer does not put it back on offer."""

import pytest
from django.test import Client

from publications import content, documents, history
from publications.admin.forms import PublicationForm
from publications.enums import Access
from publications.models import DocumentVersion, Publication, Revision
from tests import editorial, making
from tests.admin_forms import Fields, errors_of, fields_of, read

pytestmark = pytest.mark.django_db

# What is chosen or typed in the form and is no part of the content that two saves are compared by.
UPLOADS = {"full_text_file", "full_text_reason"}


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(making.user("publisher"))
    return client


@pytest.fixture
def paper() -> Publication:
    """Public, in its third version."""
    paper = making.published("War", slug="war", access=Access.OPEN)
    for text in ("Second", "Third"):
        documents.add_full_text(paper, editorial.pdf(text), user=None, reason="A figure")
    history.record(paper, Revision.Kind.SAVE, user=None)
    return paper


def address_of(publication: Publication) -> str:
    return f"/admin/publications/publication/{publication.pk}/change/"


def offered() -> list[int]:
    found = DocumentVersion.objects.filter(is_offered=True).order_by("number")
    return list(found.values_list("number", flat=True))


def version(number: int) -> DocumentVersion:
    return DocumentVersion.objects.get(number=number)


def offer(*numbers: int) -> None:
    DocumentVersion.objects.filter(number__in=numbers).update(is_offered=True)


def ticked(desk: Client, paper: Publication, *numbers: int) -> Fields:
    """The form as it is now, with these versions ticked and no others."""
    fields = read(desk, address_of(paper))
    fields.pop("offered_versions", None)
    return fields | ({"offered_versions": [version(n).pk for n in numbers]} if numbers else {})


def save(desk: Client, paper: Publication, fields: Fields) -> None:
    answer = desk.post(address_of(paper), fields)
    assert answer.status_code == 302, errors_of(answer.content)


def test_what_was_taken_off_meanwhile_stays_off(desk: Client, paper: Publication) -> None:
    offer(1)
    assert paper.full_text is not None
    file = f"/en/publications/war/files/{paper.full_text.pk}/war-v1.pdf"
    assert Client().get(file).status_code == 200
    stale = ticked(desk, paper, 1)

    save(desk, paper, ticked(desk, paper))
    assert Client().get(file).status_code == 404
    save(desk, paper, stale | {"teaser": "Read this."})

    assert Client().get(file).status_code == 404
    assert Publication.objects.get().teaser == "Read this."


def test_each_changes_what_each_touched(desk: Client, paper: Publication) -> None:
    offer(1)
    stale = ticked(desk, paper, 1, 2)
    save(desk, paper, ticked(desk, paper))
    save(desk, paper, stale)
    assert offered() == [2]


def test_a_tick_survives_a_mistake_elsewhere(desk: Client, paper: Publication) -> None:
    answer = desk.post(address_of(paper), ticked(desk, paper, 1) | {"title": ""})
    assert errors_of(answer.content) == ["This field is required."]
    assert offered() == []
    save(desk, paper, fields_of(answer.content) | {"title": "War"})
    assert offered() == [1]


def test_an_untick_survives_a_mistake_elsewhere(desk: Client, paper: Publication) -> None:
    offer(1)
    answer = desk.post(address_of(paper), ticked(desk, paper) | {"title": ""})
    assert offered() == [1]
    save(desk, paper, fields_of(answer.content) | {"title": "War"})
    assert offered() == []


def test_a_form_that_says_nothing_of_what_it_showed_takes_nothing_off(
    desk: Client, paper: Publication
) -> None:
    offer(1)
    fields = {n: v for n, v in ticked(desk, paper, 2).items() if not n.startswith("initial-")}
    save(desk, paper, fields)
    assert offered() == [1, 2]


def test_every_field_of_the_form_is_compared_one_way_or_the_other() -> None:
    """With what others saved, by the content record, or with what the form itself showed."""
    recorded = {name.removesuffix("_id") for name in content.FIELDS}
    left = set(PublicationForm.base_fields) - recorded - UPLOADS
    # The workflow's and the history's own are not on the form.
    on_the_form = left & {"offered_versions", "translation_of"}
    assert all(PublicationForm.base_fields[name].show_hidden_initial for name in on_the_form)
    assert on_the_form == {"offered_versions", "translation_of"}


@pytest.mark.parametrize("value", ["9" * 30, "9" * 5_000, "\0", "²"])
def test_no_version_has_such_a_number(desk: Client, paper: Publication, value: str) -> None:
    fields = ticked(desk, paper)
    answer = desk.post(address_of(paper), fields | {"offered_versions": value})
    assert answer.status_code == 200
    assert len(errors_of(answer.content)) == 1
    save(desk, paper, fields | {"initial-offered_versions": value})
    assert offered() == []
