"""Times typed in the site's own zone: which zone that is, and what is wrong on two nights a year."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

# At the ends of the calendar a time has no other zone to be stored in.
_YEARS = range(1900, 2201)
FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")


def zone_now() -> str:
    """The zone in which times are typed, and how far it is from UTC today."""
    zone = timezone.get_current_timezone_name()
    return _("%(zone)s, today %(offset)s") % {"zone": zone, "offset": offset(timezone.localtime())}


def offset(moment: datetime.datetime) -> str:
    """``UTC+2``, ``UTC-3:30``."""
    minutes = round((moment.utcoffset() or datetime.timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


class LocalTimeField(forms.DateTimeField):
    """A date and time of the site's zone. A time that does not exist, or comes twice, is refused."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORMATS[0])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=FORMATS, **kwargs)

    def to_python(self, value: Any) -> datetime.datetime | None:
        try:
            moment: datetime.datetime | None = super().to_python(value)
        except OverflowError as refusal:
            raise ValidationError(_far_off()) from refusal
        except ValidationError as refusal:
            if refusal.code != "ambiguous_timezone":
                raise
            naive: datetime.datetime = (refusal.params or {})["datetime"]
            raise ValidationError(_explain(naive), code=refusal.code) from refusal
        if moment is not None and moment.year not in _YEARS:
            raise ValidationError(_far_off())
        return moment


def _far_off() -> str:
    facts = {"first": _YEARS.start, "last": _YEARS.stop - 1}
    return _("Give a time between the years %(first)d and %(last)d.") % facts


def _explain(naive: datetime.datetime) -> str:
    zone = timezone.get_current_timezone()
    first, second = (naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    # A time in the gap is another one once it has been through UTC.
    meant = first.astimezone(datetime.UTC).astimezone(zone)
    facts = {
        "time": f"{naive:%H:%M}",
        "day": date_format(naive, "DATE_FORMAT"),
        "zone": timezone.get_current_timezone_name(),
        "meant": f"{meant:%H:%M}",
        "first": offset(first),
        "second": offset(second),
    }
    if meant.replace(tzinfo=None) != naive:
        return (
            _(
                "There is no %(time)s on %(day)s in %(zone)s: the clocks go forward. "
                "Did you mean %(meant)s?"
            )
            % facts
        )
    return (
        _(
            "%(time)s comes twice on %(day)s in %(zone)s, at %(first)s and at %(second)s: "
            "the clocks go back. Give a time that comes once."
        )
        % facts
    )
