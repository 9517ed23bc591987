"""Authors of like names who are different people are told apart once, and not named together again."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from authors.duplicates import groups
from authors.models import Author, ToldApart
from publications import merge_authors
from tests import making
from tests.admin_forms import messages_of
from tests.html import attributes, page, text

pytestmark = pytest.mark.django_db
DUPLICATES = "/admin/authors/author/duplicates/"
APART = f"{DUPLICATES}apart/"
AGAIN = f"{DUPLICATES}again/"


@pytest.fixture
def jean(db: None) -> Author:
    return making.author("Jean Martin", slug="jean")


@pytest.fixture
def jeanne(db: None) -> Author:
    return making.author("Jeanne Martin", slug="jeanne")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(making.user("editor"))
    return client


def tell(desk: Client, *keys: Any) -> str:
    """What the page that follows says."""
    answer = desk.post(APART, {"_selected_action": keys}, follow=True)
    assert answer.redirect_chain == [(DUPLICATES, 302)]
    [said] = messages_of(answer.content)
    return said


def test_they_are_not_named_together_again(desk: Client, jean: Author, jeanne: Author) -> None:
    making.author("Max Weber", slug="max")
    making.author("Max Webber", slug="maxx")
    assert len(groups()) == 2

    assert tell(desk, jeanne.pk, jean.pk) == "Different people: Jean Martin, Jeanne Martin."

    shown = page(desk, DUPLICATES)
    assert text(shown, "form.duplicates code") == ["max", "maxx", "jean", "jeanne"]
    assert [[each.slug for each in group] for group in groups()] == [["max", "maxx"]]
    said = LogEntry.objects.order_by("pk").values_list("object_id", flat=True)
    assert list(said) == [str(jean.pk), str(jeanne.pk)]


def test_whoever_is_like_both_is_still_named(desk: Client, jean: Author, jeanne: Author) -> None:
    short = making.author("J. Martin", slug="j")
    tell(desk, jean.pk, jeanne.pk)
    assert groups() == [[jean, jeanne, short]]
    tell(desk, jean.pk, jeanne.pk, short.pk)
    assert groups() == []


def test_it_can_be_taken_back(desk: Client, jean: Author, jeanne: Author) -> None:
    tell(desk, jean.pk, jeanne.pk)
    shown = page(desk, DUPLICATES)
    assert "No two names are alike." in text(shown, "#content p")
    [pair] = attributes(shown, "form.duplicates button", "value")

    answer = desk.post(AGAIN, {"_selected_action": pair})

    assert (answer.status_code, answer["Location"]) == (302, DUPLICATES)
    assert groups() == [[jean, jeanne]]
    assert not ToldApart.objects.exists()


def test_said_twice_it_is_remembered_once(desk: Client, jean: Author, jeanne: Author) -> None:
    for keys in ((jean.pk, jeanne.pk), (jeanne.pk, jean.pk)):
        tell(desk, *keys)
    assert list(ToldApart.objects.values_list("one", "other")) == [(jean.pk, jeanne.pk)]


def test_a_merge_takes_over_whom_the_other_was_told_apart_from(
    desk: Client, jean: Author, jeanne: Author
) -> None:
    double = making.author("Jean Martin", slug="jean-2")
    tell(desk, double.pk, jeanne.pk)
    assert groups() == [[jean, jeanne, double]]

    merge_authors.merge(jean, [double])

    assert list(ToldApart.objects.values_list("one", "other")) == [(jean.pk, jeanne.pk)]
    assert groups() == []


def test_a_merge_of_two_who_were_told_apart_forgets_it(jean: Author, jeanne: Author) -> None:
    ToldApart.objects.create(one=jean, other=jeanne)
    merge_authors.merge(jeanne, [jean])
    assert not ToldApart.objects.exists()


@pytest.mark.parametrize("keys", [[], ["{jean}"], ["{jean}", "x"], ["{jean}", "9" * 30]])
def test_one_alone_is_told_apart_from_nobody(desk: Client, jean: Author, keys: list[str]) -> None:
    sent = [key.format(jean=jean.pk) for key in keys]
    assert tell(desk, *sent) == "Choose from 2 to 30 entries."
    assert not ToldApart.objects.exists()


def test_an_author_who_is_gone_meanwhile_is_left_out(
    desk: Client, jean: Author, jeanne: Author
) -> None:
    gone = jeanne.pk
    jeanne.delete()
    assert tell(desk, jean.pk, gone) == "Choose from 2 to 30 entries."
    assert not ToldApart.objects.exists()


@pytest.mark.parametrize("address", [APART, AGAIN])
def test_only_who_may_change_authors_says_it(
    client: Client, jean: Author, jeanne: Author, address: str
) -> None:
    pair = ToldApart.objects.create(one=jean, other=jeanne)
    sent = {"_selected_action": [jean.pk, jeanne.pk, pair.pk]}
    client.force_login(making.user("staff"))
    assert client.post(address, sent).status_code == 403
    shown = page(client, DUPLICATES)
    assert attributes(shown, "form.duplicates input[formaction]", "value") == []
    assert attributes(shown, "form.duplicates button", "value") == []
    client.force_login(making.user("editor"))
    assert client.get(address).status_code == 405
    client.logout()
    assert client.post(address, sent).status_code == 302
    assert list(ToldApart.objects.all()) == [pair]
