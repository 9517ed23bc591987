"""The pins: one set for running and testing, with hashes, and from no named source."""

import re

from tests.environment import ROOT

FILES = ("requirements.in", "requirements-dev.in", "requirements.txt", "requirements-dev.txt")
PIN = re.compile(
    r"^([a-z0-9._-]+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.M
)


def pins(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text()
    found = {match[1]: match[2] for match in PIN.finditer(text)}
    assert len(found) == sum("==" in line for line in text.splitlines()), "a pin without a hash"
    return found


def test_testing_uses_the_versions_that_run() -> None:
    """`make demo` takes the testing environment for its own, so it has to be one."""
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


def test_no_file_names_where_packages_come_from() -> None:
    for name in FILES:
        text = (ROOT / name).read_text()
        assert "://" not in text, name
        assert "index-url" not in text, name
        assert "find-links" not in text, name
