"""Short ways to make what tests need. Everything goes through the product's own functions."""

import datetime
import io
import itertools
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.utils import timezone
from reportlab.pdfgen.canvas import Canvas

from authors.models import Author
from publications import documents, workflow
from publications.enums import DocumentKind
from publications.models import Authorship, Document, Publication, PublicationType, Tag
from publications.search import gathering
from publications.workflow import Action

_numbers = itertools.count(1)


@cache
def pdf_bytes(pages: int = 2, text: str = "A page") -> bytes:
    """A real PDF, the same for the same arguments."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for page in range(1, pages + 1):
        canvas.drawString(72, 760, f"{text} {page}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def user(group: str = "", **fields: Any) -> User:
    """A user of one of the editorial groups (``admin`` makes a superuser, nothing a plain member)."""
    fields.setdefault("username", f"{group or 'member'}{next(_numbers)}")
    made: User = get_user_model().objects.create_user(
        password="demo", is_staff=bool(group), is_superuser=group == "admin", **fields
    )
    if group not in ("", "admin"):
        made.groups.add(Group.objects.get(name=group))
    return made


def author(name: str = "", **fields: Any) -> Author:
    first, _, last = (name or f"Ada Writer{next(_numbers)}").partition(" ")
    return Author.objects.create(
        first_name=first,
        last_name=last,
        slug=fields.pop("slug", f"{first}-{last}".lower().replace(" ", "-")),
        **fields,
    )


def publication_type() -> PublicationType:
    return PublicationType.objects.get_or_create(
        slug="paper", defaults={"name_en": "Paper", "name_fr": "Étude"}
    )[0]


@gathering.together()
def draft(
    title: str = "",
    *,
    authors: list[Author] | None = None,
    tags: list[str] | None = None,
    pdf: bytes | None = None,
    **fields: Any,
) -> Publication:
    """A draft that is fit to be published: an author, a summary and a PDF."""
    number = next(_numbers)
    fields.setdefault("slug", f"paper-{number}")
    fields.setdefault("summary", "<p>What the paper says.</p>")
    made = Publication.objects.create(
        title=title or f"Paper {number}", type=publication_type(), **fields
    )
    for order, each in enumerate(authors if authors is not None else [author()]):
        Authorship.objects.create(publication=made, author=each, order=order)
    for name in tags or []:
        tag, _ = Tag.objects.get_or_create(name=name)
        made.taggings.create(tag=tag)
    document = Document.objects.create(publication=made, kind=DocumentKind.FULL_TEXT)
    documents.add_version(document, ContentFile(pdf or pdf_bytes(), name="paper.pdf"), user=None)
    return made


def move(publication: Publication, *actions: Action, **extra: Any) -> Publication:
    """Take a publication through the workflow; ``extra`` goes to the last action.

    One superuser submits and another does the rest: who submitted may not approve.
    """
    for action in actions:
        options = extra if action == actions[-1] else {}
        person = _superuser("writer" if action == Action.SUBMIT else "boss")
        workflow.transition(publication, action, user=person, **options)
    return publication


def _superuser(username: str) -> User:
    found = User.objects.filter(username=username).first()
    return found or user("admin", username=username)


def published(
    title: str = "", *, at: datetime.datetime | None = None, **fields: Any
) -> Publication:
    """A public publication, or with a future ``at`` a scheduled one."""
    return move(draft(title, **fields), Action.SUBMIT, Action.APPROVE, Action.PUBLISH, at=at)


def in_review(title: str = "", **fields: Any) -> Publication:
    return move(draft(title, **fields), Action.SUBMIT)


def scheduled(title: str = "", **fields: Any) -> Publication:
    return published(title, at=timezone.now() + datetime.timedelta(days=1), **fields)


def withdrawn(title: str = "", **fields: Any) -> Publication:
    """Once public, then withdrawn: it leaves a tombstone."""
    made = published(title, at=timezone.now() - datetime.timedelta(days=3), **fields)
    return move(made, Action.WITHDRAW, comment="Withdrawn at the author's request.")
