"""The house style's abstract drawings, as shapes that know neither Pillow nor PDF.

Coordinates run from 0 to 1 across and from 0 to ``HEIGHT`` down, the proportion of a page.
The same seed always gives the same drawing.
"""

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

HEIGHT = 1.414

Point = tuple[float, float]


@dataclass(frozen=True)
class Palette:
    ground: str
    deep: str
    accent: str
    pale: str


PALETTES = {
    "eurasia": Palette("#14213d", "#0b132b", "#e07a5f", "#8d99ae"),
    "asia": Palette("#5b1a33", "#3d0f22", "#f2b134", "#d8a7b1"),
    "security": Palette("#1f2f2e", "#121d1c", "#d9a441", "#7f9a93"),
    "energy": Palette("#0f4c5c", "#07333f", "#f4a259", "#7fb7be"),
    "africa": Palette("#6a3d1c", "#46260f", "#f2cc8f", "#c08552"),
    "europe": Palette("#1d3a7a", "#102450", "#ffd166", "#8fa8dc"),
    "technology": Palette("#1b1b3a", "#0e0e24", "#3ddbd9", "#6c6ca8"),
}


@dataclass(frozen=True)
class Disc:
    centre: Point
    radius: float
    colour: str


@dataclass(frozen=True)
class Patch:
    points: tuple[Point, ...]
    colour: str


@dataclass(frozen=True)
class Stroke:
    points: tuple[Point, ...]
    width: float
    colour: str


Shape = Disc | Patch | Stroke


def draw(seed: str, theme: str) -> list[Shape]:
    """A drawing in the theme's colours; the seed chooses its kind and its details."""
    chance = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    palette = PALETTES[theme]
    ground = Patch(((0, 0), (1, 0), (1, HEIGHT), (0, HEIGHT)), palette.ground)
    kind = chance.choice(_KINDS)
    return [ground, *kind(chance, palette)]


def _horizons(chance: random.Random, palette: Palette) -> Iterator[Shape]:
    """Layers of hills or waves below a sun."""
    yield Disc((chance.uniform(0.25, 0.75), chance.uniform(0.35, 0.55)), 0.17, palette.accent)
    colours = (palette.pale, palette.deep, palette.accent, palette.pale, palette.deep)
    for layer, colour in enumerate(colours):
        level = 0.62 + layer * 0.16
        swing, phase, pace = (
            chance.uniform(0.02, 0.07),
            chance.uniform(0, 6.28),
            chance.uniform(5, 8),
        )
        crest = [
            (step / 48, level + swing * math.sin(phase + step / 48 * pace)) for step in range(49)
        ]
        yield Patch((*crest, (1, HEIGHT), (0, HEIGHT)), colour)


def _orbits(chance: random.Random, palette: Palette) -> Iterator[Shape]:
    """Rings around a centre outside the middle, with a few bodies on them."""
    x, y = chance.uniform(0.2, 0.8), chance.uniform(0.75, 1.1)
    for ring in range(9):
        radius = 0.12 + ring * 0.1
        circle = tuple(
            (x + radius * math.cos(a / 60 * math.tau), y + radius * math.sin(a / 60 * math.tau))
            for a in range(61)
        )
        yield Stroke(circle, 0.004 + 0.002 * (ring % 3), palette.pale)
        if ring % 2 == 0:
            angle = chance.uniform(0, math.tau)
            spot = (x + radius * math.cos(angle), y + radius * math.sin(angle))
            yield Disc(spot, chance.uniform(0.012, 0.03), palette.accent)
    yield Disc((x, y), 0.07, palette.accent)


def _lattice(chance: random.Random, palette: Palette) -> Iterator[Shape]:
    """Places and the links between neighbours."""
    places = [
        ((column + chance.uniform(0.2, 0.8)) / 6, (row + chance.uniform(0.2, 0.8)) / 6)
        for row in range(9)
        for column in range(6)
    ]
    for one in places:
        for other in places:
            if one < other and math.dist(one, other) < 0.21:
                yield Stroke((one, other), 0.003, palette.pale)
    for place in places:
        strong = chance.random() < 0.22
        yield Disc(place, 0.022 if strong else 0.009, palette.accent if strong else palette.pale)


def _strata(chance: random.Random, palette: Palette) -> Iterator[Shape]:
    """Slanting bars of uneven height, like a graph that leans."""
    colours = (palette.pale, palette.deep, palette.accent)
    for bar in range(11):
        left = -0.15 + bar * 0.12
        top = chance.uniform(0.25, 1.1)
        slanted = ((left, HEIGHT), (left + 0.085, HEIGHT), (left + 0.235, top), (left + 0.15, top))
        yield Patch(slanted, colours[chance.randrange(3)])


_KINDS: tuple[Callable[[random.Random, Palette], Iterator[Shape]], ...] = (
    _horizons,
    _orbits,
    _lattice,
    _strata,
)
