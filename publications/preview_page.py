"""A summary page before readers can see it: the same page, whose own addresses do not answer yet."""

import base64
from typing import Protocol

from django.conf import settings

from authors.models import Author
from publications import access, covers, images, summary_page
from publications.enums import Access
from publications.gate import addresses
from publications.images import Picture
from publications.models import Document, DocumentVersion, Publication
from publications.summary_page import SummaryPage


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
    return summary_page.collect(
        publication,
        language=language,
        leads=_Leads(publication, doors),
        published_at=live.published_at,
    )


class _Leads:
    """``publications.summary_page.leads.Leads`` through the doors."""

    def __init__(self, publication: Publication, doors: Doors) -> None:
        self.publication, self.doors = publication, doors

    def cover(self) -> Picture:
        image = self.publication.cover_image
        if image:
            return images.picture(self.doors.cover(self.publication), image, has_copies=False)
        # Drawn into the page: there is no address yet that could be asked for it.
        drawn = covers.draw(self.publication, settings.INSTITUTE_NAME).encode()
        address = f"data:image/svg+xml;base64,{base64.b64encode(drawn).decode()}"
        return Picture(address, covers.WIDTH, covers.HEIGHT, is_drawn=True)

    def portrait(self, author: Author) -> Picture | None:
        if not author.photo:
            return None
        return images.picture(
            self.doors.portrait(author), author.photo, author.photo_focus, has_copies=False
        )

    def download(self, full_text: Document) -> str:
        return self.doors.document(full_text)

    def document(self, document: Document) -> str:
        return self.doors.document(document)

    def earlier(self, document: Document, version: DocumentVersion) -> str:
        is_open = access.policy_of(self.publication) == Access.OPEN
        full_text = self.publication.full_text
        if not (is_open and full_text and self.doors.document(full_text)):
            return ""
        return addresses.earlier_path(version, document)

    def citation(self, ending: str) -> str:
        return ""
