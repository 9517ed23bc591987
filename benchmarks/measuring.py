"""Figures: of several runs, each beside a baseline of the same run and its own growth."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any


def milliseconds(do: Callable[[], Any], runs: int = 15) -> float:
    return beside(do, runs=runs)[0]


def beside(*what: Callable[[], Any], runs: int = 15) -> list[float]:
    """Each of them, taken in turn, so that whatever else the machine does falls on all alike.

    The lower quartile of the runs, after one that warms what can be warm.
    """
    for do in what:
        do()
    taken: list[list[float]] = [[] for _ in what]
    for _ in range(runs):
        for times, do in zip(taken, what, strict=True):
            started = time.perf_counter()
            do()
            times.append((time.perf_counter() - started) * 1000)
    return [statistics.quantiles(times, n=4)[0] for times in taken]


@dataclass(frozen=True)
class Target:
    """At most so many milliseconds; or so many times the baseline; or, from one size to another, at
    most so many times as many."""

    database: str
    size: int
    figure: str
    most: float
    since: int | None = None
    is_ratio: bool = False

    def __str__(self) -> str:
        if self.since is not None:
            return (
                f"{self.figure} from {self.since:,} to {self.size:,}: at most {self.most:g} times"
            )
        what = "times its baseline" if self.is_ratio else "ms"
        return f"{self.figure} at {self.size:,}: at most {self.most:g} {what}"


@dataclass
class Table:
    """What is printed, and remembered for the growth and for what was promised."""

    database: str
    first: dict[str, float] = field(default_factory=dict)
    all: dict[tuple[int, str], float] = field(default_factory=dict)
    baselines: dict[tuple[int, str], float] = field(default_factory=dict)

    def head(self) -> None:
        print(
            f"\n{self.database:<11}{'publications':>13}  {'figure':<44}{'ms':>10}"
            f"{'baseline':>11}{'ratio':>8}{'growth':>8}",
            flush=True,
        )

    def row(self, size: int, figure: str, measured: float, baseline: float | None = None) -> None:
        growth = f"{measured / self.first[figure]:8.1f}" if figure in self.first else f"{'':8}"
        self.first.setdefault(figure, measured)
        self.all[size, figure] = measured
        if baseline:
            self.baselines[size, figure] = baseline
        beside = f"{baseline:11.2f}{measured / baseline:8.1f}" if baseline else f"{'':11}{'':8}"
        print(
            f"{self.database:<11}{size:>13,}  {figure:<44}{measured:10.2f}{beside}{growth}",
            flush=True,
        )

    def judge(self, targets: Iterable[Target]) -> None:
        """Each promise about what was measured, and whether it was kept."""
        for target in targets:
            found = self._found(target)
            if target.database == self.database and found is not None:
                kept = "met" if found <= target.most else "MISSED"
                print(f"{self.database:<11}{kept:<7}{target} ({found:.1f})", flush=True)

    def _found(self, target: Target) -> float | None:
        """What is to be compared, or nothing where it was not measured."""
        measured = self.all.get((target.size, target.figure))
        if target.since is not None:
            beside = self.all.get((target.since, target.figure))
        elif target.is_ratio:
            beside = self.baselines.get((target.size, target.figure))
        else:
            beside = 1
        return measured / beside if measured is not None and beside else None
