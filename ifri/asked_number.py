"""Whole numbers as a request may bring them: no longer than what a database can hold."""

import re
from typing import Any

# The largest key of either database has nineteen digits; nothing counts that far.
_NUMBER = re.compile(r"[0-9]{1,18}")


def asked_number(typed: Any) -> int | None:
    """The number that was sent; None where it is none, or longer than any there is."""
    return int(typed) if isinstance(typed, str) and _NUMBER.fullmatch(typed) else None
