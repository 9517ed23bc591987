"""The reader: opens one PDF under limits and writes what it found beside it.

It writes ``answer.json`` and ``first_page.webp`` into the folder of the file and exits with 0;
whatever else happens (a limit, a crash in a library) is told by another exit code, and means that
the file is refused.
"""

import contextlib
import json
import math
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw

from publications.pdf_process.limits import Refused, limit
from publications.pdf_process.walking import refuse_what_is_dangerous

OUTPUT_BYTES = 64_000_000
MOST_PAGES = 5_000
# Text is kept up to some fifteen novels, and for as long as reading it may take. What is beyond
# is not searched; the file itself is none the worse.
MOST_TEXT = 8_000_000
TEXT_SECONDS = 8.0
FIRST_PAGE_WIDTH = 900
MOST_FIRST_PAGE_HEIGHT = 2 * FIRST_PAGE_WIDTH


def main(path: Path) -> None:
    limit(output_bytes=OUTPUT_BYTES)
    try:
        answer = read(path)
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except (MemoryError, RecursionError):
        answer = {"refused": "limits"}
    # Complete or absent: an answer cut off by a limit must not be taken for one.
    part = path.with_name("answer.part")
    part.write_text(json.dumps(answer))
    part.rename(path.with_name("answer.json"))


def read(path: Path) -> dict[str, Any]:
    """Facts about the file. Raises ``Refused``."""
    pdf = _open(path)
    if len(pdf) == 0:
        raise Refused("no_pages")
    if len(pdf) > MOST_PAGES:
        raise Refused("too_many_pages")
    language = _walk(path)
    _draw_first_page(pdf, path.with_name("first_page.webp"))
    return {
        "page_count": len(pdf),
        "is_tagged": bool(pypdfium2.raw.FPDFCatalog_IsTagged(pdf)),
        "title": _clean(pdf.get_metadata_value("Title")),
        "language": language,
        "pages_text": list(_texts(pdf)),
    }


def _open(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Refused("password" if "password" in str(error).lower() else "damaged") from error


def _walk(path: Path) -> str:
    """Refuse what is dangerous; returns the declared language."""
    try:
        with pikepdf.open(path) as pdf:
            if pdf.is_encrypted:
                raise Refused("password")
            refuse_what_is_dangerous(pdf)
            language = pdf.Root.get("/Lang", "")
            return _clean(str(language)) if isinstance(language, str | pikepdf.String) else ""
    except pikepdf.PasswordError as error:
        raise Refused("password") from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused("damaged") from error


def _draw_first_page(pdf: pypdfium2.PdfDocument, target: Path) -> None:
    try:
        page = pdf[0]
        width, height = page.get_width(), page.get_height()
        if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
            raise Refused("undrawable")
        # A page may be declared a kilometre high: the picture's size is bounded, not the page's.
        scale = min(FIRST_PAGE_WIDTH / width, MOST_FIRST_PAGE_HEIGHT / height)
        page.render(scale=scale).to_pil().convert("RGB").save(target, "WEBP", quality=82, method=4)
    except (pypdfium2.PdfiumError, ValueError, OSError) as error:
        raise Refused("undrawable") from error


def _texts(pdf: pypdfium2.PdfDocument) -> Iterator[str]:
    left = MOST_TEXT
    end = time.process_time() + TEXT_SECONDS
    for index in range(len(pdf)):
        text = ""
        if left > 0 and time.process_time() < end:
            with contextlib.suppress(pypdfium2.PdfiumError):
                text = _page_text(pdf, index)[:left]
        left -= len(text)
        yield text


def _page_text(pdf: pypdfium2.PdfDocument, index: int) -> str:
    page = pdf[index]
    try:
        return _clean(page.get_textpage().get_text_bounded())
    finally:
        # Otherwise every page stays in memory until the last is read.
        page.close()


def _clean(text: str) -> str:
    """Without what a database refuses: NUL, and halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode().strip()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
