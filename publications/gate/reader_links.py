"""The link by which whoever reads the mails of an address sees what is held about it."""

import datetime
import secrets

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from publications import mailing
from publications.gate import limits, tokens
from publications.gate.limits import Caller
from publications.models import ReaderLink

MAIL = "my-data"


@transaction.atomic
def mail_link(email: str, *, language: str, caller: Caller) -> None:
    """Mail a link to an address, whether or not anything is held about it.

    A mailbox that has had its share gets nothing, and whoever asked is not told.
    Raises ``limits.Exceeded``.
    """
    # Counted of the network alone: who asks for somebody's data must not use up their downloads.
    limits.admit(caller)
    if not limits.may_mail(email, MAIL):
        return
    token = secrets.token_urlsafe(24)
    lifetime = datetime.timedelta(seconds=settings.READER_LINK_LIFETIME)
    ReaderLink.objects.create(
        email=email, token_hash=tokens.hashed(token), expires_at=timezone.now() + lifetime
    )
    with translation.override(language):
        text = render_to_string(
            "mails/my_data.txt",
            {
                "address": f"{settings.SITE_URL}{reverse('my-data')}?link={token}",
                "minutes": settings.READER_LINK_LIFETIME // 60,
                "institute_name": settings.INSTITUTE_NAME,
            },
        )
        subject = _("Your data at %(institute)s") % {"institute": settings.INSTITUTE_NAME}
    mailing.queue(email, subject, text)


def find(token: str) -> ReaderLink | None:
    """The link behind a token while it lasts."""
    links = ReaderLink.objects.filter(expires_at__gt=timezone.now())
    return links.filter(token_hash=tokens.hashed(token)).first()
