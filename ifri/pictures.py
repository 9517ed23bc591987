"""Stored pictures: each with smaller copies beside it, made when it is stored.

A picture's name ends in its size (``…-800x1067.webp``) and its copies' names follow from it
(``…-800x1067.320.avif``), so that a page knows widths and heights without asking the disk or the
database, and a name that an old revision brings back brings its copies with it.
"""

import io
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.files.base import ContentFile, File
from django.db import models
from django.db.models.fields.files import ImageFieldFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTHS = (160, 320, 640, 960)
# What a browser is offered first stands first. Speed and quality as measured for
# docs/decisions/0019-pictures.md.
FORMATS: dict[str, dict[str, Any]] = {
    "avif": {"quality": 58, "speed": 8},
    "webp": {"quality": 80, "method": 4},
}
_SIZE = re.compile(r"-(\d{1,5})x(\d{1,5})$")


class Focus(models.TextChoices):
    """The part of a picture that stays where it is cut to its place."""

    CENTER = "", _("middle")
    TOP = "top", _("top")
    BOTTOM = "bottom", _("bottom")
    LEFT = "left", _("left")
    RIGHT = "right", _("right")
    TOP_LEFT = "top-left", _("top left")
    TOP_RIGHT = "top-right", _("top right")
    BOTTOM_LEFT = "bottom-left", _("bottom left")
    BOTTOM_RIGHT = "bottom-right", _("bottom right")


class Size(NamedTuple):
    width: int
    height: int


def size_of(name: str) -> Size | None:
    """What a stored picture's name says of its size; None for one stored before it did."""
    found = _SIZE.search(PurePosixPath(name).stem)
    return Size(int(found[1]), int(found[2])) if found else None


def widths(size: Size) -> list[int]:
    """The copies there are of a picture of that size."""
    return [width for width in WIDTHS if width < size.width]


def copy_name(name: str, width: int, ending: str) -> str:
    return f"{name.removesuffix('.webp')}.{width}.{ending}"


def copy_names(name: str) -> "Iterator[str]":
    """Every file that stands beside the picture of that name."""
    if size := size_of(name):
        for width in widths(size):
            for ending in FORMATS:
                yield copy_name(name, width, ending)


class StoredPicture(ImageFieldFile):
    def save(self, name: str, content: "File[Any]", save: bool = True) -> None:
        picture = _decoded(content)
        if picture is None:
            # Whatever it was called: only what was measured here may say a size.
            super().save("picture.webp", content, save)
            return
        super().save(f"picture-{picture.width}x{picture.height}.webp", content, save=False)
        self._make_copies(picture)
        if save:
            self.instance.save()

    def _make_copies(self, picture: Image.Image) -> None:
        for width, ending, content in copies(picture):
            self.storage.save(copy_name(str(self.name), width, ending), ContentFile(content))


def copies(picture: Image.Image) -> list[tuple[int, str, bytes]]:
    """The width, the ending and the bytes of each copy."""
    made = []
    for width in widths(Size(*picture.size)):
        height = max(1, round(picture.height * width / picture.width))
        smaller = picture.resize((width, height), Image.Resampling.LANCZOS)
        for ending, options in FORMATS.items():
            out = io.BytesIO()
            smaller.save(out, ending.upper(), **options)
            made.append((width, ending, out.getvalue()))
    return made


class PictureField(models.ImageField):
    """An image whose smaller copies are stored with it. What is given was cleaned before."""

    attr_class = StoredPicture

    def deconstruct(self) -> Any:
        # To the database it is an image field like any other.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ImageField", args, kwargs


def _decoded(content: "File[Any]") -> Image.Image | None:
    content.seek(0)
    try:
        with Image.open(content, formats=("WEBP",)) as image:
            return image if image.mode == "RGBA" else image.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError):
        return None
    finally:
        content.seek(0)
