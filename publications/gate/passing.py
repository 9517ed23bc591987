"""Passing the gate: the one function that records who asked and gives the links."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from publications import access
from publications.gate import grants
from publications.gate.addresses import path
from publications.gate.notice import NOTICE_VERSION
from publications.models import Document, DownloadRequest, Publication


@dataclass(frozen=True)
class Link:
    """A document and the address that opens it for a time."""

    document: Document
    url: str


@transaction.atomic
def pass_gate(
    publication: Publication,
    *,
    language: str,
    email: str = "",
    user: User | None = None,
    wants_newsletter: bool = False,
) -> list[Link]:
    """Record one passage, by an address or by a member, and give a link to every document."""
    request = DownloadRequest.objects.create(
        publication=publication,
        email=email,
        user=user,
        wants_newsletter=wants_newsletter,
        notice_version=NOTICE_VERSION,
        language=language,
    )
    return [
        Link(document, path(document, grants.issue(request, document)))
        for document in access.obtainable(publication)
    ]
