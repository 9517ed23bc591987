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

from publications import bylines
from publications.enums import Access, Status
from publications.models import Publication, Transition

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
        _("Republish"), frozenset({Status.WITHDRAWN}), Status.PUBLISHED, _PUBLISH
    ),
}


class TransitionRefused(ValidationError):
    """The publication is not in a state, or not in a shape, for this action."""


def may(user: User, action: Action, publication: Publication) -> bool:
    """Whether the table allows this person this action on this publication now."""
    rule = TABLE[action]
    if publication.status not in rule.sources or not user.has_perm(rule.permission):
        return False
    # Only what is still to come can be taken off the schedule; the rest is withdrawn, with a reason.
    return action != Action.UNSCHEDULE or _is_still_to_come(publication)


def allowed_actions(user: User, publication: Publication) -> list[Action]:
    return [action for action in TABLE if may(user, action, publication)]


def blocks(publication: Publication) -> "list[StrOrPromise]":
    """What must be mended before readers may see it."""
    found: list[StrOrPromise] = []
    if not publication.authorships.exists():
        found.append(_("It has no author."))
    if not publication.summary.strip():
        found.append(_("It has no summary."))
    if publication.current_pdf is None and publication.access in Access.values:
        found.append(_("It has no full text, which its page promises for download."))
    return found


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
    paper keeps its first date). Raises ``PermissionDenied`` for the wrong person and
    ``TransitionRefused`` for the wrong state, a missing comment or something that blocks.
    """
    rule = TABLE[action]
    # The row is locked and read anew: two people pressing at once must not both succeed.
    locked = Publication.objects.select_for_update().get(pk=publication.pk)
    if not user.has_perm(rule.permission):
        raise PermissionDenied
    if not may(user, action, locked):
        raise TransitionRefused(
            _("“%(title)s” is %(status)s: “%(action)s” is not possible now."),
            params={
                "title": locked.title,
                "status": locked.get_status_display(),
                "action": rule.label,
            },
        )
    if rule.needs_comment and not comment.strip():
        raise TransitionRefused(_("Say why, in the comment: others will read it."))
    if rule.target == Status.PUBLISHED and (found := blocks(locked)):
        raise TransitionRefused([ValidationError(each) for each in found])

    now = timezone.now()
    before = Status(locked.status)
    _set_times(locked, action, now, at)
    locked.status = rule.target
    if action == Action.WITHDRAW:
        locked.withdrawal_reason = comment.strip()[:500]
    locked.save(
        update_fields=["status", "published_at", "withdrawn_at", "withdrawal_reason", "modified_at"]
    )
    if rule.target == Status.PUBLISHED:
        bylines.freeze(locked)
    entry = Transition.objects.create(
        publication=locked,
        user=user,
        from_status=before,
        to_status=rule.target,
        comment=comment.strip(),
        at=now,
    )
    publication.refresh_from_db()
    return entry


def _set_times(
    publication: Publication, action: Action, now: datetime.datetime, at: datetime.datetime | None
) -> None:
    if action == Action.PUBLISH:
        publication.published_at = at or now
        publication.withdrawn_at = None
    elif action == Action.UNSCHEDULE:
        publication.published_at = None
    elif action == Action.WITHDRAW:
        publication.withdrawn_at = now
    elif action == Action.REPUBLISH:
        publication.published_at = at or publication.published_at or now
        publication.withdrawn_at = None
        publication.withdrawal_reason = ""


def _is_still_to_come(publication: Publication) -> bool:
    return publication.published_at is not None and publication.published_at > timezone.now()
