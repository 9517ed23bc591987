"""A reader's request says which wording of the privacy notice was shown."""

import hashlib

from publications.gate.notice import NOTICE_VERSION
from tests.environment import ROOT

# One line for each wording there has been.
WORDINGS = {
    "2026-11-24": "c248116ffdd8c331d4638a8236eab5a2206dd16da9f6c9c2e67943a90339c2d9",
    "2026-11-25": "f94e23380742178ea273c1362deb5fe553d2e8d7fe1bc4f0c962b06aaf5f5e2b",
}


def test_a_new_wording_is_a_new_version() -> None:
    """If this fails: give notice.py a new version, and add it here with its checksum."""
    template = ROOT / "templates" / "publications" / "privacy_notice.html"

    assert hashlib.sha256(template.read_bytes()).hexdigest() == WORDINGS[NOTICE_VERSION]
