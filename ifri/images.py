"""Uploaded pictures: checked, turned upright, stripped of what cameras write into them, re-encoded."""

import io
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 50_000_000
MAX_SIDE = 1600


def clean_image(
    file: BinaryIO, size: int, *, keep_transparency: bool = False
) -> "ContentFile[bytes]":
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
            upright = _plain(ImageOps.exif_transpose(image), keep_transparency=keep_transparency)
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
    # What the camera wrote (place, time, owner) and the colour profile are not among the arguments.
    upright.save(out, "WEBP", quality=84, method=4, exif=b"", xmp=b"", icc_profile=b"")
    return ContentFile(out.getvalue(), name="picture.webp")


def _plain(image: Image.Image, *, keep_transparency: bool) -> Image.Image:
    """RGB in the web's own colours; what was transparent is white, or stays so in RGBA."""
    has_alpha = image.has_transparency_data
    coloured = _in_srgb(image)
    if not has_alpha:
        return coloured.convert("RGB")
    layered = coloured.convert("RGBA")
    if keep_transparency:
        return layered
    ground = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(ground, layered).convert("RGB")


def _in_srgb(image: Image.Image) -> Image.Image:
    """A picture of a wider range of colours would look dull once its profile is gone."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    try:
        turned = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB" if image.mode == "CMYK" else image.mode,
        )
    except ImageCms.PyCMSError:  # a profile that is damaged says nothing
        return image
    return turned or image
