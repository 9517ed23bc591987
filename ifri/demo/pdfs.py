"""The demo's PDFs: a cover, contents, summary and chapters, with bookmarks and metadata.

The same volume gives the same bytes.
"""

import io
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    ListFlowable,
    ListItem,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus.tableofcontents import TableOfContents

from ifri.demo.content import Section
from ifri.demo.motifs import PALETTES
from ifri.demo.pdf_pages import (
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SANS,
    SANS_BOLD,
    SERIF,
    SERIF_BOLD,
    Volume,
    cover_page,
    text_page,
)
from ifri.demo.typography import NARROW, NO_BREAK

_LABELS = {
    "en": {
        "contents": "Contents",
        "summary": "Executive summary",
        "takeaways": "Key takeaways",
        "about": "About this document",
        "notice": (
            "A sample document, written to show how the publishing system works. It states the "
            "position of no person and no institution; its figures and arguments are examples."
        ),
        "rights": "All rights reserved.",
    },
    "fr": {
        "contents": "Sommaire",
        "summary": "Résumé",
        "takeaways": "Points clés",
        "about": "À propos de ce document",
        "notice": (
            "Document d’exemple, rédigé pour montrer le fonctionnement du système de publication. "
            "Il n’exprime la position d’aucune personne ni d’aucune institution ; ses chiffres et "
            "ses arguments sont des illustrations."
        ),
        "rights": "Tous droits réservés.",
    },
}


class _Document(BaseDocTemplate):
    """A document that puts its chapters into the table of contents and the bookmarks."""

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's own name
        if getattr(flowable, "style", None) is None or flowable.style.name != "chapter":
            return
        text, key = flowable.getPlainText(), f"chapter-{self.seq.nextf('chapter')}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(text, key, 0)
        self.notify("TOCEntry", (0, text, self.page, key))


def make_pdf(volume: Volume) -> bytes:
    volume = Volume(**{name: _drawable(said) for name, said in vars(volume).items()})
    out = io.BytesIO()
    document = _Document(
        out,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        title=volume.title,
        author=", ".join(volume.authors),
        subject=volume.series,
        keywords=volume.keywords,
        creator=volume.institute,
        lang=volume.language,
        displayDocTitle=1,
        invariant=1,
    )
    width, height = PAGE_WIDTH - 2 * MARGIN, PAGE_HEIGHT - 50 * mm
    box = Frame(MARGIN, 22 * mm, width, height, 0, 0, 0, 0, id="text")
    document.addPageTemplates(
        [
            PageTemplate("cover", [box], onPage=lambda canvas, _: cover_page(canvas, volume)),
            PageTemplate("text", [box], onPage=lambda canvas, _: text_page(canvas, volume)),
        ]
    )
    document.multiBuild(_story(volume))
    return out.getvalue()


def _drawable(said: Any) -> Any:
    """The fonts that every reader of PDF has know no narrow space."""
    if isinstance(said, list):
        return [_drawable(each) for each in said]
    if isinstance(said, Section):
        return Section(_drawable(said.heading), _drawable(said.text))
    return str(said).replace(NARROW, NO_BREAK)


def _styles(volume: Volume) -> dict[str, ParagraphStyle]:
    dark = HexColor(PALETTES[volume.theme].deep)
    text = ParagraphStyle("text", fontName=SERIF, fontSize=11.5, leading=17, spaceAfter=9)
    return {
        "text": text,
        "lead": ParagraphStyle("lead", text, fontName=SERIF_BOLD, fontSize=12.5, leading=18),
        "item": ParagraphStyle("item", text, spaceAfter=5),
        "small": ParagraphStyle("small", text, fontName=SANS, fontSize=8.5, leading=12),
        "heading": ParagraphStyle(
            "heading", fontName=SANS_BOLD, fontSize=15, leading=19, spaceAfter=10, textColor=dark
        ),
        # Named apart: chapters go into the contents and the bookmarks.
        "chapter": ParagraphStyle(
            "chapter",
            fontName=SANS_BOLD,
            fontSize=17,
            leading=22,
            spaceBefore=8,
            spaceAfter=12,
            textColor=dark,
            keepWithNext=1,
        ),
    }


def _story(volume: Volume) -> list[Any]:
    styles, labels = _styles(volume), _LABELS[volume.language]
    return [
        NextPageTemplate("text"),
        PageBreak(),
        *_contents_page(volume, styles, labels),
        PageBreak(),
        *_summary(volume, styles, labels),
        *_chapters(volume, styles),
    ]


def _contents_page(
    volume: Volume, styles: dict[str, ParagraphStyle], labels: dict[str, str]
) -> list[Any]:
    line = ParagraphStyle("line", fontName=SANS, fontSize=10.5, leading=20, rightIndent=20)
    contents = TableOfContents(levelStyles=[line], dotsMinLevel=0)
    credit = f"{', '.join(volume.authors)}. {volume.series}, {volume.date}. {volume.institute}."
    return [
        Paragraph(labels["contents"], styles["heading"]),
        contents,
        Spacer(1, 60 * mm),
        Paragraph(labels["about"], styles["heading"]),
        Paragraph(escape(labels["notice"]), styles["small"]),
        Paragraph(escape(f"{credit} {labels['rights']}"), styles["small"]),
    ]


def _summary(
    volume: Volume, styles: dict[str, ParagraphStyle], labels: dict[str, str]
) -> list[Any]:
    story: list[Any] = [Paragraph(labels["summary"], styles["chapter"])]
    story += [Paragraph(escape(text), styles["lead"]) for text in volume.lead]
    story += [Paragraph(escape(text), styles["text"]) for text in volume.summary]
    if volume.takeaways:
        items = [ListItem(Paragraph(escape(t), styles["item"])) for t in volume.takeaways]
        story += [
            Spacer(1, 4 * mm),
            Paragraph(labels["takeaways"], styles["heading"]),
            ListFlowable(items, bulletType="bullet", leftIndent=14, bulletFontSize=9, start="•"),
        ]
    return story


def _chapters(volume: Volume, styles: dict[str, ParagraphStyle]) -> list[Any]:
    story: list[Any] = [PageBreak()]
    for section in volume.sections:
        blocks = section.text.split("\n\n")
        story += [
            Paragraph(escape(section.heading), styles["chapter"]),
            *(Paragraph(escape(block), styles["text"]) for block in blocks),
            Spacer(1, 6 * mm),
        ]
    return story
