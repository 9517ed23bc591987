"""Exactly the allowed moves succeed: every (state, role, action), through every path there is.

A *path* is a way in which somebody can try to move a publication. Each new one (a form, a bulk
action, an import) is added to ``PATHS``; it only has to try, what happened is read from the log.
"""

import datetime
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html
from pytest_django import Settings

from publications import pending, workflow
from publications.admin.actions import BULK
from publications.enums import Status
from publications.models import Publication, Transition
from publications.workflow import Action, TransitionRefused
from tests import editorial, making

pytestmark = pytest.mark.django_db

STATES: dict[str, Callable[[], Publication]] = {
    "draft": making.draft,
    "in review": making.in_review,
    "approved": editorial.approved,
    "scheduled": making.scheduled,
    "published": making.published,
    "withdrawal planned": editorial.withdrawal_planned,
    "withdrawn by the clock": editorial.withdrawn_by_the_clock,
    "withdrawn": making.withdrawn,
}
ROLES = ("", "editor", "reviewer", "publisher", "staff", "admin")

_WRITE = {"editor", "reviewer", "publisher", "admin"}
_REVIEW = {"reviewer", "admin"}
_PUBLISH = {"publisher", "admin"}

ALLOWED: dict[str, dict[Action, set[str]]] = {
    "draft": {Action.SUBMIT: _WRITE},
    "in review": {Action.APPROVE: _REVIEW, Action.REQUEST_CHANGES: _REVIEW},
    "approved": {Action.PUBLISH: _PUBLISH, Action.REQUEST_CHANGES: _REVIEW},
    "scheduled": {
        Action.UNSCHEDULE: _PUBLISH,
        Action.WITHDRAW: _PUBLISH,
        Action.PLAN_WITHDRAWAL: _PUBLISH,
    },
    "published": {Action.WITHDRAW: _PUBLISH, Action.PLAN_WITHDRAWAL: _PUBLISH},
    "withdrawal planned": {
        Action.WITHDRAW: _PUBLISH,
        Action.PLAN_WITHDRAWAL: _PUBLISH,
        Action.CANCEL_WITHDRAWAL: _PUBLISH,
    },
    "withdrawn by the clock": {Action.REPUBLISH: _PUBLISH},
    "withdrawn": {Action.REPUBLISH: _PUBLISH},
}

TARGETS: dict[Action, Status] = {
    Action.SUBMIT: Status.IN_REVIEW,
    Action.REQUEST_CHANGES: Status.DRAFT,
    Action.APPROVE: Status.APPROVED,
    Action.PUBLISH: Status.PUBLISHED,
    Action.UNSCHEDULE: Status.APPROVED,
    Action.WITHDRAW: Status.WITHDRAWN,
    Action.REPUBLISH: Status.PUBLISHED,
    Action.PLAN_WITHDRAWAL: Status.PUBLISHED,
    Action.CANCEL_WITHDRAWAL: Status.PUBLISHED,
}

Try = Callable[[User, Publication, Action, str, datetime.datetime | None], None]


def by_the_function(
    person: User,
    publication: Publication,
    action: Action,
    comment: str,
    at: datetime.datetime | None,
) -> None:
    with suppress(PermissionDenied, TransitionRefused):
        workflow.transition(publication, action, user=person, comment=comment, at=at)


