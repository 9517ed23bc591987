"""The box with the full text: what there is to be had, and what a reader must do for it."""

from typing import NamedTuple

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ifri.templatetags.typography import full_date
from ifri.translation import language_name
from publications import access
from publications.enums import Access, DocumentKind
from publications.models import Document, DocumentVersion
from publications.summary_page.leads import Leads
from publications.summary_page.reading import Material

# Why the gate sent a reader back, by the word it puts in the address; anything else says nothing.
_LINK_NOTICES: dict[str, Promise] = {
    "expired": gettext_lazy("Your download link has expired. Ask for a new one below."),
    "revoked": gettext_lazy("Your download link has been closed. Ask for a new one below."),
    "invalid": gettext_lazy(
        "This download link is not valid for this publication. Ask for a new one below."
    ),
}
_ASKED_FOR: dict[Access, Promise] = {
    Access.MEMBERS: gettext_lazy("For members: you will be asked to log in."),
    Access.VERIFIED: gettext_lazy(
        "You will be asked for an e-mail address, to which the link is sent."
    ),
    Access.FORM: gettext_lazy("You will be asked for an e-mail address."),
}


class File(NamedTuple):
    name: str
    address: str
    facts: str


class FullText(NamedTuple):
    address: str
    size: str
    language: str
    version: str  # “Version 2 of 3 May 2026”; empty for the first


class Downloads(NamedTuple):
    notice: str
    full_text: FullText | None
    asked_for: str
    opening: str  # from when on the gate is open to all, where it is not yet
    further: list[File]
    earlier: list[File]


def downloads(material: Material, leads: Leads, link: str) -> Downloads:
    publication = material.publication
    policy = access.policy_of(publication)
    is_open = policy == Access.OPEN
    opens_at = None if is_open else access.opens_at(publication)
    full_text = publication.full_text
    return Downloads(
        notice="" if is_open else str(_LINK_NOTICES.get(link, "")),
        full_text=_full_text(full_text, leads) if full_text else None,
        asked_for=str(_ASKED_FOR.get(policy, "")),
        opening=_("Open to all from %(date)s.") % {"date": full_date(timezone.localdate(opens_at))}
        if opens_at
        else "",
        further=[
            File(str(each), leads.document(each), f"PDF, {_size(each.current)}")
            for each in material.documents
            if each.kind != DocumentKind.FULL_TEXT
        ],
        earlier=[
            _earlier(each, version, leads)
            for each in material.documents
            for version in each.offered_versions
        ],
    )


def _full_text(document: Document, leads: Leads) -> FullText:
    current = document.current
    said = {"number": current.number, "date": _day(current)} if current else {}
    return FullText(
        address=leads.download(document),
        size=_size(current),
        language=language_name(document.language),
        version=_("Version %(number)s of %(date)s") % said
        if current and current.number > 1
        else "",
    )


def _earlier(document: Document, version: DocumentVersion, leads: Leads) -> File:
    said = {"document": document, "number": version.number, "date": _day(version)}
    return File(
        name=_("%(document)s, version %(number)s") % said,
        address=leads.earlier(document, version),
        facts=", ".join([_("of %(date)s") % said, "PDF", _size(version)]),
    )


def _day(version: DocumentVersion) -> str:
    return full_date(timezone.localdate(version.uploaded_at))


def _size(version: DocumentVersion | None) -> str:
    return filesizeformat(version.size if version else 0)
