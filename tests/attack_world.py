"""Everything an attacker may want, in every state it can be in; and the addresses and keys to it."""

import dataclasses
import datetime
import hashlib
import io
from functools import cache
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from publications import documents, images, pdf, pending, press, previews
from publications.enums import Access, DocumentKind, Passage
from publications.gate import erasing, passing
from publications.gate.passing import Answers, Link
from publications.models import Document, DocumentVersion, Grant, PressLink, Publication
from publications.pdf import PdfFacts
from tests import making

World = dict[str, Any]
HIDDEN = ("draft", "in-review", "scheduled", "withdrawn", "pending")


def make() -> World:
    """The world as plain data. Everything in it goes through the product's own functions."""
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
        "press": _ended_press_links(),
        "previews": _ended_preview_links(),
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
    documents.offer(paper, DocumentVersion.objects.filter(document__publication=paper, number=2))
    return paper


@cache
def _facts() -> PdfFacts:
    content = _pdf("any")
    return pdf.inspect(io.BytesIO(content), len(content))


def _replace(document: Document, text: str) -> None:
    upload = ContentFile(_pdf(text), name="paper.pdf")
    # All alike but for their text: one is read for all.
    sha256 = hashlib.sha256(_pdf(text)).hexdigest()
    facts = dataclasses.replace(_facts(), size=len(_pdf(text)), sha256=sha256)
    upload.found = facts.dump()  # type: ignore[attr-defined]
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
        "etags": [
            f'"{sha}"'
            for sha in DocumentVersion.objects.filter(document__publication=paper).values_list(
                "sha256", flat=True
            )
        ],
        "cover": images.cover_url(paper),
        "current": _pdf(f"{paper.slug} full_text v3").hex(),
        "offered": _pdf(f"{paper.slug} full_text v2").hex(),
    }


def _ended_press_links() -> dict[str, str]:
    paper = Publication.objects.get(slug="scheduled")
    tokens = {}
    for state in ("expired", "revoked"):
        link, tokens[state] = press.give(paper, name="Zoe", user=making.user("publisher"))
        if state == "revoked":
            press.revoke(link)
        else:
            PressLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())
    withdrawn = Publication.objects.get(slug="withdrawn")
    token = "token-of-a-withdrawn-paper"
    PressLink.objects.create(
        publication=withdrawn,
        name="Zoe",
        token_hash=press._hash(token),
        expires_at=timezone.now() + datetime.timedelta(days=1),
    )
    return {**tokens, "withdrawn": token}


def _ended_preview_links() -> dict[str, str]:
    paper = Publication.objects.get(slug="draft")
    tokens = {}
    for state in ("expired", "revoked"):
        link, tokens[state] = previews.make(paper, recipient="Zoe", user=making.user("editor"))
        if state == "revoked":
            previews.revoke(link)
        else:
            type(link).objects.filter(pk=link.pk).update(expires_at=timezone.now())
    return tokens
