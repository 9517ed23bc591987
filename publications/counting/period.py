"""Whole months, from one to another."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
# A plot of more has no room for its bars.
MOST_MONTHS = 120


@dataclass(frozen=True)
class Period:
    """From the first day of one month to the last of another."""

    first: datetime.date
    last: datetime.date

    @classmethod
    def read(cls, begin: str, end: str, *, today: datetime.date) -> "Period":
        """Months as ``2027-03``; what cannot be read is the twelve months up to today's."""
        to = _month(end) or today.replace(day=1)
        since = _month(begin) or _shifted(to, -11)
        since, to = min(since, to), max(since, to)
        since = max(since, _shifted(to, 1 - MOST_MONTHS))
        return cls(since, _shifted(to, 1) - datetime.timedelta(days=1))

    def months(self) -> Iterator[datetime.date]:
        month = self.first
        while month <= self.last:
            yield month
            month = _shifted(month, 1)

    @property
    def begin(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def end(self) -> str:
        return f"{self.last:%Y-%m}"


def _month(text: str) -> datetime.date | None:
    found = _MONTH.fullmatch(text)
    # The years of this century and the next: no date arithmetic leaves the calendar there.
    if found is None or not 2000 <= int(found[1]) <= 2199:
        return None
    return datetime.date(int(found[1]), int(found[2]), 1)


def _shifted(month: datetime.date, by: int) -> datetime.date:
    years, index = divmod(month.month - 1 + by, 12)
    return datetime.date(month.year + years, index + 1, 1)
