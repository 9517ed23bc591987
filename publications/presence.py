"""Who has a publication's form open. The browser says so every ``HEARTBEAT``; silence ends it."""

import datetime

from django.contrib.auth.models import User
from django.utils import timezone

from publications.models import OpenForm, Publication

HEARTBEAT = datetime.timedelta(seconds=20)
GONE_AFTER = 3 * HEARTBEAT


def seen(publication: Publication, user: User) -> None:
    """Note that this person's form is still open; whoever went away without a word is forgotten."""
    now = timezone.now()
    publication.open_forms.filter(seen_at__lt=now - GONE_AFTER).delete()
    OpenForm.objects.update_or_create(publication=publication, user=user, defaults={"seen_at": now})


def left(publication: Publication, user: User) -> None:
    OpenForm.objects.filter(publication=publication, user=user).delete()


def others(publication: Publication, user: User) -> list[User]:
    """Everybody else who has it open now, the first comer first."""
    since = timezone.now() - GONE_AFTER
    rows = publication.open_forms.filter(seen_at__gte=since).exclude(user=user)
    return [row.user for row in rows.select_related("user").order_by("opened_at", "pk")]
