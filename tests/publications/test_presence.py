"""Whoever else has the form open is named, and whoever went away is not."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import User

from publications import presence
from publications.models import OpenForm
from tests import making

pytestmark = pytest.mark.django_db
START = datetime.datetime(2026, 5, 4, 9, 0, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def people() -> tuple[User, User, User]:
    return making.user("editor"), making.user("editor"), making.user("reviewer")


def test_others_are_named_first_comer_first_and_oneself_is_not(
    people: tuple[User, User, User],
) -> None:
    publication, (one, two, three) = making.draft(), people
    with time_machine.travel(START, tick=False) as clock:
        for person in (two, three, one):
            presence.seen(publication, person)
            clock.shift(1)
        presence.seen(publication, two)
        assert presence.others(publication, one) == [two, three]
        assert presence.others(publication, two) == [three, one]
        assert presence.others(making.draft(), one) == []


def test_who_closes_the_form_is_gone_at_once(people: tuple[User, User, User]) -> None:
    publication, (one, two, _three) = making.draft(), people
    presence.seen(publication, two)
    presence.left(publication, two)
    assert presence.others(publication, one) == []
    presence.left(publication, two)


def test_who_falls_silent_is_gone_after_three_heartbeats(people: tuple[User, User, User]) -> None:
    publication, (one, two, _three) = making.draft(), people
    with time_machine.travel(START, tick=False) as clock:
        presence.seen(publication, two)
        clock.move_to(START + presence.GONE_AFTER)
        assert presence.others(publication, one) == [two]
        clock.shift(SECOND)
        assert presence.others(publication, one) == []


def test_who_comes_back_after_a_silence_comes_last(people: tuple[User, User, User]) -> None:
    publication, (one, two, three) = making.draft(), people
    with time_machine.travel(START, tick=False) as clock:
        presence.seen(publication, two)
        clock.shift(presence.GONE_AFTER + SECOND)
        presence.seen(publication, three)
        clock.shift(SECOND)
        presence.seen(publication, two)
        assert presence.others(publication, one) == [three, two]


def test_a_form_left_open_makes_one_row_however_long(people: tuple[User, User, User]) -> None:
    publication, (one, two, _three) = making.draft(), people
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(50):
            presence.seen(publication, one)
            clock.shift(presence.HEARTBEAT)
        assert OpenForm.objects.count() == 1
        clock.shift(presence.GONE_AFTER)
        presence.seen(publication, two)
        assert list(OpenForm.objects.values_list("user", flat=True)) == [two.pk]
