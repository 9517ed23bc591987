"""The public addresses of pictures. Their files have none: the view behind decides who sees them.

An address holds a few characters derived from the stored name, so that a new picture has a new
address; the name itself cannot be found from them.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from authors.models import Author
from ifri import pictures
from programs.models import ResearchCenter
from publications import covers
from publications.gate.served import ServedFile
from publications.models import Publication

if TYPE_CHECKING:
    from django.db.models.fields.files import ImageFieldFile

_NAME = re.compile(r"(?P<stem>[a-z]+-[0-9a-f]{12})(?:-(?P<width>\d+))?\.(?P<ending>webp|avif)")


# For a place that is never wider than a card's cover.
_SMALL = 320


@dataclass(frozen=True)
class Picture:
    """What ``parts/picture.html`` shows: the picture, its size, and the widths it has copies of."""

    src: str
    width: int | None = None
    height: int | None = None
    focus: str = ""
    widths: tuple[int, ...] = ()
    is_drawn: bool = False

    def __str__(self) -> str:
        return self.src

    @property
    def sources(self) -> list[tuple[str, str]]:
        """Media types and their ``srcset``s, the best first; empty where there are no copies."""
        return self._sources(self.widths, or_itself=True)

    @property
    def small_sources(self) -> list[tuple[str, str]]:
        return self._sources([each for each in self.widths if each <= _SMALL], or_itself=False)

    def _sources(self, widths: Sequence[int], *, or_itself: bool) -> list[tuple[str, str]]:
        if not widths:
            return []
        stem = self.src.removesuffix(".webp")
        found = []
        for ending in pictures.FORMATS:
            choices = [f"{stem}-{width}.{ending} {width}w" for width in widths]
            if or_itself and ending == "webp":
                choices.append(f"{self.src} {self.width}w")
            found.append((f"image/{ending}", ", ".join(choices)))
        return found


def cover(publication: Publication) -> Picture:
    """The cover, or the first page, or one drawn in the house style.

    Free of queries after ``with_full_text()``.
    """
    image = publication.cover_image
    if not image:
        name = f"cover-{covers.version(publication)}.svg"
        address = reverse("publication-image", args=[publication.slug, name])
        return Picture(address, covers.WIDTH, covers.HEIGHT, is_drawn=True)
    address = reverse("publication-image", args=[publication.slug, file_name("cover", image)])
    return picture(address, image, publication.cover_focus if publication.cover else "top")


def portrait(author: Author) -> Picture | None:
    if not author.photo:
        return None
    address = reverse("author-image", args=[author.slug, file_name("portrait", author.photo)])
    return picture(address, author.photo, author.photo_focus)


def center_image(center: ResearchCenter) -> Picture | None:
    if not center.image:
        return None
    address = reverse("program-image", args=[center.slug, file_name("image", center.image)])
    return picture(address, center.image, center.image_focus)


def picture(
    address: str, image: "ImageFieldFile", focus: str = "", *, has_copies: bool = True
) -> Picture:
    """A stored picture at its address; what is shown at an address of its own has no copies there."""
    size = pictures.size_of(str(image.name))
    if size is None:
        return Picture(address, focus=focus)
    widths = tuple(pictures.widths(size)) if has_copies else ()
    return Picture(address, size.width, size.height, focus, widths)


# --- addresses as text ------------------------------------------------------------------------------


def cover_url(publication: Publication) -> str:
    """The address of the stored cover or first page; empty where there is none to show elsewhere."""
    return str(cover(publication)) if publication.cover_image else ""


def portrait_url(author: Author) -> str:
    return str(portrait(author) or "")


def center_image_url(center: ResearchCenter) -> str:
    return str(center_image(center) or "")


def file_name(label: str, image: "ImageFieldFile") -> str:
    """The last part of a picture's address: ``cover-1f2e3d4c5b6a.webp``."""
    return f"{label}-{version(image)}.webp"


def version(image: "ImageFieldFile") -> str:
    return hashlib.sha256(str(image.name).encode()).hexdigest()[:12]


# --- and back ---------------------------------------------------------------------------------------


def named(image: "ImageFieldFile", label: str, name: str) -> "ImageFieldFile | None":
    """The file that a picture's address names: the picture, or a copy; None for anything else.

    Where a copy is not there, the picture itself stands in for it.
    """
    found = _NAME.fullmatch(name)
    if found is None or found["stem"] != f"{label}-{version(image)}":
        return None
    if found["width"] is None:
        return image if found["ending"] == "webp" else None
    size = pictures.size_of(str(image.name))
    width = int(found["width"])
    if size is None or width not in pictures.widths(size):
        return None
    copy = pictures.copy_name(str(image.name), width, found["ending"])
    if not image.storage.exists(copy):
        return image
    return type(image)(image.instance, image.field, copy)


def headers(*, is_public: bool) -> dict[str, str]:
    """What every picture is sent with.

    A minute in the caches spares a page of twenty covers twenty questions, and is soon over when a
    paper is withdrawn; what only the team may see is kept nowhere.
    """
    return {
        "Cache-Control": "public, max-age=60" if is_public else "private, no-store",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
    }


def served(image: "ImageFieldFile", *, is_public: bool) -> ServedFile:
    name = str(image.name)
    return ServedFile(
        file=image,
        size=image.size,
        # A stored picture is never written over, so its name stands for its bytes.
        tag=hashlib.sha256(name.encode()).hexdigest(),
        content_type="image/avif" if name.endswith(".avif") else "image/webp",
        modified=image.storage.get_modified_time(name),
        is_picture=True,
        headers=headers(is_public=is_public),
    )
