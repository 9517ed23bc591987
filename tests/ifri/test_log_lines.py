"""No line of the log holds an e-mail address, or the key in a link for the press or for a guest."""

import logging
import sys

import pytest

from ifri.log_lines import WithoutSecrets, without_addresses


@pytest.mark.parametrize(
    "address",
    [
        "reader@example.org",
        "READER+tag@sub.Example.org",
        "reader%40example.org",
        "reader=40example.org",
        '"a reader"@example.org',
        "o'neil@bücher.example",
        "reader@localhost",
    ],
)
def test_an_address_is_taken_out_and_the_rest_stays(address: str) -> None:
    assert without_addresses(f"refused: <{address}>, sorry") == "refused: <[address]>, sorry"


def test_a_traceback_is_cleaned_too() -> None:
    try:
        raise ValueError("no mailbox reader@example.org")
    except ValueError:
        record = logging.LogRecord(
            "x", logging.ERROR, "x.py", 1, "failed for %s", ("reader@example.org",), sys.exc_info()
        )
    line = WithoutSecrets("{name} {message}", style="{").format(record)

    assert line.startswith("x failed for [address]\nTraceback")
    assert line.endswith("ValueError: no mailbox [address]")
    assert "reader" not in line


def test_what_holds_no_address_is_left_as_it_is() -> None:
    line = "GET /en/publications/a-b.c/ 200 1,234 <module 'x' at 0x7f> a @ b"
    assert without_addresses(line) == line


def line_of(message: str) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "x.py", 1, message, (), None)
    return WithoutSecrets("{message}", style="{").format(record)


def test_the_key_in_a_path_is_taken_out() -> None:
    assert line_of("Not Found: /en/press/s3cr3t/paper.pdf") == "Not Found: /en/press/.../paper.pdf"
    assert line_of("Not Found: /fr/preview/s3cr3t/") == "Not Found: /fr/preview/.../"
    assert line_of("Not Found: /en/preview/s3cr3t") == "Not Found: /en/preview/..."
    assert line_of("Not Found: /en/topics/press/") == "Not Found: /en/topics/press/"
