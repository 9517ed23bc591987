"""Who sees what, to the second: the clock alone decides, in the database and in memory alike."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from publications.models import Publication, TaggedPublication
from publications.querysets import public_q
from publications.workflow import Action
from tests import making

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 3, 2, 12, 0, 0, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)
MICROSECOND = datetime.timedelta(microseconds=1)


def public() -> list[str]:
    return sorted(Publication.objects.public().values_list("title", flat=True))


def tombstones() -> list[str]:
    return sorted(Publication.objects.tombstones().values_list("title", flat=True))


def scheduled() -> list[str]:
    return sorted(Publication.objects.scheduled().values_list("title", flat=True))


@pytest.mark.parametrize(
    ("moment", "is_public"),
    [
        (NOON - SECOND, False),
        (NOON - MICROSECOND, False),
        (NOON, True),
        (NOON + MICROSECOND, True),
        (NOON + datetime.timedelta(days=36_500), True),
    ],
)
def test_a_scheduled_paper_is_public_from_its_very_second(
    moment: datetime.datetime, is_public: bool
) -> None:
    with time_machine.travel(NOON - datetime.timedelta(days=1), tick=False):
        paper = making.published("Embargoed", at=NOON)

    with time_machine.travel(moment, tick=False):
        assert public() == (["Embargoed"] if is_public else [])
        assert scheduled() == ([] if is_public else ["Embargoed"])
        assert tombstones() == []
        assert paper.is_public is is_public


def test_nothing_but_the_clock_is_needed_for_it_to_come_out() -> None:
    with time_machine.travel(NOON - SECOND, tick=False) as clock:
        making.published("Embargoed", at=NOON)
        before = Publication.objects.get()
        assert public() == []
        clock.shift(SECOND)
        after = Publication.objects.get()
        assert public() == ["Embargoed"]
    assert (before.status, before.published_at) == (after.status, after.published_at)


@pytest.mark.parametrize(
    ("moment", "is_public"),
    [(NOON - SECOND, True), (NOON - MICROSECOND, True), (NOON, False), (NOON + SECOND, False)],
)
def test_a_withdrawal_takes_effect_in_its_very_second(
    moment: datetime.datetime, is_public: bool
) -> None:
    """``withdrawn_at`` may also lie ahead: public until then."""
    with time_machine.travel(NOON - datetime.timedelta(days=2), tick=False):
        paper = making.published("Limited")
    Publication.objects.filter(pk=paper.pk).update(withdrawn_at=NOON)
    paper.refresh_from_db()

    with time_machine.travel(moment, tick=False):
        assert public() == (["Limited"] if is_public else [])
        assert tombstones() == ([] if is_public else ["Limited"])
        assert paper.is_public is is_public


def test_what_was_public_leaves_a_tombstone_when_it_is_withdrawn() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        paper = making.published("Once public")
        clock.shift(SECOND)
        making.move(paper, Action.WITHDRAW, comment="A mistake on page 3.")
        assert (public(), tombstones(), scheduled()) == ([], ["Once public"], [])
        clock.shift(SECOND)
        making.move(paper, Action.REPUBLISH)
        assert (public(), tombstones(), scheduled()) == (["Once public"], [], [])
    assert paper.published_at == NOON


def test_what_never_was_public_leaves_no_trace() -> None:
    with time_machine.travel(NOON, tick=False):
        paper = making.scheduled("Stopped in time")
        making.move(paper, Action.WITHDRAW, comment="Stopped before its time.")
        assert (public(), tombstones(), scheduled()) == ([], [], [])
    # And never will, when the day it was scheduled for has passed.
    with time_machine.travel(NOON + datetime.timedelta(days=9), tick=False):
        assert (public(), tombstones(), scheduled()) == ([], [], [])


def test_drafts_and_what_is_in_review_or_approved_are_nowhere() -> None:
    making.draft("Draft")
    making.in_review("In review")
    making.move(making.draft("Approved"), Action.SUBMIT, Action.APPROVE)
    assert Publication.objects.count() == 3
    assert (public(), tombstones(), scheduled()) == ([], [], [])


def test_a_paper_sent_back_after_being_taken_off_the_schedule_is_nowhere() -> None:
    paper = making.move(making.scheduled(), Action.UNSCHEDULE)
    making.move(paper, Action.REQUEST_CHANGES, comment="Too early.")
    with time_machine.travel(NOON + datetime.timedelta(days=3650), tick=False):
        assert (public(), tombstones(), scheduled()) == ([], [], [])


def test_every_queryset_can_be_asked_about_another_moment() -> None:
    with time_machine.travel(NOON, tick=False):
        paper = making.published("Embargoed", at=NOON + SECOND)
        ask = Publication.objects
        assert list(ask.public(at=NOON)) == []
        assert list(ask.public(at=NOON + SECOND)) == [paper]
        assert list(ask.scheduled(at=NOON)) == [paper]
        assert list(ask.scheduled(at=NOON + SECOND)) == []
        assert list(ask.visible_to(AnonymousUser(), at=NOON + SECOND)) == [paper]


def test_the_rule_reaches_through_a_relation() -> None:
    making.published("Public", tags=["Ports"])
    making.draft("Draft", tags=["Ports"])
    reached = TaggedPublication.objects.filter(public_q("content_object__"))
    assert [str(tagging.content_object) for tagging in reached] == ["Public"]


def test_a_stranger_and_a_member_see_what_is_public_and_the_editorial_team_everything() -> None:
    making.published("Public")
    making.draft("Draft")
    making.scheduled("Embargoed")
    making.withdrawn("Withdrawn")

    def seen(user: object) -> list[str]:
        visible = Publication.objects.visible_to(user)  # type: ignore[arg-type]
        return sorted(visible.values_list("title", flat=True))

    everything = ["Draft", "Embargoed", "Public", "Withdrawn"]
    assert seen(AnonymousUser()) == ["Public"]
    assert seen(making.user()) == ["Public"]
    for group in ("editor", "reviewer", "publisher", "staff", "admin"):
        assert seen(making.user(group)) == everything
    assert seen(making.user("editor", is_active=False)) == ["Public"]
