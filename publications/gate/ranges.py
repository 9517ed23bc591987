"""Which bytes a ``Range`` header asks for (RFC 9110, section 14)."""

import re
from dataclasses import dataclass

_SET = re.compile(r"bytes=(.*)", re.IGNORECASE | re.DOTALL)
_SPEC = re.compile(r"([0-9]*)-([0-9]*)")


class Unsatisfiable(Exception):
    """The range is well formed, and the file has none of its bytes."""


@dataclass(frozen=True)
class ByteRange:
    """A part of a file: ``length`` bytes from ``start``."""

    start: int
    length: int

    def content_range(self, size: int) -> str:
        return f"bytes {self.start}-{self.start + self.length - 1}/{size}"


def requested(header: str, size: int) -> ByteRange | None:
    """The one range asked for, or None to send the whole file; raises ``Unsatisfiable``.

    What is malformed must be ignored. Several ranges may be, and are: no PDF reader needs them,
    and many small ones are a way to make a server work for nothing.
    """
    spec = _only_spec(header)
    if spec is None:
        return None
    first, last = spec
    if not first:
        return _suffix(_number(last), size)
    start = _number(first)
    end = _number(last) if last else size - 1
    if last and end < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return ByteRange(start, min(end, size - 1) - start + 1)


def _only_spec(header: str) -> tuple[str, str] | None:
    """Both sides of the dash, where there is exactly one range and it is well formed."""
    ranges = _SET.fullmatch(header.strip(" \t"))
    if ranges is None:
        return None
    # A list may have empty places; they count for nothing.
    specs = [spec for each in ranges[1].split(",") if (spec := each.strip(" \t"))]
    spec = _SPEC.fullmatch(specs[0]) if len(specs) == 1 else None
    if spec is None or not (spec[1] or spec[2]):
        return None
    return spec[1], spec[2]


def _suffix(length: int, size: int) -> ByteRange | None:
    if length == 0:
        raise Unsatisfiable
    if size == 0:
        return None
    return ByteRange(max(0, size - length), min(length, size))


def _number(digits: str) -> int:
    """Python refuses to read thousands of digits; twenty are more than any file has bytes."""
    return int(digits.lstrip("0")[:20] or "0")
