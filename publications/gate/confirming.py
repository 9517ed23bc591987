"""The verified gate: the link goes to the address, and whoever opens it has the address.

The mailed token names the request and is signed; nothing of it is stored. Opening it again gives
the same links: mail programs open links before people do.
"""

import datetime

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from publications import access, mailing
from publications.enums import Passage
from publications.gate import grants, limits
from publications.gate.limits import Caller
from publications.gate.passing import Answers, Link, record
from publications.models import DownloadRequest, Publication

MAIL = "link"


class Expired(Exception):
    """The link was ours, and its time is over."""


@transaction.atomic
def ask(publication: Publication, *, language: str, caller: Caller, answers: Answers) -> None:
    """Record who asks and mail the link; a mailbox that has had its share gets and keeps nothing.

    The reader is told the same either way. Raises ``limits.Exceeded``.
    """
    limits.admit(caller, answers.email)
    if not limits.may_mail(answers.email, MAIL):
        return
    request = record(publication, language=language, passage=Passage.ADDRESS, answers=answers)
    with translation.override(language):
        _mail_link(request)


def _mail_link(request: DownloadRequest) -> None:
    publication = request.publication
    token = _signer(publication).sign(str(request.pk))
    text = render_to_string(
        "mails/download.txt",
        {
            "publication": publication,
            "address": f"{settings.SITE_URL}{publication.gate_path()}?confirm={token}",
            "my_data": f"{settings.SITE_URL}{reverse('my-data')}",
            "hours": settings.GRANT_LIFETIME // 3600,
            "institute_name": settings.INSTITUTE_NAME,
        },
    )
    subject = _("Your download: %(title)s") % {"title": publication.title}
    mailing.queue(request.email, subject, text)


@transaction.atomic
def confirm(publication: Publication, token: str) -> list[Link] | None:
    """The links a mailed token stands for; None if it was altered, or what it stands for is erased.

    Raises ``Expired``.
    """
    try:
        pk = int(_signer(publication).unsign(token, max_age=_lifetime()))
    except signing.SignatureExpired as error:
        raise Expired from error
    except (signing.BadSignature, ValueError):
        return None
    asked = DownloadRequest.objects.select_for_update().filter(pk=pk, publication=publication)
    request = asked.exclude(email="").first()
    if request is None:
        return None
    if request.passage != Passage.VERIFIED:
        request.passage = Passage.VERIFIED
        request.save(update_fields=["passage"])
    return [
        Link(document, grants.issue(request, document, _secret(request, document.pk)))
        for document in access.obtainable(publication)
    ]


def _secret(request: DownloadRequest, document_pk: int) -> str:
    """The same for the same request and document, and known to this site only."""
    name = f"{request.pk}:{document_pk}"
    return salted_hmac("publications.gate.confirmed", name, algorithm="sha256").hexdigest()[:48]


def _lifetime() -> datetime.timedelta:
    return datetime.timedelta(seconds=settings.GRANT_LIFETIME)


def _signer(publication: Publication) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"publications.gate.confirm:{publication.pk}")
