"""Passing the gate: the functions that record who asked and give the links."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from publications import access
from publications.enums import Passage
from publications.gate import grants, limits, newsletter
from publications.gate.addresses import earlier_path, path
from publications.gate.limits import Caller
from publications.gate.notice import NOTICE_VERSION
from publications.models import Document, DocumentVersion, DownloadRequest, Publication


@dataclass(frozen=True)
class Link:
    """A document and the address that opens it for a time."""

    document: Document
    token: str

    @property
    def url(self) -> str:
        return path(self.document, self.token)

    @property
    def earlier(self) -> list[tuple[DocumentVersion, str]]:
        """Earlier versions that are offered: the link opens the document, so these too."""
        return [
            (version, earlier_path(version, self.document, self.token))
            for version in self.document.offered_versions
        ]


@dataclass(frozen=True)
class Answers:
    """What a reader filled in."""

    email: str
    organisation: str = ""
    sector: str = ""
    wants_newsletter: bool = False


def record(
    publication: Publication,
    *,
    language: str,
    passage: Passage,
    answers: Answers | None = None,
    user: User | None = None,
) -> DownloadRequest:
    """Keep that somebody asked, and under which wording of the notice."""
    answers = answers or Answers(email="")
    request = DownloadRequest.objects.create(
        publication=publication,
        email=answers.email,
        user=user,
        passage=passage,
        organisation=answers.organisation,
        sector=answers.sector,
        wants_newsletter=answers.wants_newsletter,
        notice_version=NOTICE_VERSION,
        language=language,
    )
    if answers.wants_newsletter:
        newsletter.ask(answers.email, language)
    return request


@transaction.atomic
def pass_gate(
    publication: Publication,
    *,
    language: str,
    passage: Passage,
    caller: Caller | None = None,
    answers: Answers | None = None,
    user: User | None = None,
) -> list[Link]:
    """Record one passage and give a link to every document.

    Raises ``limits.Exceeded``; then nothing is kept.
    """
    if caller is not None:
        limits.admit(caller, answers.email if answers else "")
    request = record(publication, language=language, passage=passage, answers=answers, user=user)
    return [
        Link(document, grants.issue(request, document))
        for document in access.obtainable(publication)
    ]


def decoys(publication: Publication) -> list[Link]:
    """What a robot gets: links that look like any, and lead back to the gate."""
    return [Link(document, grants.decoy(document)) for document in access.obtainable(publication)]