def _client(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _typed(action: Action, comment: str, at: datetime.datetime | None) -> dict[str, str]:
    typed = {"action": action.value, "comment": comment}
    if at is not None:
        typed["at"] = timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")
    return typed


def by_direct_post(
    person: User,
    publication: Publication,
    action: Action,
    comment: str,
    at: datetime.datetime | None,
) -> None:
    """Whatever the form offers, this is sent."""
    address = reverse("admin:publications_publication_transition", args=[publication.pk])
    _client(person).post(address, _typed(action, comment, at))


_offered: dict[tuple[str, int, int], html.FormElement | None] = {}


def by_the_form(
    person: User,
    publication: Publication,
    action: Action,
    comment: str,
    at: datetime.datetime | None,
) -> None:
    """A button that the form shows is pressed; one that it does not show cannot be."""
    key = person.username, publication.pk, publication.version
    if key not in _offered:
        # What is tried is undone, so that one look at the form serves for every button.
        address = reverse("admin:publications_publication_change", args=[publication.pk])
        answer = _client(person).get(address)
        page = html.fromstring(answer.content.decode()) if answer.status_code == 200 else None
        found = [] if page is None else page.xpath("//form[@id='transition-form']")
        _offered[key] = found[0] if found else None
    form = _offered[key]
    if form is None or not form.xpath(".//button[@value=$action]", action=action.value):
        return
    _client(person).post(form.action, dict(form.form_values()) | _typed(action, comment, at))


def by_bulk_action(
    person: User,
    publication: Publication,
    action: Action,
    comment: str,
    at: datetime.datetime | None,
) -> None:
    address = reverse("admin:publications_publication_changelist")
    # Working copies are in the list where somebody asks for them.
    chosen = {"action": f"bulk_{action}", "_selected_action": str(publication.pk)}
    _client(person).post(f"{address}?pending=too", chosen)


PATHS: dict[str, Try] = {
    "the function": by_the_function,
    "the form": by_the_form,
    "a direct post": by_direct_post,
    "a bulk action": by_bulk_action,
}
# What asks for a reason or a time is not done to many at once.
LIMITED = {"a bulk action": set(BULK)}


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    _offered.clear()


def tried(path: Try, person: User, publication: Publication, action: Action) -> Status | None:
    """Where the attempt led, or None if it was refused; either way it is undone."""
    with transaction.atomic():
        fresh = Publication.objects.get(pk=publication.pk)
        before = fresh.status, fresh.published_at, fresh.withdrawn_at
        latest = Transition.objects.order_by("pk").last()
        at = timezone.now() + datetime.timedelta(days=2)
        path(person, fresh, action, "Why.", at if action == Action.PLAN_WITHDRAWAL else None)
        made = list(Transition.objects.filter(pk__gt=latest.pk if latest else 0))
        fresh = Publication.objects.get(pk=publication.pk)
        transaction.set_rollback(True)
    if not made:
        assert (fresh.status, fresh.published_at, fresh.withdrawn_at) == before
        return None
    [entry] = made
    assert (entry.publication_id, entry.user_id) == (publication.pk, person.pk)
    assert (entry.from_status, entry.to_status) == (before[0], fresh.status)
    return Status(fresh.status)


def test_every_state_and_action_is_in_the_table() -> None:
    assert set(ALLOWED) == set(STATES)
    assert set(TARGETS) == set(Action)
    assert {action for allowed in ALLOWED.values() for action in allowed} == set(Action)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("state", STATES)
def test_exactly_the_allowed_moves_succeed(state: str, path: str) -> None:
    publication = STATES[state]()
    people = {role: making.user(role) for role in ROLES}
    came_out = {
        (role, action): where
        for role, person in people.items()
        for action in Action
        if (where := tried(PATHS[path], person, publication, action)) is not None
    }
    assert came_out == {
        (role, action): TARGETS[action]
        for action, allowed in ALLOWED[state].items()
        for role in allowed
        if action in LIMITED.get(path, Action)
    }


@pytest.mark.parametrize("state", STATES)
def test_the_offered_moves_are_the_allowed_ones(state: str) -> None:
    publication = STATES[state]()
    offered = {
        role: set(workflow.allowed_actions(making.user(role), publication)) for role in ROLES
    }
    assert offered == {
        role: {action for action, allowed in ALLOWED[state].items() if role in allowed}
        for role in ROLES
    }


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("role", ["reviewer", "admin"])
def test_who_submitted_may_not_approve(role: str, path: str) -> None:
    person, publication = making.user(role), making.draft()
    workflow.transition(publication, Action.SUBMIT, user=person)
    assert tried(PATHS[path], person, publication, Action.APPROVE) is None
    if Action.REQUEST_CHANGES in LIMITED.get(path, Action):
        assert tried(PATHS[path], person, publication, Action.REQUEST_CHANGES) == Status.DRAFT
    other = making.user("reviewer")
    assert tried(PATHS[path], other, publication, Action.APPROVE) == Status.APPROVED


def test_who_submitted_may_approve_where_the_institute_wants_no_second_pair_of_eyes(
    settings: Settings,
) -> None:
    settings.SECOND_PAIR_OF_EYES = False
    person, publication = making.user("reviewer"), making.draft()
    workflow.transition(publication, Action.SUBMIT, user=person)
    assert tried(by_the_function, person, publication, Action.APPROVE) == Status.APPROVED


def test_who_submitted_is_told_why_somebody_else_has_to_approve() -> None:
    person, publication = making.user("reviewer"), making.draft()
    workflow.transition(publication, Action.SUBMIT, user=person)
    with pytest.raises(TransitionRefused) as refusal:
        workflow.transition(publication, Action.APPROVE, user=person)
    assert refusal.value.messages == ["You submitted this text: somebody else has to approve it."]


def test_who_rewrote_a_text_in_review_does_not_approve_it(settings: Settings) -> None:
    person, other, publication = making.user("reviewer"), making.user("reviewer"), making.draft()
    workflow.transition(publication, Action.SUBMIT, user=making.user("editor"))
    assert workflow.may(person, Action.APPROVE, publication)
    editorial.save(publication, user=person, summary="<p>All of it mine.</p>")
    with pytest.raises(TransitionRefused) as refusal:
        workflow.transition(publication, Action.APPROVE, user=person)
    assert refusal.value.messages == [
        "You changed this text in review: somebody else has to approve it."
    ]
    assert not workflow.may(person, Action.APPROVE, publication)
    assert workflow.may(other, Action.APPROVE, publication)
    settings.SECOND_PAIR_OF_EYES = False
    assert workflow.may(person, Action.APPROVE, publication)


def test_what_was_changed_before_it_was_submitted_is_the_submitters() -> None:
    person, editor, publication = making.user("reviewer"), making.user("editor"), making.draft()
    editorial.save(publication, user=person, summary="<p>Before.</p>")
    workflow.transition(publication, Action.SUBMIT, user=editor)
    editorial.save(publication, user=person, summary="<p>In review.</p>")
    workflow.transition(publication, Action.REQUEST_CHANGES, user=person, comment="Read mine.")
    workflow.transition(publication, Action.SUBMIT, user=editor)
    assert workflow.may(person, Action.APPROVE, publication)


def test_a_save_that_changed_nothing_makes_it_nobodys() -> None:
    person, publication = making.user("reviewer"), making.draft()
    workflow.transition(publication, Action.SUBMIT, user=making.user("editor"))
    editorial.save(publication, user=person)
    assert workflow.may(person, Action.APPROVE, publication)


def test_the_last_submission_counts() -> None:
    first, second, publication = making.user("reviewer"), making.user("reviewer"), making.draft()
    workflow.transition(publication, Action.SUBMIT, user=first)
    workflow.transition(publication, Action.REQUEST_CHANGES, user=second, comment="Shorter.")
    workflow.transition(publication, Action.SUBMIT, user=second)
    assert not workflow.may(second, Action.APPROVE, publication)
    assert workflow.may(first, Action.APPROVE, publication)


@pytest.mark.parametrize("path", PATHS)
def test_somebody_who_left_may_nothing(path: str) -> None:
    person = making.user("admin", is_active=False)
    for make in STATES.values():
        publication = make()
        assert {tried(PATHS[path], person, publication, action) for action in Action} == {None}


@pytest.mark.parametrize("path", PATHS)
def test_a_pending_change_is_never_published_by_itself(path: str) -> None:
    copy = pending.start(making.published(), user=making.user("editor"))
    making.move(copy, Action.SUBMIT, Action.APPROVE)
    boss = making.user("admin")
    done = {action for action in Action if tried(PATHS[path], boss, copy, action) is not None}
    assert done == {Action.REQUEST_CHANGES} & set(LIMITED.get(path, Action))


@pytest.mark.parametrize(
    ("state", "action"),
    [
        ("in review", Action.REQUEST_CHANGES),
        ("published", Action.WITHDRAW),
        ("published", Action.PLAN_WITHDRAWAL),
    ],
)
def test_a_move_that_others_will_ask_about_needs_a_reason(state: str, action: Action) -> None:
    publication = STATES[state]()
    with pytest.raises(TransitionRefused) as refusal:
        workflow.transition(publication, action, user=making.user("admin"), comment=" \n")
    assert refusal.value.messages == ["Say why, in the comment: others will read it."]


@pytest.mark.parametrize("days", [None, -1, 0])
def test_a_withdrawal_is_planned_for_a_time_to_come(days: int | None) -> None:
    publication = making.published()
    at = None if days is None else timezone.now() + datetime.timedelta(days=days)
    with pytest.raises(TransitionRefused) as refusal:
        workflow.transition(
            publication,
            Action.PLAN_WITHDRAWAL,
            user=making.user("publisher"),
            comment="Why.",
            at=at,
        )
    assert refusal.value.messages == ["Give a time for the withdrawal that is still to come."]


def test_a_scheduled_paper_is_not_withdrawn_before_it_comes_out() -> None:
    publication = making.scheduled()
    assert publication.published_at is not None
    with pytest.raises(TransitionRefused):
        workflow.transition(
            publication,
            Action.PLAN_WITHDRAWAL,
            user=making.user("publisher"),
            comment="Why.",
            at=publication.published_at,
        )


def test_a_refusal_names_the_paper_its_status_and_the_move() -> None:
    publication = making.draft("War and Wires")
    with pytest.raises(TransitionRefused) as refusal:
        workflow.transition(publication, Action.APPROVE, user=making.user("reviewer"))
    assert refusal.value.messages == ["“War and Wires” is draft: “Approve” is not possible now."]


def test_what_blocks_publishing_blocks_it_here_too() -> None:
    publication = editorial.approved()
    publication.authorships.all().delete()
    editorial.write(publication, summary="<p> </p>")
    with pytest.raises(TransitionRefused) as refusal:
        workflow.transition(publication, Action.PUBLISH, user=making.user("publisher"))
    assert refusal.value.messages == ["It has no author.", "It has no summary."]
    publication.refresh_from_db()
    assert publication.status == Status.APPROVED


def test_a_move_decides_on_the_stored_state_and_not_on_a_stale_one() -> None:
    publication = making.in_review()
    stale = Publication.objects.get(pk=publication.pk)
    workflow.transition(publication, Action.APPROVE, user=making.user("reviewer"))
    with pytest.raises(TransitionRefused):
        workflow.transition(stale, Action.APPROVE, user=making.user("reviewer"))
    assert publication.transitions.filter(to_status=Status.APPROVED).count() == 1
