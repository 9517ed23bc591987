"""Digests that wait for the mail server: what is withdrawn meanwhile is taken out of them."""

from django.db import transaction
from post_office.models import STATUS, Email

from publications.alerts import digest
from publications.models import Publication, Told

_WAITING = [STATUS.queued, STATUS.requeued]


def keep_public(mail: Email) -> bool:
    """Write it anew if it waits and names a paper that is not public now; drop it without another.

    Tells whether it is still there to be sent. To be called by whoever alone sends the mail
    (``mail_queue.only_sender``), just before. The mail stays the same one, under its Message-ID, and
    the paper counts as told: a sender that was killed may have handed it over before.
    """
    named = Told.objects.filter(mail=mail, mail__status__in=_WAITING)
    if named.exclude(publication__in=Publication.objects.public()).exists():
        return _write_anew(mail.pk)
    return True


@transaction.atomic
def _write_anew(pk: int) -> bool:
    mail = Email.objects.select_for_update().filter(pk=pk).first()
    if mail is None:
        return False
    told = mail.told.select_related("follower")
    public = Publication.objects.public().filter(pk__in=told.values("publication"))
    publications = list(public.newest_first().for_cards())
    follower = told[0].follower
    if not publications:
        mail.delete()
        return False
    told.exclude(publication__in=publications).update(mail=None)
    made = digest.compose(follower, publications)
    Email.objects.filter(pk=pk).update(subject=made.subject, message=made.text)
    return True
