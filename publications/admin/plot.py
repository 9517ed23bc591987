"""Bars drawn on the server: where each stands in a picture of a given size."""

import datetime
from dataclasses import dataclass

from django.utils.formats import date_format

from publications.counting.reports import Report
from publications.enums import UsageMetric

WIDTH, HEIGHT = 960, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 8, 12, 36
# Names of months that fit below the bars.
_MOST_NAMES = 13
_STEPS = 4

_SHOWN = (UsageMetric.UNIQUE_INVESTIGATIONS, UsageMetric.UNIQUE_REQUESTS)


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    kind: str
    says: str


@dataclass(frozen=True)
class Mark:
    at: float
    text: str


@dataclass(frozen=True)
class Plot:
    bars: list[Bar]
    months: list[Mark]
    lines: list[Mark]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    base: int = HEIGHT - _BOTTOM


def plot(report: Report) -> Plot:
    top = _round_up(
        max((figures[metric] for _, figures in report.months for metric in _SHOWN), default=0)
    )
    room = (WIDTH - _LEFT - _RIGHT) / len(report.months)
    every = -(-len(report.months) // _MOST_NAMES)
    bars = [
        _bar(index, place, month, metric, figures[metric], room, top)
        for index, (month, figures) in enumerate(report.months)
        for place, metric in enumerate(_SHOWN)
    ]
    names = [
        Mark(_LEFT + (index + 0.5) * room, date_format(month, "M Y"))
        for index, (month, _) in enumerate(report.months)
        if index % every == 0
    ]
    return Plot(bars, names, [_line(step, top) for step in range(_STEPS + 1)])


def _bar(
    index: int,
    place: int,
    month: datetime.date,
    metric: UsageMetric,
    count: int,
    room: float,
    top: int,
) -> Bar:
    width = room * 0.38
    height = _scale(count, top)
    return Bar(
        x=round(_LEFT + index * room + room * 0.1 + place * room * 0.42, 2),
        y=round(HEIGHT - _BOTTOM - height, 2),
        width=round(width, 2),
        height=round(height, 2),
        kind=("investigations", "requests")[place],
        says=f"{date_format(month, 'F Y')}: {count} {metric.label}",
    )


def _line(step: int, top: int) -> Mark:
    count = top * step // _STEPS
    return Mark(round(HEIGHT - _BOTTOM - _scale(count, top), 2), str(count))


def _scale(count: int, top: int) -> float:
    return (HEIGHT - _TOP - _BOTTOM) * count / top


def _round_up(most: int) -> int:
    """To 4, 8, 20, 40, 80, 200 … so that four lines bear whole numbers."""
    size = 4
    while True:
        for times in (1, 2, 5):
            if most <= size * times:
                return size * times
        size *= 10
