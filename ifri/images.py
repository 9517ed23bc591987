"""Uploaded pictures: checked, turned upright, stripped of what cameras write into them, re-encoded."""

import io
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 50_000_000
MAX_SIDE = 1600


def clean_image(file: BinaryIO, size: int) -> "ContentFile[bytes]":
    """The picture as WebP, at most ``MAX_SIDE`` pixels wide and high, without metadata.

    Raises ``ValidationError`` with a sentence for the editor.
    """
    if size > settings.IMAGE_MAX_BYTES:
        raise ValidationError(
            _("This picture is too large (%(size)s): at most %(limit)s can be uploaded."),
            params={
                "size": filesizeformat(size),
                "limit": filesizeformat(settings.IMAGE_MAX_BYTES),
            },
        )
    file.seek(0)
    try:
        with Image.open(file, formats=FORMATS) as image:
            # Pixels are counted before any is decoded: a small file can unfold into gigabytes.
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(
                    _("This picture has too many pixels. Make it smaller and try again.")
                )
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
    ) as error:
        raise ValidationError(
            _("This file is not a picture that can be read. Use JPEG, PNG or WebP.")
        ) from error
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    out = io.BytesIO()
    upright.save(out, "WEBP", quality=84, method=4)
    return ContentFile(out.getvalue(), name="picture.webp")
