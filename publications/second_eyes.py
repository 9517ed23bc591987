"""Whether the second pair of eyes would be the first one's.

A text is somebody's own that they submitted, or have written in since it was submitted. With the
setting ``SECOND_PAIR_OF_EYES`` (the default) somebody else approves it.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from publications.enums import Status
from publications.models import Publication, Revision, Transition
from publications.querysets import PublicationQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def of_others(among: PublicationQuerySet, user_pk: int | None) -> PublicationQuerySet:
    """Of texts in review, those that this person may approve as far as this rule goes."""
    if not settings.SECOND_PAIR_OF_EYES:
        return among
    submissions = Transition.objects.filter(publication=OuterRef("pk"), to_status=Status.IN_REVIEW)
    found = among.alias(submitter=Subquery(submissions.values("user")[:1]))
    found = found.filter(Q(submitter=None) | ~Q(submitter=user_pk))
    return found.exclude(_written_in_by(user_pk))


def refusal(publication: Publication, user_pk: int | None) -> "StrOrPromise | None":
    """Why this person may not approve this text in review; None if this rule has no objection."""
    if not settings.SECOND_PAIR_OF_EYES or user_pk is None:
        return None
    if _submitter(publication) == user_pk:
        return _("You submitted this text: somebody else has to approve it.")
    if Publication.objects.filter(_written_in_by(user_pk), pk=publication.pk).exists():
        return _("You changed this text in review: somebody else has to approve it.")
    return None


def _submitter(publication: Publication) -> int | None:
    last = publication.transitions.filter(to_status=Status.IN_REVIEW).first()
    return last.user_id if last else None


def _written_in_by(user_pk: int | None) -> Exists:
    """The history has their change after the revision with which it came into review."""
    submitted = Revision.objects.filter(
        publication=OuterRef("publication"),
        kind=Revision.Kind.TRANSITION,
        status=Status.IN_REVIEW,
    ).order_by("-number")
    changes = Revision.objects.exclude(kind=Revision.Kind.TRANSITION).filter(
        publication=OuterRef("pk"),
        user=user_pk,
        number__gt=Subquery(submitted.values("number")[:1]),
    )
    return Exists(changes)
