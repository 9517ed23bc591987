"""Covers, pictures of centers and portraits, drawn with Pillow; the same every time."""

import io
import random
from pathlib import Path

import reportlab
from PIL import Image, ImageDraw, ImageFont

from ifri.demo.motifs import HEIGHT, PALETTES, Disc, Patch, Shape, Stroke, draw

WIDTH = 800
# Drawn larger and reduced: Pillow's own edges are jagged.
_OVERSAMPLING = 2
_FONT = Path(reportlab.__file__).parent / "fonts" / "VeraBd.ttf"


def cover(seed: str, theme: str) -> bytes:
    """A page-shaped drawing, as JPEG."""
    return _jpeg(_painted(draw(seed, theme), HEIGHT))


def banner(seed: str, theme: str) -> bytes:
    """The lower part of such a drawing, 16:9, for a center's page."""
    picture = _painted(draw(seed, theme), HEIGHT)
    top = int(picture.width * 0.55)
    return _jpeg(picture.crop((0, top, picture.width, top + picture.width * 9 // 16)))


def portrait(name: str) -> bytes:
    """A square with the initials, in a colour of the house: nobody's face is invented."""
    chance = random.Random(name)  # noqa: S311 - a colour, not a secret
    palette = PALETTES[chance.choice(sorted(PALETTES))]
    side = 480
    picture = Image.new("RGB", (side, side), palette.ground)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((-70, 265, 550, 890), fill=palette.deep)
    initials = "".join(word[0] for word in name.replace("-", " ").split())[:3].upper()
    font = ImageFont.truetype(str(_FONT), 170 if len(initials) < 3 else 130)
    pen.text((side / 2, side / 2), initials, font=font, fill="#ffffff", anchor="mm")
    return _jpeg(picture)


def _painted(shapes: list[Shape], height: float) -> Image.Image:
    scale = WIDTH * _OVERSAMPLING
    picture = Image.new("RGB", (scale, round(scale * height)))
    pen = ImageDraw.Draw(picture)
    for shape in shapes:
        _paint(pen, shape, scale)
    return picture.resize((WIDTH, round(WIDTH * height)), Image.Resampling.BOX)


def _paint(pen: ImageDraw.ImageDraw, shape: Shape, scale: int) -> None:
    match shape:
        case Disc((x, y), radius, colour):
            box = (x - radius, y - radius, x + radius, y + radius)
            pen.ellipse([edge * scale for edge in box], fill=colour)
        case Patch(points, colour):
            pen.polygon([(x * scale, y * scale) for x, y in points], fill=colour)
        case Stroke(points, width, colour):
            line = [(x * scale, y * scale) for x, y in points]
            pen.line(line, fill=colour, width=max(1, round(width * scale)), joint="curve")


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()
