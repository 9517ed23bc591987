"""Mail to the editorial team: whoever's turn it is, and who waits for the answer.

A notice is put into the mail queue in the transaction of what it tells about: either both happen or
neither. The queue lives in the database; a sender that is down, or killed, loses nothing.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from publications import mailing
from publications.enums import Status
from publications.models import Comment, Publication, Transition

logger = logging.getLogger(__name__)

_is_quiet = ContextVar("is_quiet", default=False)


@contextmanager
def nobody_told() -> Iterator[None]:
    """Inside, nothing is mailed: what is loaded as if it had been there is nobody's turn."""
    before = _is_quiet.set(True)
    try:
        yield
    finally:
        _is_quiet.reset(before)


def tell_whose_turn_it_is(entry: Transition) -> None:
    """After a change of status: the next people to act, and the one whose text it is."""
    turn: QuerySet[User] = User.objects.none()
    if entry.to_status == Status.IN_REVIEW:
        turn = _with_permission("review_publication")
    elif entry.to_status == Status.APPROVED:
        turn = _with_permission("publish_publication")
    people = _wanting_mail(turn) | _wanting_mail(_writers(entry.publication))
    _send(
        people.exclude(pk=entry.user_id or 0).distinct(),
        entry.publication,
        "notices/transition.txt",
        {"entry": entry},
    )


def tell_of_comment(comment: Comment) -> None:
    """After a remark: whoever wrote the text or took part in the conversation."""
    publication = comment.publication
    taking_part = User.objects.filter(pk__in=publication.comments.values("user"))
    people = _wanting_mail(taking_part) | _wanting_mail(_writers(publication))
    _send(
        people.exclude(pk=comment.user_id or 0).distinct(),
        publication,
        "notices/comment.txt",
        {"comment": comment},
    )


def _writers(publication: Publication) -> "QuerySet[User]":
    """Who made it and who submitted it."""
    submitted = publication.transitions.filter(to_status=Status.IN_REVIEW).values("user")
    return User.objects.filter(Q(pk=publication.created_by_id) | Q(pk__in=submitted))


def _with_permission(codename: str) -> "QuerySet[User]":
    """Members of the groups that may; superusers may everything and are not told of everything."""
    held = Permission.objects.filter(content_type__app_label="publications", codename=codename)
    return User.objects.filter(Q(groups__permissions__in=held) | Q(user_permissions__in=held))


def _wanting_mail(people: "QuerySet[User]") -> "QuerySet[User]":
    reachable = User.objects.filter(pk__in=people.values("pk"), is_active=True).exclude(email="")
    return reachable.exclude(notice_preference__by_mail=False)


def _send(
    people: Iterable[User], publication: Publication, template: str, context: dict[str, object]
) -> None:
    if _is_quiet.get():
        return
    address = reverse("admin:publications_publication_change", args=[publication.pk])
    for person in people:
        with translation.override(settings.LANGUAGE_CODE):
            body = render_to_string(
                template,
                {
                    **context,
                    "person": person,
                    "publication": publication,
                    "address": f"{settings.SITE_URL}{address}",
                },
            )
            subject = _("%(status)s: %(title)s") % {
                "status": publication.get_status_display().capitalize(),
                "title": publication.title,
            }
        try:
            # A title may hold a line break only by a broken import; a header never may.
            mailing.queue(person.email, " ".join(subject.split()), body)
        except ValidationError as refusal:
            # One member's broken address must not keep the others from their work.
            logger.warning("No notice for user %s: %s", person.pk, refusal)
