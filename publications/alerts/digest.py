"""The text of a digest: each paper once, in the reader's language where there is a version in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publications import mailing
from publications.alerts import links
from publications.models import Follower, Publication

# A mail of hundreds is read by nobody: the rest is on the site.
MOST = 40


@dataclass
class Paper:
    """The version a reader is shown, and those in other languages."""

    publication: Publication
    others: list[Publication]

    @property
    def title(self) -> str:
        return mailing.on_one_line(self.publication.title)

    @property
    def signed(self) -> str:
        return ", ".join(signature.name for signature in self.publication.authorships.all())


@dataclass(frozen=True)
class Digest:
    subject: str
    text: str
    headers: dict[str, str]


def gather(publications: Iterable[Publication], language: str) -> list[Paper]:
    """The versions of one text brought together, in the order of the first of each."""
    papers: dict[object, Paper] = {}
    for each in publications:
        paper = papers.get(each.translation_group)
        if paper is None:
            papers[each.translation_group] = Paper(each, [])
        elif each.language == language != paper.publication.language:
            paper.others.append(paper.publication)
            paper.publication = each
        else:
            paper.others.append(each)
    return list(papers.values())


def compose(follower: Follower, publications: Iterable[Publication]) -> Digest:
    """``publications`` come as ``PublicationQuerySet.for_cards`` brings them."""
    language, email = follower.language, follower.email
    papers = gather(publications, language)
    stop = links.to_stop(email, language)
    with translation.override(language):
        text = render_to_string(
            "mails/digest.txt",
            {
                "papers": papers[:MOST],
                "more": len(papers[MOST:]),
                "language": language,
                "site_url": settings.SITE_URL,
                "manage": links.to_manage(email, language),
                "stop": stop,
                "my_data": links.my_data(language),
                "institute_name": settings.INSTITUTE_NAME,
            },
        )
        subject = _subject(papers)
    return Digest(subject, text, _headers(stop))


def _subject(papers: list[Paper]) -> str:
    if len(papers) == 1:
        return mailing.on_one_line(_("New: %(title)s") % {"title": papers[0].title})
    said = ngettext(
        "%(number)d new publication of %(institute)s",
        "%(number)d new publications of %(institute)s",
        len(papers),
    )
    return said % {"number": len(papers), "institute": settings.INSTITUTE_NAME}


def _headers(stop: str) -> dict[str, str]:
    """So that a mail program can offer to end it by one click (RFC 8058), and no machine answers."""
    return {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
