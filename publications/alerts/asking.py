"""Asking to be told: nothing is mailed but one question, until the address itself says yes."""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from publications import mailing
from publications.alerts import following, links
from publications.alerts.notice import NOTICE_VERSION
from publications.enums import Frequency
from publications.gate import limits, tokens
from publications.gate.limits import Caller
from publications.listing import Selection
from publications.models import Alert, Follower

MAIL = "follow"


@transaction.atomic
def ask(
    selection: Selection, *, email: str, frequency: Frequency, language: str, caller: Caller
) -> None:
    """Keep the wish and mail the link that confirms it; of what is confirmed already, a reminder.

    A mailbox that has had its share gets nothing, and whoever asked is not told. Raises
    ``limits.Exceeded``.
    """
    # Counted of the network alone: who names somebody's address must not use up their downloads.
    limits.admit(caller)
    if not limits.may_mail(email, MAIL):
        return
    email = email.lower()
    token = links.alert_token(email, following.key(selection))
    alert = _kept(selection, email, token, language)
    if alert.confirmed_at is None:
        alert.frequency, alert.asked_at = frequency, timezone.now()
        alert.notice_version = NOTICE_VERSION
        alert.save()
    _mail(alert, email, token, language)


def _kept(selection: Selection, email: str, token: str, language: str) -> Alert:
    """The alert, made if need be. What was confirmed no stranger changes."""
    followers = Follower.objects.select_for_update()
    follower, _made = followers.get_or_create(
        email=email,
        defaults={
            "language": language,
            "token_hash": tokens.hashed(links.follower_token(email)),
        },
    )
    alert, _made = Alert.objects.get_or_create(
        token_hash=tokens.hashed(token),
        defaults={
            "follower": follower,
            "asked_at": timezone.now(),
            "notice_version": NOTICE_VERSION,
            **following.stored(selection),
        },
    )
    return alert


def _mail(alert: Alert, email: str, token: str, language: str) -> None:
    with translation.override(language):
        text = render_to_string(
            "mails/follow.txt",
            {
                "is_known": alert.confirmed_at is not None,
                "what": following.describe(alert, with_words=False),
                "confirm": links.to_confirm(token, language),
                "manage": links.to_manage(email, language),
                "my_data": links.my_data(language),
                "institute_name": settings.INSTITUTE_NAME,
            },
        )
        subject = _("New publications of %(institute)s by e-mail") % {
            "institute": settings.INSTITUTE_NAME
        }
    mailing.queue(email, subject, text)
