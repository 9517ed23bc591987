"""The editorial workflow: one table, and the one function that changes a status.

    draft -> in review -> approved -> published -> withdrawn

Nothing else in the project assigns ``status`` or the two times that decide what is public
(``tests/publications/test_one_way_to_change_a_status.py`` reads the code to see that).
"""

import datetime
import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publications import bylines, checks, history, notices, second_eyes
from publications.enums import Status
from publications.models import Publication, Revision, Transition

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Action(enum.StrEnum):
    SUBMIT = "submit"
    REQUEST_CHANGES = "request_changes"
    APPROVE = "approve"
    PUBLISH = "publish"
    UNSCHEDULE = "unschedule"
    WITHDRAW = "withdraw"
    REPUBLISH = "republish"
    PLAN_WITHDRAWAL = "plan_withdrawal"
    CANCEL_WITHDRAWAL = "cancel_withdrawal"


@dataclass(frozen=True)
class Rule:
    """From which statuses an action leads where, and who may take it."""

    label: "StrOrPromise"
    sources: frozenset[Status]
    target: Status
    permission: str
    needs_comment: bool = False


_CHANGE, _REVIEW, _PUBLISH = (
    f"publications.{verb}_publication" for verb in ("change", "review", "publish")
)

TABLE: dict[Action, Rule] = {
    Action.SUBMIT: Rule(
        _("Submit for review"), frozenset({Status.DRAFT}), Status.IN_REVIEW, _CHANGE
    ),
    Action.REQUEST_CHANGES: Rule(
        _("Request changes"),
        frozenset({Status.IN_REVIEW, Status.APPROVED}),
        Status.DRAFT,
        _REVIEW,
        needs_comment=True,
    ),
    Action.APPROVE: Rule(_("Approve"), frozenset({Status.IN_REVIEW}), Status.APPROVED, _REVIEW),
    Action.PUBLISH: Rule(_("Publish"), frozenset({Status.APPROVED}), Status.PUBLISHED, _PUBLISH),
    Action.UNSCHEDULE: Rule(
        _("Take off the schedule"), frozenset({Status.PUBLISHED}), Status.APPROVED, _PUBLISH
    ),
    Action.WITHDRAW: Rule(
        _("Withdraw"), frozenset({Status.PUBLISHED}), Status.WITHDRAWN, _PUBLISH, needs_comment=True
    ),
    Action.REPUBLISH: Rule(
        _("Republish"),
        # Also where a planned withdrawal has passed: for readers that is withdrawn, by the clock.
        frozenset({Status.WITHDRAWN, Status.PUBLISHED}),
        Status.PUBLISHED,
        _PUBLISH,
    ),
    Action.PLAN_WITHDRAWAL: Rule(
        _("Plan the withdrawal"),
        frozenset({Status.PUBLISHED}),
        Status.PUBLISHED,
        _PUBLISH,
        needs_comment=True,
    ),
    Action.CANCEL_WITHDRAWAL: Rule(
        _("Cancel the planned withdrawal"),
        frozenset({Status.PUBLISHED}),
        Status.PUBLISHED,
        _PUBLISH,
    ),
}


# Whose comment stands where the paper stood.
_TOLD_TO_READERS = frozenset({Action.WITHDRAW, Action.PLAN_WITHDRAWAL})


class TransitionRefused(ValidationError):
    """The publication is not in a state, or not in a shape, for this action."""


def may(user: User, action: Action, publication: Publication) -> bool:
    """Whether the table allows this person this action on this publication now."""
    rule = TABLE[action]
    if publication.status not in rule.sources or not user.has_perm(rule.permission):
        return False
    if action == Action.APPROVE:
        return _own_text(action, user, publication) is None
    if action == Action.PUBLISH:
        # A pending change goes live by being taken over (publications.pending), never by itself.
        return publication.pending_for_id is None
    return _fits_the_clock(action, publication, timezone.now())


def _fits_the_clock(action: Action, publication: Publication, now: datetime.datetime) -> bool:
    """*Published* is before, during or after its public time, and what is possible differs."""
    if publication.status != Status.PUBLISHED:
        return True
    start, end = publication.published_at, publication.withdrawn_at
    is_to_come = start is not None and start > now
    is_over = end is not None and end <= now
    return {
        # Only what is still to come can be taken off the schedule; the rest is withdrawn, with a reason.
        Action.UNSCHEDULE: is_to_come,
        Action.WITHDRAW: not is_over,
        Action.REPUBLISH: is_over,
        Action.PLAN_WITHDRAWAL: not is_over,
        Action.CANCEL_WITHDRAWAL: end is not None and not is_over,
    }[action]


def _own_text(action: Action, user: User, publication: Publication) -> "StrOrPromise | None":
    """Why this person may not approve it, as their own; None if it is not."""
    if action != Action.APPROVE or publication.status != Status.IN_REVIEW:
        return None
    return second_eyes.refusal(publication, user.pk)


def allowed_actions(user: User, publication: Publication) -> list[Action]:
    return [action for action in TABLE if may(user, action, publication)]


