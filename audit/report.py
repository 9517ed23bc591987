"""What was found, and whether it fails the run."""

from dataclasses import dataclass, field

from audit.results import PERFORMANCE, Result


@dataclass
class Report:
    # Faults of the pages: they are the same on every machine.
    wrong: list[str] = field(default_factory=list)
    # Below the bar for speed, which a busy machine may be to blame for.
    slow: list[str] = field(default_factory=list)
    # What this machine has no tools for.
    left_out: list[str] = field(default_factory=list)

    def judge(self, name: str, result: Result) -> None:
        for category in result.below():
            line = f"{name}: {category} {result.scores[category]}"
            faults = ", ".join(result.faults[category])
            (self.slow if category == PERFORMANCE else self.wrong).append(f"{line} ({faults})")

    def lines(self) -> list[str]:
        return [
            *(f"WRONG: {line}" for line in self.wrong),
            *(f"SLOW: {line}" for line in self.slow),
            *(f"NOT AUDITED: {line}" for line in self.left_out),
        ]

    def code(self, *, lenient: bool) -> int:
        """Leniently, what the machine may be to blame for is said and does not fail."""
        return int(bool(self.wrong or (not lenient and (self.slow or self.left_out))))
