"""A summary page before readers can see it: the same page, whose own addresses do not answer yet."""

import base64
from dataclasses import replace
from typing import Protocol

from django.conf import settings
from django.utils import timezone

from authors.models import Author
from publications import covers, images, summary_page
from publications.images import Picture
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
        signatures=[
            replace(each, portrait=_portrait(each.author, doors)) for each in page.signatures
        ],
        biographies=[
            (biography, _portrait(biography.author, doors))
            for biography, _portrait_for_readers in page.biographies
        ],
    )


def _portrait(author: Author | None, doors: Doors) -> Picture | None:
    if author is None or not author.photo:
        return None
    return images.picture(
        doors.portrait(author), author.photo, author.photo_focus, has_copies=False
    )


def _cover(publication: Publication, doors: Doors) -> Picture:
    image = publication.cover_image
    if image:
        return images.picture(doors.cover(publication), image, has_copies=False)
    # Drawn into the page: there is no address yet that could be asked for it.
    drawn = covers.draw(publication, settings.INSTITUTE_NAME).encode()
    address = f"data:image/svg+xml;base64,{base64.b64encode(drawn).decode()}"
    return Picture(address, covers.WIDTH, covers.HEIGHT, is_drawn=True)


def _leads(page: SummaryPage, doors: Doors) -> Leads:
    full_text = page.full_text
    return Leads(
        cover=_cover(page.publication, doors),
        download=doors.document(full_text) if full_text else "",
        further={each.pk: doors.document(each) for each in page.documents},
        citations=[(name, "") for name, _ending in CITATIONS],
    )
