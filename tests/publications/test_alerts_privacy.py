"""An alert says which wording of its privacy notice was shown."""

import hashlib

from publications.alerts.notice import NOTICE_VERSION
from tests.environment import ROOT

# One line for each wording there has been.
WORDINGS = {"2026-11-25": "83b78acac1b7d300f89449f63675ee9c6687ff4f690fdb64bb90fe267669627e"}


def test_a_new_wording_is_a_new_version() -> None:
    """If this fails: give notice.py a new version, and add it here with its checksum."""
    template = ROOT / "templates" / "publications" / "follow_privacy.html"

    assert hashlib.sha256(template.read_bytes()).hexdigest() == WORDINGS[NOTICE_VERSION]
