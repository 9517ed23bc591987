"""What a PDF is found to be, as facts or as a sentence that says why it cannot be published."""

import base64
import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from publications.pdf import process

_REFUSALS = {
    "password": _("This PDF is protected by a password. Save it without protection and try again."),
    "damaged": _("This PDF is damaged or incomplete and cannot be opened. Export it again."),
    "no_pages": _("This PDF has no pages."),
    "too_many_pages": _("This PDF has too many pages to be a publication."),
    "undrawable": _("The first page of this PDF cannot be drawn. Export it again."),
    "javascript": _("This PDF contains a program (JavaScript). Export it again without it."),
    "launch": _("This PDF wants to start a program or send a form. Export it again without that."),
    "embedded": _("This PDF contains another file. Remove the attachment and try again."),
    "limits": _("This PDF takes too long or too much memory to read. Export it again, simpler."),
}


class UnreadablePdf(ValidationError):
    """The file cannot be published, with the reason in a sentence for the editor."""


@dataclass(frozen=True)
class PdfFacts:
    """What an upload is.

    ``size`` is in bytes, ``first_page`` a WebP, ``pages_text`` the text of each page in order (cut
    at a limit), ``language`` as the file declares it (ISO 32000-1, 14.9.2).
    """

    size: int
    sha256: str
    page_count: int
    first_page: bytes
    has_text: bool
    is_tagged: bool
    title: str
    language: str
    pages_text: list[str]

    def dump(self) -> bytes:
        """The facts in a form that can be put aside with the file."""
        plain = asdict(self) | {"first_page": base64.b64encode(self.first_page).decode()}
        return json.dumps(plain).encode()

    @classmethod
    def load(cls, dumped: bytes) -> "PdfFacts":
        plain = json.loads(dumped)
        return cls(**plain | {"first_page": base64.b64decode(plain["first_page"])})


def facts_of(file: "File[bytes]") -> PdfFacts:
    """What was found when the file was checked, or else by inspecting it now.

    A form checks an upload and then stores it, perhaps a try later; it carries what it ``found``
    with the file. Nothing but ``inspect`` writes that.
    """
    found: bytes = getattr(file, "found", b"")
    return PdfFacts.load(found) if found else inspect(file, file.size)


def inspect(file: IO[bytes], size: int) -> PdfFacts:
    """Check a file and describe it. Raises ``UnreadablePdf``; the file is left at its beginning."""
    _refuse_obvious(file, size)
    with tempfile.TemporaryDirectory(prefix="pdf-") as folder:
        path = Path(folder) / "upload.pdf"
        checksum = _copy(file, path)
        found = _read(path)
        if refusal := found.get("refused"):
            raise UnreadablePdf(_REFUSALS[refusal])
        return PdfFacts(
            size=size,
            sha256=checksum,
            page_count=found["page_count"],
            first_page=(Path(folder) / "first_page.webp").read_bytes(),
            has_text=any(text.strip() for text in found["pages_text"]),
            is_tagged=found["is_tagged"],
            title=found["title"],
            language=found["language"],
            pages_text=found["pages_text"],
        )


def _refuse_obvious(file: IO[bytes], size: int) -> None:
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


def _copy(file: IO[bytes], path: Path) -> str:
    """Put the upload where the reader process finds it; returns its SHA-256."""
    file.seek(0)
    with path.open("wb") as copy:
        shutil.copyfileobj(file, copy)
    file.seek(0)
    with path.open("rb") as copy:
        return hashlib.file_digest(copy, "sha256").hexdigest()


def _read(path: Path) -> dict[str, Any]:
    """What the reader process says; whatever way it ends without saying anything is a limit."""
    answer = path.with_name("answer.json")
    if not process.run("reading", path) or not answer.exists():
        return {"refused": "limits"}
    found: dict[str, Any] = json.loads(answer.read_text())
    return found
