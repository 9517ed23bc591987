"""The cover of a publication that has neither a picture nor a PDF: drawn in the house style.

The same publication always gets the same one, and its translations the same drawing. It is an SVG
of shapes and words without style, script or anything fetched, so that it needs no exception from
the content security policy.
"""

import hashlib
import math
import random
import textwrap
from collections.abc import Callable, Iterator

from django.utils.html import escape

from publications.models import Publication

WIDTH, HEIGHT = 600, 800
# Ground, drawing, a second tone of it, and the words.
_PALETTES = (
    ("#14304a", "#7fb0d8", "#d9a441", "#ffffff"),
    ("#5b1d29", "#e3a27c", "#f2d8b8", "#ffffff"),
    ("#17403a", "#7fc4a5", "#e8d28a", "#ffffff"),
    ("#33304f", "#a9a3d9", "#ee9d86", "#ffffff"),
    ("#3b3a2c", "#c9bf83", "#e7785a", "#ffffff"),
    ("#0f3f5c", "#93d0d6", "#f0b36b", "#ffffff"),
)
_PER_LINE, _MOST_LINES = 22, 6


def version(publication: Publication) -> str:
    """Changes whenever the drawing would; part of its address."""
    said = "|".join(
        map(
            str,
            (
                publication.translation_group,
                publication.title,
                publication.language,
                publication.type_id,
                publication.series_id,
                publication.number,
            ),
        )
    )
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def draw(publication: Publication, institute: str) -> str:
    chance = random.Random(str(publication.translation_group))  # noqa: S311 - a drawing
    ground, first, second, words = chance.choice(_PALETTES)
    motif = chance.choice(_MOTIFS)
    shapes = "".join(motif(chance, first, second))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{ground}"/>'
        f"{shapes}"
        f'<rect width="{WIDTH}" height="14" fill="{second}"/>'
        f'<g fill="{words}" font-family="Charter, Georgia, serif">{_words(publication, institute)}'
        "</g></svg>"
    )


def _words(publication: Publication, institute: str) -> str:
    kind = str(publication.series or publication.type)
    if publication.series and publication.number:
        kind = f"{kind} {publication.number}"
    lines = textwrap.wrap(publication.title, _PER_LINE)
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1][: _PER_LINE - 1]}…"]
    title = "".join(
        f'<text x="48" y="{150 + 54 * row}" font-size="46">{escape(line)}</text>'
        for row, line in enumerate(lines)
    )
    return (
        f'<text x="48" y="84" font-size="24">{escape(kind)}</text>{title}'
        f'<text x="48" y="{HEIGHT - 44}" font-size="32" font-weight="600">{escape(institute)}</text>'
    )


# --- what is drawn, in the lower half ---------------------------------------------------------------


def _rings(chance: random.Random, first: str, second: str) -> Iterator[str]:
    x, y = chance.randint(330, 520), chance.randint(540, 640)
    for step in range(9):
        yield (
            f'<circle cx="{x}" cy="{y}" r="{34 + step * 36}" fill="none" stroke="{first}"'
            f' stroke-width="2" stroke-opacity="{0.95 - step * 0.09:.2f}"/>'
        )
    yield f'<circle cx="{x}" cy="{y}" r="15" fill="{second}"/>'


def _waves(chance: random.Random, first: str, second: str) -> Iterator[str]:
    phase, swell = chance.uniform(0, math.tau), chance.uniform(18, 38)
    marked = chance.randrange(9)
    for step in range(9):
        points = " ".join(
            f"{x},{520 + step * 28 + swell * math.sin(phase + x / 95 + step / 2.4):.1f}"
            for x in range(0, WIDTH + 20, 20)
        )
        tone, width = (second, 5) if step == marked else (first, 2)
        yield f'<polyline points="{points}" fill="none" stroke="{tone}" stroke-width="{width}"/>'


def _bars(chance: random.Random, first: str, second: str) -> Iterator[str]:
    marked = chance.randrange(12)
    for step in range(12):
        height = chance.randint(40, 260)
        tone = second if step == marked else first
        yield (
            f'<rect x="{48 + step * 42}" y="{720 - height}" width="26" height="{height}"'
            f' fill="{tone}" fill-opacity="0.85"/>'
        )


def _meridians(chance: random.Random, first: str, second: str) -> Iterator[str]:
    x, y, radius = chance.randint(380, 470), 600, 190
    for step in range(7):
        yield (
            f'<ellipse cx="{x}" cy="{y}" rx="{radius * step / 6:.1f}" ry="{radius}" fill="none"'
            f' stroke="{first}" stroke-width="2"/>'
        )
    for step in (-2, -1, 0, 1, 2):
        half = math.sqrt(radius**2 - (step * 66) ** 2)
        yield (
            f'<line x1="{x - half:.1f}" x2="{x + half:.1f}" y1="{y + step * 66}"'
            f' y2="{y + step * 66}" stroke="{first}" stroke-width="2"/>'
        )
    yield f'<circle cx="{x - chance.randint(20, 90)}" cy="{y - 66}" r="11" fill="{second}"/>'


def _field(chance: random.Random, first: str, second: str) -> Iterator[str]:
    marked = chance.sample(range(72), 5)
    for place in range(72):
        column, row = place % 12, place // 12
        tone, radius = (second, 11) if place in marked else (first, 5)
        yield f'<circle cx="{62 + column * 43}" cy="{500 + row * 42}" r="{radius}" fill="{tone}"/>'


_Motif = Callable[[random.Random, str, str], Iterator[str]]
_MOTIFS: tuple[_Motif, ...] = (_rings, _waves, _bars, _meridians, _field)
