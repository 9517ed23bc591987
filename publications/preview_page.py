"""A summary page before readers can see it: the same page, whose own addresses do not answer yet."""

from dataclasses import replace
from typing import Protocol

from django.utils import timezone

from authors.models import Author
from publications import summary_page
from publications.models import Document, Publication
from publications.summary_page import CITATIONS, Leads, SummaryPage


class Doors(Protocol):
    """Where whoever looks at a preview finds pictures and files; an empty address shows no link."""

    def cover(self, publication: Publication) -> str: ...

    def portrait(self, author: Author) -> str: ...

    def document(self, document: Document) -> str: ...


def collect(publication: Publication, doors: Doors, *, language: str) -> SummaryPage:
    """What readers will see, or see now: nothing here asks whether it is public.

    A working copy is shown at the address and under the date of the live publication it will become;
    what has no date yet, under today's.
    """
    live = publication.pending_for or publication
    # This object belongs to the page alone and is never saved.
    publication.slug = live.slug
    page = summary_page.collect(publication, language=language)
    return replace(
        page,
        published_at=live.published_at or timezone.now(),
        leads=_leads(page, doors),
        biographies=[
            (biography, doors.portrait(biography.author) if portrait else "")
            for biography, portrait in page.biographies
        ],
    )


def _leads(page: SummaryPage, doors: Doors) -> Leads:
    full_text = page.full_text
    return Leads(
        cover=doors.cover(page.publication) if page.publication.cover_image else "",
        download=doors.document(full_text) if full_text else "",
        further={each.pk: doors.document(each) for each in page.documents},
        citations=[(name, "") for name, _ending in CITATIONS],
    )
