"""What no database takes is refused on the page, and never breaks it; nothing typed is lost."""

import datetime
from urllib.parse import urlencode

import pytest
from django.test import Client

from publications.models import Publication
from publications.workflow import Action
from tests import editorial, making
from tests.admin_forms import errors_of, fields_of, messages_of, read, with_rows

pytestmark = pytest.mark.django_db

LIST = "/admin/publications/publication/"
LONG, LONGER = "9" * 30, "9" * 5_000


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(making.user("admin"))
    return client


def form_of(publication: Publication) -> str:
    return f"{LIST}{publication.pk}/change/"


def written(page: bytes, name: str, form_id: str = "publication_form") -> str:
    """What stands in a text field of the form that came back."""
    return str(fields_of(page, form_id)[name]).strip()


# --- lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        {"year": "0"},
        {"year": "9999"},
        {"year": LONGER},
        {"year": "²"},
        {"year": "2025", "month": "2", "day": "31"},
        {"year": "2025", "month": "13"},
        {"month": "0"},
    ],
)
def test_a_list_is_walked_by_no_date_that_does_not_exist(
    desk: Client, asked: dict[str, str]
) -> None:
    making.published()
    for address, field in (
        (LIST, "published_at"),
        ("/admin/publications/downloadrequest/", "created_at"),
        ("/admin/publications/transition/", "at"),
    ):
        query = urlencode({f"{field}__{part}": value for part, value in asked.items()})
        answer = desk.get(f"{address}?{query}")
        assert (answer.status_code, answer["Location"]) == (302, f"{address}?e=1")


def test_and_by_every_date_that_does(desk: Client) -> None:
    making.published(at=datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.UTC))
    for parts in (("2024",), ("2024", "2"), ("2024", "2", "29")):
        names = ("year", "month", "day")
        query = "&".join(
            f"published_at__{name}={part}" for name, part in zip(names, parts, strict=False)
        )
        answer = desk.get(f"{LIST}?{query}")
        assert (answer.status_code, answer.context["cl"].result_count) == (200, 1)


@pytest.mark.parametrize(
    "address",
    [
        "/admin/publications/tag/suggest/?q=",
        "/admin/authors/author/?q=",
        "/admin/autocomplete/?app_label=publications&model_name=authorship&field_name=author&term=",
    ],
)
def test_nobody_looks_for_a_hundred_thousand_letters(desk: Client, address: str) -> None:
    assert desk.get(address + "x" * 100_000).status_code == 400
    assert desk.get(address + "x" * 1_000).status_code == 200


# --- forms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [LONG, LONGER, "\0", "²", "-1"])
@pytest.mark.parametrize("name", ["type", "series", "translation_of", "member_group"])
def test_what_is_no_row_is_no_choice(desk: Client, name: str, value: str) -> None:
    draft = making.draft()
    typed = {name: value, "summary": "<p>An hour of work.</p>"}
    answer = desk.post(form_of(draft), read(desk, form_of(draft)) | typed)
    assert answer.status_code == 200
    [said] = set(errors_of(answer.content))
    assert said in {
        "Select a valid choice. That choice is not one of the available choices.",
        "Null characters are not allowed.",
    }
    assert written(answer.content, "summary") == "<p>An hour of work.</p>"


@pytest.mark.parametrize("value", [LONG, LONGER, "\0", "²"])
@pytest.mark.parametrize(
    ("prefix", "name"), [("authorships", "author"), ("center_links", "center")]
)
def test_nor_is_it_in_a_row(desk: Client, prefix: str, name: str, value: str) -> None:
    draft = making.draft()
    row = {name: value, "role": "author", "order": "1"}
    fields = with_rows(read(desk, form_of(draft)), prefix, row)
    answer = desk.post(form_of(draft), fields | {"teaser": "Read this."})
    assert answer.status_code == 200
    assert errors_of(answer.content) != []
    assert written(answer.content, "teaser") == "Read this."


@pytest.mark.parametrize("value", [LONG, LONGER, "\0", "²"])
@pytest.mark.parametrize("name", ["base_version", "seen_version", "documents-0-id"])
def test_a_number_that_is_none_is_an_outdated_form(desk: Client, name: str, value: str) -> None:
    paper = editorial.everything()
    fields = read(desk, form_of(paper)) | {"teaser": "Mine."}
    editorial.save(paper, teaser="Theirs.")
    answer = desk.post(form_of(paper), fields | {name: value})
    assert answer.status_code == 409
    assert written(answer.content, "teaser") == "Mine."


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59", "1899-12-31T12:00"])
def test_nothing_is_published_at_the_ends_of_the_calendar(desk: Client, at: str) -> None:
    paper = making.move(making.draft(), Action.SUBMIT, Action.APPROVE)
    answer = desk.post(
        f"{LIST}{paper.pk}/transition/",
        {"action": "publish", "at": at, "comment": "C"},
        follow=True,
    )
    assert messages_of(answer.content) == ["Give a time between the years 1900 and 2200."]
    paper.refresh_from_db()
    assert paper.published_at is None
