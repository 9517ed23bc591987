"""Everything an attacker may want, in every state it can be in; and the addresses and keys to it."""

import dataclasses
import datetime
import hashlib
import io
from functools import cache
from typing import Any
from unittest.mock import patch

from django.core.files.base import ContentFile, File
from django.utils import timezone

from publications import documents, images, pdf, pending, press, previews
from publications.enums import Access, DocumentKind, Passage
from publications.gate import erasing, passing
from publications.gate.passing import Answers, Link
from publications.models import (
    Document,
    DocumentVersion,
    Grant,
    PressLink,
    PreviewLink,
    Publication,
)
from publications.pdf import PdfFacts
from tests import making

World = dict[str, Any]
ENDED = ("expired", "revoked")
HIDDEN = ("draft", "in-review", "scheduled", "withdrawn", "pending")


def make() -> World:
    """The world as plain data. Everything in it goes through the product's own functions."""
    with patch.object(pdf, "facts_of", _facts_of):
        return _make()


def _make() -> World:
    making.user(username="member")
    _paper("open", Access.OPEN)
    gated, other = _paper("gated", Access.FORM), _paper("other", Access.FORM)
    grants = {"valid": _pass(gated), "other": _pass(other)}
    for state in ("expired", "revoked", "erased"):
        grants[state] = _pass(gated, f"{state}@example.org")
    past = timezone.now() - datetime.timedelta(minutes=1)
    _grants_of("expired").update(expires_at=past)
    _grants_of("revoked").update(revoked_at=past)
    erasing.erase("erased@example.org")
    for slug, make_it in (
        ("draft", making.draft),
        ("in-review", making.in_review),
        ("scheduled", making.scheduled),
        ("withdrawn", making.withdrawn),
    ):
        hidden = _complete(make_it(slug=slug, access=Access.FORM, pdf=_pdf(slug)))
        grants[slug] = _pass(hidden)
    copy = pending.start(gated, user=making.user("admin"))
    Publication.objects.filter(pk=copy.pk).update(slug="pending")
    copy.refresh_from_db()
    assert copy.full_text is not None
    _replace(copy.full_text, "pending v1")
    grants["pending"] = _pass(copy)
    return {
        "grants": {state: _by_kind(links) for state, links in grants.items()},
        "papers": {paper.slug: _told(paper) for paper in Publication.objects.all()},
        "stored": [
            *DocumentVersion.objects.values_list("file", flat=True),
            *DocumentVersion.objects.values_list("first_page", flat=True),
        ],
        "press": _press_links(),
        "previews": _preview_links(),
    }


def _pdf(text: str) -> bytes:
    return making.pdf_bytes(2, f"Not for you: {text}")


def _paper(slug: str, policy: Access) -> Publication:
    return _complete(making.published(slug=slug, access=policy, pdf=_pdf(slug)))


def _complete(paper: Publication) -> Publication:
    """With an annex, and both in their third version, the second of them offered."""
    annex = Document.objects.create(
        publication=paper, kind=DocumentKind.ANNEX, title="Tables", order=1
    )
    _replace(annex, f"{paper.slug} annex v1")
    for number in (2, 3):
        for document in paper.documents.all():
            _replace(document, f"{paper.slug} {document.kind} v{number}")
    seconds = DocumentVersion.objects.filter(document__publication=paper, number=2)
    documents.offer(paper, {each.pk: True for each in seconds})
    return paper


@cache
def _facts() -> PdfFacts:
    content = _pdf("any")
    return pdf.inspect(io.BytesIO(content), len(content))


def _facts_of(upload: "File[bytes]") -> PdfFacts:
    """All are alike but for their text: one is read for all."""
    content = upload.read()
    upload.seek(0)
    sha256 = hashlib.sha256(content).hexdigest()
    return dataclasses.replace(_facts(), size=len(content), sha256=sha256)


def _replace(document: Document, text: str) -> None:
    upload = ContentFile(_pdf(text), name="paper.pdf")
    documents.add_version(document, upload, user=None, reason="Corrected")


def _pass(paper: Publication, email: str = "reader@example.org") -> list[Link]:
    answers = Answers(email=email)
    return passing.pass_gate(paper, language="en", passage=Passage.ADDRESS, answers=answers)


def _grants_of(state: str) -> Any:
    return Grant.objects.filter(request__email=f"{state}@example.org")


def _by_kind(links: list[Link]) -> dict[str, str]:
    return {link.document.kind: link.token for link in links}


def _told(paper: Publication) -> dict[str, Any]:
    return {
        "documents": {each.kind: each.pk for each in paper.documents.all()},
        "versions": list(
            DocumentVersion.objects.filter(document__publication=paper).values_list("pk", flat=True)
        ),
        "current_etag": f'"{hashlib.sha256(_pdf(f"{paper.slug} full_text v3")).hexdigest()}"',
        "cover": images.cover_url(paper),
        # What the addresses of every version's first page would be.
        "first_pages": [
            f"/images/publications/{paper.slug}/{images.file_name('cover', version.first_page)}"
            for version in DocumentVersion.objects.filter(document__publication=paper)
        ],
        "current": _pdf(f"{paper.slug} full_text v3").hex(),
        "offered": _pdf(f"{paper.slug} full_text v2").hex(),
    }


def _press_links() -> dict[str, str]:
    paper = Publication.objects.get(slug="scheduled")
    user = making.user("publisher")
    links = {each: press.give(paper, name="Zoe", user=user) for each in ("good", *ENDED, "over")}
    links["withdrawn"] = press.give(paper, name="Zoe", user=user)
    press.revoke(links["revoked"][0])
    PressLink.objects.filter(pk=links["expired"][0].pk).update(expires_at=timezone.now())
    # What became of the paper since: it is out, or was out and is no more.
    for state, slug in (("over", "gated"), ("withdrawn", "withdrawn")):
        since = Publication.objects.get(slug=slug)
        PressLink.objects.filter(pk=links[state][0].pk).update(publication=since)
    return {state: token for state, (_link, token) in links.items()}


def _preview_links() -> dict[str, str]:
    paper = Publication.objects.get(slug="draft")
    user = making.user("editor")
    links = {each: previews.make(paper, recipient="Zoe", user=user) for each in ("good", *ENDED)}
    previews.revoke(links["revoked"][0])
    PreviewLink.objects.filter(pk=links["expired"][0].pk).update(expires_at=timezone.now())
    return {state: token for state, (_link, token) in links.items()}
