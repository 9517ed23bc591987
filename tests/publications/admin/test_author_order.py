"""The byline stands in the order in which the editor put it."""

import random

import pytest
from django.test import Client

from publications.models import Authorship, Publication
from tests import making
from tests.admin_forms import errors_of, read, with_rows

pytestmark = pytest.mark.django_db
FORM = "/admin/publications/publication/{}/change/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(making.user("editor"))
    return client


def byline(publication: Publication) -> list[str]:
    return [signature.name for signature in publication.authorships.all()]


def numbers(publication: Publication) -> list[int]:
    return list(publication.authorships.values_list("order", flat=True))


def test_a_hundred_shuffled_bylines_come_back_exactly(desk: Client) -> None:
    people = [making.author(f"Writer Number{each}") for each in range(6)]
    publication = making.draft(authors=people)
    address = FORM.format(publication.pk)
    shuffle = random.Random(2)  # noqa: S311 - the same hundred orders on every run
    fields = read(desk, address)
    rows = [f"authorships-{index}" for index in range(len(people))]
    names = dict(zip(rows, byline(publication), strict=True))
    for _ in range(100):
        wanted = shuffle.sample(rows, len(rows))
        for place, prefix in enumerate(wanted, start=1):
            fields[f"{prefix}-order"] = place
        publication.refresh_from_db()
        fields["base_version"] = publication.version
        answer = desk.post(address, fields)
        assert answer.status_code == 302, errors_of(answer.content)
        assert byline(publication) == [names[prefix] for prefix in wanted]
        assert numbers(publication) == [1, 2, 3, 4, 5, 6]


def test_a_hundred_authors_in_one_byline_come_back_in_their_order(desk: Client) -> None:
    people = [making.author(f"Writer Number{each}") for each in range(100)]
    publication = making.draft(authors=[])
    fields = read(desk, FORM.format(publication.pk))
    places = random.Random(7).sample(range(1, 101), 100)  # noqa: S311 - any order will do
    rows = [
        {"author": person.pk, "role": "author", "order": place}
        for person, place in zip(people, places, strict=True)
    ]
    answer = desk.post(FORM.format(publication.pk), with_rows(fields, "authorships", *rows))
    assert answer.status_code == 302, errors_of(answer.content)
    expected = [name for _, name in sorted(zip(places, map(str, people), strict=True))]
    assert byline(publication) == expected


def test_gaps_and_equal_numbers_become_one_to_n(desk: Client) -> None:
    people = [making.author(f"Writer {letter}") for letter in "ABC"]
    publication = making.draft(authors=people)
    fields = read(desk, FORM.format(publication.pk))
    fields |= {"authorships-0-order": 40, "authorships-1-order": 7, "authorships-2-order": 7}
    assert desk.post(FORM.format(publication.pk), fields).status_code == 302
    assert byline(publication) == ["Writer B", "Writer C", "Writer A"]
    assert numbers(publication) == [1, 2, 3]


def test_a_new_row_without_a_number_stands_last(desk: Client) -> None:
    publication = making.draft(authors=[making.author("First One"), making.author("Second One")])
    new = making.author("Third One")
    fields = with_rows(
        read(desk, FORM.format(publication.pk)),
        "authorships",
        {"author": new.pk, "role": "author", "order": ""},
    )
    assert desk.post(FORM.format(publication.pk), fields).status_code == 302
    assert byline(publication) == ["First One", "Second One", "Third One"]


def test_removing_the_first_moves_the_others_up(desk: Client) -> None:
    publication = making.draft(authors=[making.author(f"Writer {each}") for each in "ABC"])
    fields = read(desk, FORM.format(publication.pk)) | {"authorships-0-DELETE": "on"}
    assert desk.post(FORM.format(publication.pk), fields).status_code == 302
    assert byline(publication) == ["Writer B", "Writer C"]
    assert numbers(publication) == [1, 2]


def test_two_rows_may_trade_their_authors(desk: Client) -> None:
    ann, bob = making.author("Ann One"), making.author("Bob Two")
    publication = making.draft(authors=[ann, bob])
    fields = read(desk, FORM.format(publication.pk))
    fields |= {"authorships-0-author": bob.pk, "authorships-1-author": ann.pk}
    answer = desk.post(FORM.format(publication.pk), fields)
    assert answer.status_code == 302, errors_of(answer.content)
    assert byline(publication) == ["Bob Two", "Ann One"]


def test_a_row_may_take_the_author_of_a_row_removed_at_once(desk: Client) -> None:
    ann, bob = making.author("Ann One"), making.author("Bob Two")
    publication = making.draft(authors=[ann, bob])
    fields = read(desk, FORM.format(publication.pk))
    fields |= {"authorships-0-author": bob.pk, "authorships-1-DELETE": "on"}
    assert desk.post(FORM.format(publication.pk), fields).status_code == 302
    assert byline(publication) == ["Bob Two"]


def test_nobody_signs_twice_in_one_role(desk: Client) -> None:
    ann = making.author("Ann One")
    publication = making.draft(authors=[ann])
    fields = with_rows(
        read(desk, FORM.format(publication.pk)),
        "authorships",
        {"author": ann.pk, "role": "author", "order": 2},
    )
    answer = desk.post(FORM.format(publication.pk), fields)
    assert errors_of(answer.content) == ["This person already signs in this role."]
    assert Authorship.objects.count() == 1


def test_a_row_names_one_signatory_and_only_one(desk: Client) -> None:
    publication = making.draft(authors=[])
    fields = with_rows(
        read(desk, FORM.format(publication.pk)), "authorships", {"role": "editor", "order": 1}
    )
    answer = desk.post(FORM.format(publication.pk), fields)
    assert errors_of(answer.content) == ["Choose one of: a person, an organisation, a center."]


def test_an_empty_row_is_no_row(desk: Client) -> None:
    publication = making.draft(authors=[])
    fields = with_rows(
        read(desk, FORM.format(publication.pk)), "authorships", {"role": "author", "order": 1}
    )
    assert desk.post(FORM.format(publication.pk), fields).status_code == 302
    assert byline(publication) == []
