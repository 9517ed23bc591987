"""The stamp: writes a few lines on every page of a PDF, across it and along its foot.

Called with the PDF and a JSON file of its lines; writes ``stamped.pdf`` beside them and exits with
0, or ends otherwise and leaves nothing that could be taken for a stamped file.
"""

import io
import json
import sys
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import reportlab
from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from publications.pdf_process.limits import limit

# The first has the letters of most names; the second comes with the library, and has the
# commonest. Where a letter is in neither, it is written without its accent.
_FONTS = (
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path(reportlab.__file__).parent / "fonts" / "Vera.ttf",
)
_RED = Color(0.65, 0.08, 0.12)


def main(paper: Path, lines: Path) -> None:
    size = paper.stat().st_size
    limit(output_bytes=2 * size + 64_000_000)
    part = paper.with_name("stamped.part")
    with pikepdf.open(paper) as pdf:
        _marks = stamp(pdf, json.loads(lines.read_text()))
        pdf.save(part)
    part.rename(paper.with_name("stamped.pdf"))


def stamp(pdf: pikepdf.Pdf, lines: list[str]) -> list[pikepdf.Pdf]:
    """Mark every page; what is returned must stay open until ``pdf`` is saved."""
    font = _font()
    texts = [_writable(line, font) for line in lines]
    marks: dict[tuple[float, float], pikepdf.Object] = {}
    open_until_then: list[pikepdf.Pdf] = []
    for page in pdf.pages:
        box = pikepdf.Rectangle(page.cropbox)
        turned = int(page.obj.get("/Rotate", 0)) % 180 != 0
        seen = (box.height, box.width) if turned else (box.width, box.height)
        if seen not in marks:
            # One mark for all pages of a size: the file grows by one page, not by all.
            mark = pikepdf.open(_mark(*seen, texts))
            open_until_then.append(mark)
            marks[seen] = pdf.copy_foreign(mark.pages[0].as_form_xobject())
        page.add_overlay(marks[seen], box)
    return open_until_then


@cache
def _font() -> TTFont:
    found = next(path for path in _FONTS if path.exists())
    font = TTFont("Stamp", str(found))
    pdfmetrics.registerFont(font)
    return font


def _writable(line: str, font: TTFont) -> str:
    known = font.face.charToGlyph
    return "".join(
        letter
        if ord(letter) in known
        else "".join(part for part in unicodedata.normalize("NFKD", letter) if ord(part) in known)
        or "?"
        for letter in line
    )


def _mark(width: float, height: float, lines: list[str]) -> io.BytesIO:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height), invariant=True)
    _across(canvas, width, height, lines)
    _along_the_foot(canvas, width, lines)
    canvas.save()
    return out


def _across(canvas: Any, width: float, height: float, lines: list[str]) -> None:
    canvas.saveState()
    canvas.setFillColor(_RED, alpha=0.13)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(55 if height > width else 35)
    room = (width**2 + height**2) ** 0.5 * 0.75
    for number, line in enumerate(lines):
        size = _fitting(line, room, most=min(width, height) / 11)
        canvas.setFont("Stamp", size)
        canvas.drawCentredString(0, (len(lines) / 2 - number) * size * 1.4, line)
    canvas.restoreState()


def _along_the_foot(canvas: Any, width: float, lines: list[str]) -> None:
    line = " – ".join(lines)
    size = _fitting(line, width * 0.94, most=8)
    canvas.setFillColor(Color(1, 1, 1), alpha=0.85)
    canvas.rect(0, 0, width, size * 2.2, stroke=0, fill=1)
    canvas.setFillColor(_RED)
    canvas.setFont("Stamp", size)
    canvas.drawCentredString(width / 2, size * 0.8, line)


def _fitting(line: str, room: float, *, most: float) -> float:
    wide = pdfmetrics.stringWidth(line, "Stamp", 1) or 1
    return max(0.5, min(most, room / wide))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
