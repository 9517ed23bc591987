"""Digests that wait for the mail server: what is withdrawn meanwhile is taken out of them."""

from django.db import transaction
from post_office.models import STATUS, Email

from publications.alerts import digest
from publications.models import Publication, Told

_WAITING = [STATUS.queued, STATUS.requeued]


def keep_public() -> None:
    """Write anew what waits and names a paper that is not public now; drop what has no other.

    To be called by whoever alone sends the mail (``mail_queue.only_sender``). The mail stays the
    same one, under its Message-ID, and the paper counts as told: a sender that was killed may have
    handed it over before.
    """
    hidden = Told.objects.filter(mail__status__in=_WAITING).exclude(
        publication__in=Publication.objects.public()
    )
    for pk in set(hidden.values_list("mail", flat=True)):
        _write_anew(pk)


@transaction.atomic
def _write_anew(pk: int) -> None:
    mail = Email.objects.select_for_update().filter(pk=pk).first()
    if mail is None:
        return
    told = mail.told.select_related("follower")
    public = Publication.objects.public().filter(pk__in=told.values("publication"))
    publications = list(public.newest_first().for_cards())
    follower = told[0].follower
    if not publications:
        mail.delete()
        return
    told.exclude(publication__in=publications).update(mail=None)
    made = digest.compose(follower, publications)
    Email.objects.filter(pk=pk).update(subject=made.subject, message=made.text)
