"""The editorial workflow: its log, its times, its refusals (its table: test_the_transition_table)."""

import datetime
from collections.abc import Callable

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from publications import workflow
from publications.enums import Access, Status
from publications.models import Document, Publication, Transition
from publications.workflow import Action, TransitionRefused
from tests import making

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 3, 2, 12, 0, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def approved(title: str = "") -> Publication:
    return making.move(making.draft(title), Action.SUBMIT, Action.APPROVE)


@pytest.fixture
def boss() -> User:
    return making.user("admin")


@pytest.mark.parametrize("user", [AnonymousUser(), "inactive"], ids=["anonymous", "inactive"])
def test_nobody_without_an_active_account_takes_any(user: AnonymousUser | str) -> None:
    person = making.user("admin", is_active=False) if user == "inactive" else user
    with pytest.raises(PermissionDenied):
        workflow.transition(making.draft(), Action.SUBMIT, user=person)  # type: ignore[arg-type]


def test_two_who_press_at_once_do_not_both_succeed(boss: User) -> None:
    """The second acts on a row that is no longer what their page shows."""
    paper = making.in_review()
    same = Publication.objects.get()
    workflow.transition(paper, Action.APPROVE, user=boss)

    with pytest.raises(TransitionRefused):
        workflow.transition(same, Action.APPROVE, user=boss)

    assert Transition.objects.filter(to_status=Status.APPROVED).count() == 1


# --- Comments -------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", [Action.WITHDRAW, Action.PLAN_WITHDRAWAL])
def test_a_reason_too_long_for_the_tombstone_is_refused_and_not_cut(
    boss: User, action: Action
) -> None:
    paper = making.published()
    at = timezone.now() + DAY if action == Action.PLAN_WITHDRAWAL else None
    with pytest.raises(TransitionRefused) as refusal:
        workflow.transition(paper, action, user=boss, comment="x" * 501, at=at)
    assert refusal.value.messages == [
        "Readers are shown the reason: at most 500 characters. This has 501."
    ]
    paper.refresh_from_db()
    assert (paper.status, paper.withdrawn_at) == (Status.PUBLISHED, None)

    workflow.transition(paper, action, user=boss, comment=f" {'x' * 500}\n", at=at)
    assert paper.withdrawal_reason == "x" * 500


def test_a_remark_for_the_team_may_be_longer(boss: User) -> None:
    paper = making.in_review()
    entry = workflow.transition(paper, Action.REQUEST_CHANGES, user=boss, comment="x" * 2000)
    assert entry.comment == "x" * 2000


@pytest.mark.parametrize("comment", ["", "  \n "])
@pytest.mark.parametrize(
    ("make", "action"),
    [(making.in_review, Action.REQUEST_CHANGES), (making.published, Action.WITHDRAW)],
)
def test_who_sends_back_or_withdraws_says_why(
    make: Callable[[], Publication], action: Action, comment: str, boss: User
) -> None:
    paper = make()
    before = paper.status
    with pytest.raises(TransitionRefused, match="Say why"):
        workflow.transition(paper, action, user=boss, comment=comment)
    assert Publication.objects.get().status == before


def test_the_log_says_who_what_when_and_why(boss: User) -> None:
    reviewer = making.user("reviewer")
    with time_machine.travel(NOON, tick=False) as clock:
        paper = making.draft()
        workflow.transition(paper, Action.SUBMIT, user=boss)
        clock.shift(60)
        entry = workflow.transition(
            paper, Action.REQUEST_CHANGES, user=reviewer, comment=" Section 2 has no source. "
        )
    newest, oldest = paper.transitions.all()
    assert newest == entry
    assert (newest.user, newest.from_status, newest.to_status, newest.comment, newest.at) == (
        reviewer,
        Status.IN_REVIEW,
        Status.DRAFT,
        "Section 2 has no source.",
        NOON + datetime.timedelta(seconds=60),
    )
    assert (oldest.user, oldest.from_status, oldest.to_status, oldest.comment, oldest.at) == (
        boss,
        Status.DRAFT,
        Status.IN_REVIEW,
        "",
        NOON,
    )


# --- Times ----------------------------------------------------------------------------------------


def test_publishing_is_now_unless_another_time_is_given(boss: User) -> None:
    with time_machine.travel(NOON, tick=False):
        now = making.move(approved(), Action.PUBLISH)
        later = making.move(approved(), Action.PUBLISH, at=NOON + DAY)
        earlier = making.move(approved(), Action.PUBLISH, at=NOON - DAY)
    assert [paper.published_at for paper in (now, later, earlier)] == [NOON, NOON + DAY, NOON - DAY]


def test_taking_off_the_schedule_takes_the_time_away(boss: User) -> None:
    paper = making.move(making.scheduled(), Action.UNSCHEDULE)
    assert (paper.status, paper.published_at) == (Status.APPROVED, None)


def test_what_is_public_is_withdrawn_and_not_taken_off_the_schedule(boss: User) -> None:
    paper = making.published(at=timezone.now())
    with pytest.raises(TransitionRefused):
        workflow.transition(paper, Action.UNSCHEDULE, user=boss)
    assert paper.is_public


def test_withdrawing_keeps_the_reason_and_republishing_the_first_date(boss: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        paper = making.published()
        clock.shift(DAY)
        making.move(paper, Action.WITHDRAW, comment="A figure was wrong.")
        assert (paper.withdrawn_at, paper.withdrawal_reason) == (NOON + DAY, "A figure was wrong.")
        clock.shift(DAY)
        making.move(paper, Action.REPUBLISH)
    assert (paper.published_at, paper.withdrawn_at, paper.withdrawal_reason) == (NOON, None, "")


# --- What blocks publication ----------------------------------------------------------------------


def _without_author(paper: Publication) -> None:
    paper.authorships.all().delete()


def _without_summary(paper: Publication) -> None:
    Publication.objects.filter(pk=paper.pk).update(summary=" ")


def _without_full_text(paper: Publication) -> None:
    Document.objects.filter(publication=paper).update(current=None)


@pytest.mark.parametrize("access", Access.values)
@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_without_author, "It has no author."),
        (_without_summary, "It has no summary."),
        (_without_full_text, "It has no full text, which its page promises for download."),
    ],
)
def test_something_missing_stops_publication_with_a_sentence(
    spoil: Callable[[Publication], None], reason: str, access: str, boss: User
) -> None:
    paper = making.move(making.draft(access=access), Action.SUBMIT, Action.APPROVE)
    spoil(paper)
    with pytest.raises(TransitionRefused) as refusal:
        workflow.transition(paper, Action.PUBLISH, user=boss)
    assert refusal.value.messages == [reason]
    assert Publication.objects.get().status == Status.APPROVED


def test_everything_missing_is_said_at_once(boss: User) -> None:
    paper = approved()
    for spoil in (_without_author, _without_summary, _without_full_text):
        spoil(paper)
    with pytest.raises(TransitionRefused) as refusal:
        workflow.transition(paper, Action.PUBLISH, user=boss)
    assert len(refusal.value.messages) == 3


def test_an_unfinished_draft_can_be_reviewed_all_the_same(boss: User) -> None:
    paper = making.draft(summary="")
    workflow.transition(paper, Action.SUBMIT, user=boss)
    assert paper.status == Status.IN_REVIEW
