"""The public addresses of pictures. Their files have none: the view behind decides who sees them.

An address holds a few characters derived from the stored name, so that a new picture has a new
address; the name itself cannot be found from them.
"""

import hashlib
from typing import TYPE_CHECKING

from django.urls import reverse

from authors.models import Author
from programs.models import ResearchCenter
from publications.gate.served import ServedFile
from publications.models import Publication

if TYPE_CHECKING:
    from django.db.models.fields.files import ImageFieldFile


def cover_url(publication: Publication) -> str:
    """The address of the cover or first page; empty if there is none.

    Free of queries after ``with_full_text()``.
    """
    cover = publication.cover_image
    return _address("publication-image", publication.slug, "cover", cover) if cover else ""


def portrait_url(author: Author) -> str:
    return _address("author-image", author.slug, "portrait", author.photo) if author.photo else ""


def center_image_url(center: ResearchCenter) -> str:
    return _address("program-image", center.slug, "image", center.image) if center.image else ""


def file_name(label: str, image: "ImageFieldFile") -> str:
    """The last part of a picture's address: ``cover-1f2e3d4c5b6a.webp``."""
    return f"{label}-{version(image)}.webp"


def version(image: "ImageFieldFile") -> str:
    return hashlib.sha256(str(image.name).encode()).hexdigest()[:12]


def served(image: "ImageFieldFile", *, is_public: bool) -> ServedFile:
    """A picture as it is sent.

    A minute in the caches spares a page of twenty covers twenty questions, and is soon over when a
    paper is withdrawn; what only the team may see is kept nowhere.
    """
    name = str(image.name)
    return ServedFile(
        file=image,
        size=image.size,
        # A stored picture is never written over, so its name stands for its bytes.
        tag=hashlib.sha256(name.encode()).hexdigest(),
        content_type="image/webp",
        modified=image.storage.get_modified_time(name),
        is_picture=True,
        headers={
            "Cache-Control": "public, max-age=60" if is_public else "private, no-store",
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _address(view: str, slug: str, label: str, image: "ImageFieldFile") -> str:
    return reverse(view, args=[slug, file_name(label, image)])
