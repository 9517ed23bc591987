"""The editor's desk: what is whose turn, and what needs attention.

A section is a question to the database. The desk shows its first answers and their number; the list
shows all of them under the section's key, so that a number on the desk and the list behind it are
one and the same question.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publications import missing, second_eyes, translating
from publications.enums import Status
from publications.models import Publication
from publications.querysets import PublicationQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROWS = 6
RECENT = datetime.timedelta(days=30)
SOON = datetime.timedelta(days=7)

_VIEW, _CHANGE, _REVIEW = (
    f"publications.{verb}_publication" for verb in ("view", "change", "review")
)


def my_drafts(among: PublicationQuerySet, user: User) -> PublicationQuerySet:
    """Begun by this person, or sent back to them."""
    return among.in_status(Status.DRAFT).filter(created_by=user).order_by("-modified_at", "-pk")


def to_review(among: PublicationQuerySet, user: User) -> PublicationQuerySet:
    """In review, the one that waits longest first; not what is this person's own."""
    waiting = among.in_status(Status.IN_REVIEW).order_by("modified_at", "pk")
    return second_eyes.of_others(waiting, user.pk)


def approved(among: PublicationQuerySet, user: User) -> PublicationQuerySet:
    return among.in_status(Status.APPROVED).order_by("modified_at", "pk")


def scheduled(among: PublicationQuerySet, user: User) -> PublicationQuerySet:
    return among.scheduled().order_by("published_at", "pk")


def pending(among: PublicationQuerySet, user: User) -> PublicationQuerySet:
    """Working copies of what is public, whatever their state."""
    return among.filter(pending_for__isnull=False).order_by("-modified_at", "-pk")


def incomplete(among: PublicationQuerySet, user: User) -> PublicationQuerySet:
    """On the way to readers, and still lacking something. A draft may lack what it likes."""
    return missing.incomplete(among.awaiting_readers()).order_by("modified_at", "pk")


def outdated(among: PublicationQuerySet, user: User) -> PublicationQuerySet:
    return translating.outdated(among).order_by("-modified_at", "-pk")


def leaving(among: PublicationQuerySet, user: User) -> PublicationQuerySet:
    return among.leaving(until=timezone.now() + SOON).order_by("withdrawn_at", "pk")


def recent(among: PublicationQuerySet, user: User) -> PublicationQuerySet:
    since = timezone.now() - RECENT
    return among.public().filter(published_at__gte=since).newest_first()


@dataclass(frozen=True)
class Section:
    key: str
    title: "StrOrPromise"
    empty: "StrOrPromise"
    permission: str
    find: Callable[[PublicationQuerySet, User], PublicationQuerySet]
    needs_attention: bool = False


SECTIONS = (
    Section(
        "my-drafts",
        _("My drafts"),
        _("No drafts of yours. A quiet moment to begin one."),
        _CHANGE,
        my_drafts,
    ),
    Section(
        "to-review",
        _("Waiting for my review"),
        _("Nobody is waiting for your review."),
        _REVIEW,
        to_review,
    ),
    Section(
        "approved",
        _("Approved and waiting"),
        _("Everything approved has gone out."),
        _CHANGE,
        approved,
    ),
    Section("scheduled", _("Scheduled"), _("Nothing is scheduled."), _VIEW, scheduled),
    Section(
        "pending",
        _("Pending changes"),
        _("No changes to public texts are being prepared."),
        _CHANGE,
        pending,
    ),
    Section(
        "recent",
        _("Published in the last 30 days"),
        _("Nothing came out in the last 30 days."),
        _VIEW,
        recent,
    ),
    Section(
        "incomplete",
        _("On their way, and incomplete"),
        _("Nothing on its way lacks an author, a summary, a full text or tags."),
        _CHANGE,
        incomplete,
        needs_attention=True,
    ),
    Section(
        "outdated",
        _("Translations out of date"),
        _("Every translation is in step with its original."),
        _CHANGE,
        outdated,
        needs_attention=True,
    ),
    Section(
        "leaving",
        _("To be withdrawn within 7 days"),
        _("No withdrawal is planned for the next 7 days."),
        _VIEW,
        leaving,
        needs_attention=True,
    ),
)


@dataclass(frozen=True)
class Board:
    """A section as one person finds it now."""

    section: Section
    rows: list[Publication]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


def sections_for(user: User) -> list[Section]:
    return [each for each in SECTIONS if user.has_perm(each.permission)]


def boards(user: User) -> list[Board]:
    """What this person may see or do, in two queries a section, however much there is."""
    return [_board(section, user) for section in sections_for(user)]


def _board(section: Section, user: User) -> Board:
    found = section.find(Publication.objects.all(), user)
    rows = for_rows(found)
    if section.find is incomplete:
        rows = missing.named(rows)
    return Board(section, list(rows[:ROWS]), found.order_by().count())


def for_rows(found: PublicationQuerySet) -> PublicationQuerySet:
    """What a row shows, and no long texts."""
    return found.select_related("created_by").only(
        "title",
        "language",
        "status",
        "published_at",
        "withdrawn_at",
        "modified_at",
        "pending_for",
        "created_by__username",
        "created_by__first_name",
        "created_by__last_name",
    )
