"""What stands on the pages of a demo PDF around its text: the cover, running heads, numbers."""

from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth

from ifri.demo.content import Section
from ifri.demo.motifs import HEIGHT, PALETTES, Disc, Patch, Shape, Stroke, draw

PAGE_WIDTH: float = A4[0]
PAGE_HEIGHT: float = A4[1]
MARGIN: float = 30 * mm
# The standard fonts are in every reader, and hold all of French and English.
SANS, SANS_BOLD = "Helvetica", "Helvetica-Bold"
SERIF, SERIF_BOLD, SERIF_ITALIC = "Times-Roman", "Times-Bold", "Times-Italic"


@dataclass(frozen=True)
class Volume:
    """Everything a demo PDF says."""

    seed: str
    theme: str
    language: str
    institute: str
    title: str
    subtitle: str
    authors: list[str]
    series: str
    date: str
    lead: list[str]
    summary: list[str]
    takeaways: list[str]
    sections: list[Section]
    keywords: list[str] = field(default_factory=list)


def cover_page(canvas: Any, volume: Volume) -> None:
    """The upper half a drawing, the lower the title."""
    canvas.saveState()
    _drawing(canvas, volume)
    canvas.setFillColor(white)
    canvas.rect(0, 0, PAGE_WIDTH, PAGE_HEIGHT * 0.52, stroke=0, fill=1)
    palette = PALETTES[volume.theme]
    canvas.setFillColor(HexColor(palette.accent))
    canvas.rect(0, PAGE_HEIGHT * 0.52, PAGE_WIDTH, 2.2 * mm, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.rect(MARGIN - 10 * mm, PAGE_HEIGHT - 42 * mm, 34 * mm, 16 * mm, stroke=0, fill=1)
    canvas.setFillColor(HexColor(palette.deep))
    canvas.setFont(SANS_BOLD, 20)
    canvas.drawString(MARGIN - 6 * mm, PAGE_HEIGHT - 36.5 * mm, volume.institute[:8])
    _cover_text(canvas, volume)
    canvas.restoreState()


def _cover_text(canvas: Any, volume: Volume) -> None:
    left, width = MARGIN - 10 * mm, PAGE_WIDTH - 2 * (MARGIN - 10 * mm)
    top = PAGE_HEIGHT * 0.52 - 14 * mm
    dark, grey = HexColor(PALETTES[volume.theme].deep), HexColor("#555555")
    canvas.setFillColor(grey)
    canvas.setFont(SANS, 10)
    canvas.drawString(left, top, volume.series)
    canvas.drawRightString(left + width, top, volume.date)
    top -= 13 * mm
    for text, font, size, colour in (
        (volume.title, SANS_BOLD, 25, dark),
        (volume.subtitle, SANS, 14, grey),
        (", ".join(volume.authors), SANS_BOLD, 12, dark),
    ):
        canvas.setFillColor(colour)
        canvas.setFont(font, size)
        for line in _lines(text, font, size, width):
            canvas.drawString(left, top, line)
            top -= size * 1.25
        top -= 4 * mm if text else 0


def _lines(text: str, font: str, size: float, width: float) -> list[str]:
    """Broken at ordinary spaces only: the no-break ones hold."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and stringWidth(longer, font, size) <= width:
            lines[-1] = longer
        elif word:
            lines.append(word)
    return lines


def _drawing(canvas: Any, volume: Volume) -> None:
    for shape in draw(volume.seed, volume.theme):
        _paint(canvas, shape)


def _paint(canvas: Any, shape: Shape) -> None:
    canvas.setFillColor(HexColor(shape.colour))
    canvas.setStrokeColor(HexColor(shape.colour))
    match shape:
        case Disc((x, y), radius, _):
            canvas.circle(_x(x), _y(y), radius * PAGE_WIDTH, stroke=0, fill=1)
        case Patch(points, _):
            canvas.drawPath(_path(canvas, points), stroke=0, fill=1)
        case Stroke(points, width, _):
            canvas.setLineWidth(width * PAGE_WIDTH)
            canvas.drawPath(_path(canvas, points), stroke=1, fill=0)


def _path(canvas: Any, points: tuple[tuple[float, float], ...]) -> Any:
    path = canvas.beginPath()
    path.moveTo(_x(points[0][0]), _y(points[0][1]))
    for x, y in points[1:]:
        path.lineTo(_x(x), _y(y))
    return path


def _x(across: float) -> float:
    return across * PAGE_WIDTH


def _y(down: float) -> float:
    """Drawings run downwards and are lifted, so that their lower half shows above the title."""
    return PAGE_HEIGHT - (down - HEIGHT * 0.36) * PAGE_WIDTH


def text_page(canvas: Any, volume: Volume) -> None:
    """The running head and the page number."""
    canvas.saveState()
    canvas.setFillColor(HexColor("#555555"))
    canvas.setFont(SANS, 8.5)
    head = PAGE_HEIGHT - 17 * mm
    width = PAGE_WIDTH - 2 * MARGIN
    if canvas.getPageNumber() % 2:
        title = _lines(volume.title, SANS, 8.5, width)
        canvas.drawRightString(
            PAGE_WIDTH - MARGIN, head, title[0] + (" …" if len(title) > 1 else "")
        )
    else:
        canvas.drawString(MARGIN, head, _shortened(volume.authors))
    canvas.setStrokeColor(HexColor(PALETTES[volume.theme].accent))
    canvas.setLineWidth(0.7)
    canvas.line(MARGIN, head - 3 * mm, PAGE_WIDTH - MARGIN, head - 3 * mm)
    canvas.drawCentredString(PAGE_WIDTH / 2, 14 * mm, str(canvas.getPageNumber()))
    canvas.restoreState()


def _shortened(authors: list[str]) -> str:
    return ", ".join(authors) if len(authors) <= 3 else f"{authors[0]} et al."