@transaction.atomic
def transition(
    publication: Publication,
    action: Action,
    *,
    user: User,
    comment: str = "",
    at: datetime.datetime | None = None,
) -> Transition:
    """Take ``action`` on ``publication`` and record it; ``publication`` is refreshed in place.

    ``at`` is the time from which it is public (publish, republish; default now, and a republished
    paper keeps its first date), or at which it is withdrawn (plan). Raises ``PermissionDenied`` for
    the wrong person and ``TransitionRefused`` for the wrong state, a missing comment, a time that
    makes no sense or something that blocks.
    """
    rule = TABLE[action]
    # The row is locked and read anew: two people pressing at once must not both succeed.
    locked = Publication.objects.select_for_update().get(pk=publication.pk)
    now = timezone.now()
    if not user.has_perm(rule.permission):
        raise PermissionDenied
    _refuse_what_is_wrong(locked, action, user, comment.strip(), at, now)

    before = Status(locked.status)
    _set_times(locked, action, now, at)
    locked.status = rule.target
    if action in _TOLD_TO_READERS:
        locked.withdrawal_reason = comment.strip()
    return _store(publication, locked, before, user=user, comment=comment.strip(), now=now)


def return_to_review(publication: Publication, *, user: User) -> Transition | None:
    """An approved or scheduled text that was edited has to be read again.

    Called by ``publications.editing`` after a save, inside its transaction; nothing happens in any
    other state.
    """
    locked = Publication.objects.select_for_update().get(pk=publication.pk)
    now = timezone.now()
    if not locked.awaits_readers:
        return None
    before = Status(locked.status)
    locked.status = Status.IN_REVIEW
    _clear_times(locked)
    comment = str(_("Edited after approval: back to review."))
    return _store(publication, locked, before, user=user, comment=comment, now=now)


def _refuse_what_is_wrong(
    publication: Publication,
    action: Action,
    user: User,
    comment: str,
    at: datetime.datetime | None,
    now: datetime.datetime,
) -> None:
    rule = TABLE[action]
    if own := _own_text(action, user, publication):
        raise TransitionRefused(own)
    if not may(user, action, publication):
        raise TransitionRefused(
            _("“%(title)s” is %(status)s: “%(action)s” is not possible now."),
            params={
                "title": publication.title,
                "status": publication.get_status_display(),
                "action": rule.label,
            },
        )
    _refuse_wrong_comment(action, comment)
    if action == Action.PLAN_WITHDRAWAL and (
        at is None or at <= now or at <= (publication.published_at or now)
    ):
        raise TransitionRefused(_("Give a time for the withdrawal that is still to come."))
    if action == Action.REPUBLISH and publication.was_public and at is not None and at > now:
        # It would be scheduled, could be taken off the schedule and deleted: as if never public.
        raise TransitionRefused(
            _("What readers have seen comes back at once, not at a later time.")
        )
    if rule.target == Status.PUBLISHED and (found := checks.blocks(publication)):
        raise TransitionRefused([ValidationError(each.message) for each in found])


def _refuse_wrong_comment(action: Action, comment: str) -> None:
    if TABLE[action].needs_comment and not comment:
        raise TransitionRefused(_("Say why, in the comment: others will read it."))
    most = Publication._meta.get_field("withdrawal_reason").max_length
    if action in _TOLD_TO_READERS and most and len(comment) > most:
        # Cut off, it might say the opposite to those who read it in place of the paper.
        raise TransitionRefused(
            _("Readers are shown the reason: at most %(most)d characters. This has %(length)d."),
            params={"most": most, "length": len(comment)},
        )


def _set_times(
    publication: Publication,
    action: Action,
    now: datetime.datetime,
    at: datetime.datetime | None,
) -> None:
    if action == Action.PUBLISH:
        publication.published_at = at or now
        publication.withdrawn_at = None
    elif action == Action.UNSCHEDULE:
        _clear_times(publication)
    elif action == Action.WITHDRAW:
        publication.withdrawn_at = now
    elif action == Action.PLAN_WITHDRAWAL:
        publication.withdrawn_at = at
    elif action in (Action.REPUBLISH, Action.CANCEL_WITHDRAWAL):
        if action == Action.REPUBLISH:
            publication.published_at = at or _first_date(publication, now)
        publication.withdrawn_at = None
        publication.withdrawal_reason = ""


def _first_date(publication: Publication, now: datetime.datetime) -> datetime.datetime:
    """Since when readers know it; what was stopped before its time is not dated back to it."""
    planned = publication.published_at or now
    return planned if publication.was_public else max(planned, now)


def _clear_times(publication: Publication) -> None:
    publication.published_at = publication.withdrawn_at = None
    publication.withdrawal_reason = ""


def _store(
    publication: Publication,
    locked: Publication,
    before: Status,
    *,
    user: User,
    comment: str,
    now: datetime.datetime,
) -> Transition:
    """Save, freeze, log, keep a revision, tell whose turn it is: in this order, in one transaction."""
    locked.save(
        update_fields=["status", "published_at", "withdrawn_at", "withdrawal_reason", "modified_at"]
    )
    if locked.status == Status.PUBLISHED:
        bylines.freeze(locked)
    entry = Transition.objects.create(
        publication=locked,
        user=user,
        from_status=before,
        to_status=locked.status,
        comment=comment,
        at=now,
    )
    history.record(locked, Revision.Kind.TRANSITION, user=user, comment=comment)
    notices.tell_whose_turn_it_is(entry)
    publication.refresh_from_db()
    return entry
