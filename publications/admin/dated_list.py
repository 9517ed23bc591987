"""Lists that are walked by date, and by no date that does not exist."""

import datetime
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest

from ifri.asked_number import asked_number


class DatedList(ChangeList):
    def get_filters(self, request: HttpRequest) -> Any:
        """The stock list takes the parts of a date apart, and breaks where there is no such day."""
        parts = [self.params.get(f"{self.date_hierarchy}__{each}") for each in _PARTS]
        if self.date_hierarchy and any(parts) and not _is_date(parts):
            raise IncorrectLookupParameters
        return super().get_filters(request)


_PARTS = ("year", "month", "day")
# At the ends of the calendar there is no next year, and no other zone.
_YEARS = range(2, 9_999)


def _is_date(parts: list[Any]) -> bool:
    year, month, day = (asked_number(each) if each else 1 for each in parts)
    if year is None or month is None or day is None or (parts[0] and year not in _YEARS):
        return False
    try:
        # Without a year any day will do that some year has.
        datetime.date(year if parts[0] else 2000, month, day)
    except (ValueError, OverflowError):
        return False
    return True
