"""What editorial tests share: a publication with everything in it, and saves as the form makes them."""

import datetime
from typing import Any

import time_machine
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from authors.models import Organisation
from programs.models import ResearchCenter
from publications import content, documents, editing, writing
from publications.content import Content
from publications.enums import Access, AuthorRole, DocumentKind, Licence
from publications.models import Document, Publication, Series, Tag
from publications.workflow import Action
from tests import making


def center(name: str) -> ResearchCenter:
    slug = name.lower().replace(" ", "-")
    return ResearchCenter.objects.get_or_create(slug=slug, defaults={"name_en": name})[0]


def tag(name: str) -> Tag:
    found: Tag = Tag.objects.get_or_create(name=name)[0]
    return found


def signature(role: AuthorRole = AuthorRole.AUTHOR, **signatory: int) -> dict[str, Any]:
    """One entry of a content's ``authors``."""
    nobody = {"author": None, "organisation": None, "center": None}
    return nobody | signatory | {"role": role.value, "frozen": None}


def everything() -> Publication:
    """A draft in which every field says something."""
    made = making.draft("War and Wires", slug="war-and-wires", authors=[])
    organisation = Organisation.objects.create(name_en="A University")
    series = Series.objects.create(name_en="Notes", name_fr="Notes", slug="notes")
    annex = Document.objects.create(publication=made, kind=DocumentKind.ANNEX, title="Tables")
    documents.add_version(annex, pdf("Tables"), user=None)
    first, second = making.author("Ada North"), making.author("Bela South")
    write(
        made,
        subtitle="A History",
        lead="<p>In two sentences.</p>",
        summary="<p>What the paper says.</p>",
        key_takeaways="<ul><li>One</li></ul>",
        teaser="Read this.",
        disclosure="Paid for by a foundation.",
        series_id=series.pk,
        number="12",
        pages=40,
        doi="10.1234/wires",
        isbn="978-2-07-036822-8",
        licence=Licence.CC_BY.value,
        cover="covers/one.webp",
        cover_focus="top",
        cover_alt="A cable",
        cover_credit="N. N.",
        access=Access.OPEN.value,
        open_after_days=90,
        member_group_id=Group.objects.get_or_create(name="Subscribers")[0].pk,
        authors=[
            signature(author=second.pk),
            signature(author=first.pk),
            signature(AuthorRole.EDITOR, organisation=organisation.pk),
        ],
        centers=[
            {"center": center("Cyber").pk, "primary": True},
            {"center": center("Asia").pk, "primary": False},
        ],
        tags=sorted([tag("war").pk, tag("wires").pk]),
        picks=[making.draft("Pick Two").pk, making.draft("Pick One").pk],
        bans=[making.draft("Unwanted").pk],
        corrections=[
            {"date": "2026-02-01", "kind": "erratum", "text": "A figure.", "version": 1},
            {"date": "2026-01-01", "kind": "update", "text": "A chapter.", "version": None},
        ],
    )
    return made


def pdf(text: str) -> "ContentFile[bytes]":
    return ContentFile(making.pdf_bytes(1, text), name=f"{text}.pdf")


def write(publication: Publication, **changes: Any) -> None:
    """Change the stored content without anything that follows a save."""
    wanted = content.read(publication) | changes
    writing.write(publication, wanted, changes)
    publication.refresh_from_db()


@transaction.atomic
def save(publication: Publication, *, user: User | None = None, **changes: Any) -> list[str]:
    """Save as the form does: the content, then all that follows."""
    before: Content = content.read(publication)
    writing.write(publication, before | changes, changes)
    changed = editing.finish_save(publication, before, user=user or making.user("editor"))
    publication.refresh_from_db()
    return changed


def approved(title: str = "", **fields: Any) -> Publication:
    return making.move(making.draft(title, **fields), Action.SUBMIT, Action.APPROVE)


def withdrawal_planned(title: str = "", **fields: Any) -> Publication:
    """Public now, and until tomorrow."""
    made = making.published(title, at=_days(-3), **fields)
    return making.move(made, Action.PLAN_WITHDRAWAL, comment="Out of date by then.", at=_days(1))


def withdrawn_by_the_clock(title: str = "", **fields: Any) -> Publication:
    """Public once, and withdrawn at a planned time that has passed."""
    with time_machine.travel(_days(-3)):
        made = making.published(title, **fields)
        making.move(made, Action.PLAN_WITHDRAWAL, comment="Out of date by then.", at=_days(2))
    return made


def _days(number: int) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=number)
