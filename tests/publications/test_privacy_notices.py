"""A reader's request and an alert say which wording of its privacy notice was shown."""

import hashlib

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from publications.alerts import notice as of_alerts
from publications.gate import notice as of_the_gate
from tests.html import parse

# One line for each wording there has been.
GATE = {
    "2026-11-24": "e75aa7138c697bea9a4717a9219b1e47bbe0e7a846d8b25f97655808aedffda8",
    "2026-11-25": "bd303566f396bdddc3f3e6e55a4b21b6e035a105c87d92d1c7adfca572c99c12",
}
ALERTS = {
    "2026-11-25": "93ee9d4a7837a60fd6e862bd99da7836e5c15a7f184fe34f4ed27caf9fb96d79",
}


@pytest.mark.parametrize(
    ("template", "wordings", "version"),
    [
        ("privacy_notice", GATE, of_the_gate.NOTICE_VERSION),
        ("follow_privacy", ALERTS, of_alerts.NOTICE_VERSION),
    ],
)
def test_a_new_wording_is_a_new_version(
    template: str, wordings: dict[str, str], version: str
) -> None:
    """If this fails: give its notice.py a new version, and add it here with its checksum."""
    assert checksum(template) == wordings[version]
    assert version == max(wordings)


def checksum(template: str) -> str:
    """Of its words, however the template is put together."""
    with translation.override("en"):
        shown = render_to_string(
            f"publications/{template}.html", {"remember_days": 30, "retention_months": 12}
        )
    words = " ".join(parse(shown).text().split())
    return hashlib.sha256(words.encode()).hexdigest()
