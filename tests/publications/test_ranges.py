"""A Range header: which bytes it asks for, and what is ignored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.gate.ranges import ByteRange, Unsatisfiable, requested

SIZE = 1000


@pytest.mark.parametrize(
    ("header", "start", "length"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-499", 0, 500),
        ("bytes=500-999", 500, 500),
        ("bytes=999-999", 999, 1),
        ("bytes=0-999", 0, 1000),
        ("bytes=0-1000", 0, 1000),
        ("bytes=990-99999999999999999999999999", 990, 10),
        ("bytes=0-", 0, 1000),
        ("bytes=999-", 999, 1),
        ("bytes=-1", 999, 1),
        ("bytes=-1000", 0, 1000),
        ("bytes=-1001", 0, 1000),
        (f"bytes=-{'9' * 5000}", 0, 1000),
        (f"bytes={'0' * 5000}5-9", 5, 5),
        ("Bytes=1-2", 1, 2),
        ("  bytes=1-2\t", 1, 2),
        ("bytes= 1-2 ", 1, 2),
        ("bytes=,1-2,,", 1, 2),
    ],
)
def test_one_range_is_understood(header: str, start: int, length: int) -> None:
    assert requested(header, SIZE) == ByteRange(start, length)


@pytest.mark.parametrize(
    "header",
    ["bytes=1000-", "bytes=1000-1001", "bytes=-0", f"bytes={'9' * 5000}-", "bytes=5000-6000"],
)
def test_a_range_beyond_the_end_cannot_be_satisfied(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        requested(header, SIZE)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=,",
        "bytes=a-b",
        "bytes=1",
        "bytes=2-1",
        "bytes=5000-4000",
        "bytes=1-2-3",
        "bytes=--1",
        "bytes=+1-2",
        "bytes=1 - 2",
        "bytes =1-2",
        "bytes=1.0-2",
        "bytes=0x1-2",
        "bytes=١-٢",
        "bytes=1_0-2_0",
        "bytes=1-2\n",
        "items=0-1",
        "seconds=1-2",
        "0-1",
    ],
)
def test_what_is_malformed_or_counted_in_something_else_is_ignored(header: str) -> None:
    assert requested(header, SIZE) is None


@pytest.mark.parametrize("header", ["bytes=0-1,3-4", "bytes=0-0,-1", "bytes=5000-,6000-"])
def test_several_ranges_get_the_whole_file(header: str) -> None:
    assert requested(header, SIZE) is None


def test_an_empty_file_has_no_ranges() -> None:
    assert requested("bytes=-5", 0) is None
    with pytest.raises(Unsatisfiable):
        requested("bytes=0-", 0)


def test_a_part_says_where_it_belongs() -> None:
    assert ByteRange(10, 5).content_range(SIZE) == "bytes 10-14/1000"


@given(size=st.integers(1, 50), first=st.integers(0, 60), last=st.integers(0, 60))
def test_every_bounded_range_is_what_slicing_gives(size: int, first: int, last: int) -> None:
    whole = bytes(range(size))
    header = f"bytes={first}-{last}"

    if last < first:
        assert requested(header, size) is None
    elif first >= size:
        with pytest.raises(Unsatisfiable):
            requested(header, size)
    else:
        part = requested(header, size)
        assert part is not None
        assert whole[part.start :][: part.length] == whole[first : last + 1]
        assert part.length == len(whole[first : last + 1])


@given(size=st.integers(1, 50), length=st.integers(1, 60))
def test_every_suffix_is_what_slicing_gives(size: int, length: int) -> None:
    whole = bytes(range(size))
    part = requested(f"bytes=-{length}", size)

    assert part is not None
    assert whole[part.start :][: part.length] == whole[-length:]


@given(
    header=st.text() | st.from_regex(r"bytes=[-0-9, ]*", fullmatch=True), size=st.integers(0, 50)
)
def test_no_header_at_all_breaks_it_or_leaves_the_file(header: str, size: int) -> None:
    try:
        part = requested(header, size)
    except Unsatisfiable:
        return
    if part is not None:
        assert part.start >= 0
        assert 1 <= part.length <= size - part.start
