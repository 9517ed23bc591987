"""Looking into an uploaded PDF: is it one, can it be read, and what is in it."""

import hashlib
import io
from dataclasses import dataclass
from typing import BinaryIO

import pypdfium2
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

# The first page becomes a picture of this width; its height follows.
FIRST_PAGE_WIDTH = 900


class UnreadablePdf(ValidationError):
    """The file cannot be published, with the reason in a sentence for the editor."""


@dataclass(frozen=True)
class PdfFacts:
    """What an upload is: its size in bytes, checksum, page count and first page as WebP."""

    size: int
    sha256: str
    page_count: int
    first_page: bytes


def inspect(file: BinaryIO, size: int) -> PdfFacts:
    """Check a file and describe it. Raises ``UnreadablePdf``; the file is left at its beginning."""
    _refuse_obvious(file, size)
    file.seek(0)
    content = file.read()
    file.seek(0)
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadablePdf(
                _("This PDF is protected by a password. Save it without protection and try again.")
            ) from error
        raise UnreadablePdf(
            _("This PDF is damaged or incomplete and cannot be opened. Export it again.")
        ) from error
    try:
        if len(pdf) == 0:
            raise UnreadablePdf(_("This PDF has no pages."))
        first_page = _picture(pdf)
        return PdfFacts(size, hashlib.sha256(content).hexdigest(), len(pdf), first_page)
    finally:
        pdf.close()


def _refuse_obvious(file: BinaryIO, size: int) -> None:
    if size == 0:
        raise UnreadablePdf(_("This file is empty."))
    if size > settings.DOCUMENT_MAX_BYTES:
        raise UnreadablePdf(
            _("This file is too large (%(size)s): at most %(limit)s can be uploaded."),
            params={
                "size": filesizeformat(size),
                "limit": filesizeformat(settings.DOCUMENT_MAX_BYTES),
            },
        )
    file.seek(0)
    # Readers accept some bytes before the header; 1,024 is what ISO 32000 implementations allow.
    if b"%PDF-" not in file.read(1024):
        raise UnreadablePdf(_("This file is not a PDF, whatever its name says."))
    file.seek(max(0, size - 2048))
    if b"%%EOF" not in file.read():
        raise UnreadablePdf(_("This PDF is cut off: its end is missing. Upload it again."))


def _picture(pdf: pypdfium2.PdfDocument) -> bytes:
    page = pdf[0]
    try:
        scale = FIRST_PAGE_WIDTH / max(page.get_width(), page.get_height() * 0.5, 1)
        image = page.render(scale=scale).to_pil().convert("RGB")
    except pypdfium2.PdfiumError as error:
        raise UnreadablePdf(
            _("The first page of this PDF cannot be drawn. Export it again.")
        ) from error
    out = io.BytesIO()
    image.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()
