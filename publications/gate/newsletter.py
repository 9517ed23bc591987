"""The newsletter: asked for beside a download, and nothing until the address itself says yes.

Whether it is asked for changes nothing about the download: not its page, its links or its limits.
"""

import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from publications import mailing
from publications.gate import limits, tokens
from publications.gate.notice import NOTICE_VERSION
from publications.models import NewsletterSubscription

MAIL = "newsletter"
# Whoever does not confirm is asked again no sooner, however often the box is ticked.
_PATIENCE = datetime.timedelta(days=1)


def ask(email: str, language: str) -> None:
    """Keep the wish and mail the link that confirms it, unless either was done already."""
    email = email.lower()
    now = timezone.now()
    known = NewsletterSubscription.objects.filter(email=email).first()
    if known and (known.confirmed_at or known.created_at > now - _PATIENCE):
        return
    if not limits.may_mail(email, MAIL):
        return
    NewsletterSubscription.objects.update_or_create(
        email=email,
        defaults={
            "language": language,
            "notice_version": NOTICE_VERSION,
            "token_hash": tokens.hashed(_token(email)),
            "created_at": now,
        },
    )
    _mail(email, language)


def find(token: str) -> NewsletterSubscription | None:
    return NewsletterSubscription.objects.filter(token_hash=tokens.hashed(token)).first()


@transaction.atomic
def confirm(subscription: NewsletterSubscription) -> None:
    """From now on it counts. A second time changes nothing."""
    unconfirmed = NewsletterSubscription.objects.filter(pk=subscription.pk, confirmed_at=None)
    unconfirmed.update(confirmed_at=timezone.now())


def unsubscribe(subscription: NewsletterSubscription) -> None:
    """Nothing is kept of it."""
    subscription.delete()


def address(email: str, language: str) -> str:
    """The page where a subscription is confirmed and ended; for a mail to that address alone."""
    with translation.override(language):
        return f"{settings.SITE_URL}{reverse('newsletter')}?link={_token(email.lower())}"


def _mail(email: str, language: str) -> None:
    with translation.override(language):
        text = render_to_string(
            "mails/newsletter.txt",
            {
                "address": address(email, language),
                "my_data": f"{settings.SITE_URL}{reverse('my-data')}",
                "institute_name": settings.INSTITUTE_NAME,
            },
        )
        subject = _("Do you want the newsletter of %(institute)s?") % {
            "institute": settings.INSTITUTE_NAME
        }
    mailing.queue(email, subject, text)


def _token(email: str) -> str:
    """Always the same for an address, so that every issue of the newsletter can carry it."""
    return tokens.for_address("publications.gate.newsletter", email)
