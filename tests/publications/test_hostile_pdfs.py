"""A thousand PDFs made to hurt: each is refused or taken, within the limits, and harms nothing.

``make test`` reads some of every kind; with ``TEST_FULL=1`` (``make test-full``) all of them.
"""

import io
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from PIL import Image

from publications import pdf
from publications.pdf import inspection
from tests.hostile_pdfs import KINDS, Hostile, hostile

FULL = os.environ.get("TEST_FULL", "") not in ("", "0")
TOTAL = 1_000
# What takes the reader its whole time to refuse is tried once where all is not asked for.
SLOW = {"flate bomb", "nested flate bomb", "endless pattern", "doubling forms", "tiny tiles"}
REASONS = {str(sentence): key for key, sentence in inspection._REFUSALS.items()}

pytestmark = [
    pytest.mark.usefixtures("real_inspection"),
    pytest.mark.skipif(
        connection.vendor == "postgresql",
        reason="read on SQLite's run: a file knows no database",
    ),
]


def seeds(kind: str) -> list[int]:
    every = list(range(list(KINDS).index(kind), TOTAL, len(KINDS)))
    return every if FULL else every[: 1 if kind in SLOW else 2]


def outcome(file: Hostile) -> str:
    """The key of the refusal, ``refused at once``, or ``taken``; anything else is a failure."""
    try:
        facts = pdf.inspect(io.BytesIO(file.content), len(file.content))
    except ValidationError as refusal:
        return REASONS.get(refusal.messages[0], "refused at once")
    assert facts.size == len(file.content)
    assert 1 <= facts.page_count == len(facts.pages_text) <= 5_000
    with Image.open(io.BytesIO(facts.first_page)) as image:
        assert image.format == "WEBP"
        assert image.width <= 901
        assert image.height <= 1801
    return "taken"


def is_right(file: Hostile, came: str) -> bool:
    if file.must_be == "any refusal":
        return came != "taken"
    return came == file.must_be or not file.must_be


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_refused_or_taken_within_the_limits(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    # The readers are processes of their own: two at a time, as two editors would.
    with ThreadPoolExecutor(2) as pool:
        files = pool.map(hostile, seeds(kind))
        came = list(pool.map(lambda file: (file, outcome(file)), files))

    assert [(file.kind, result) for file, result in came if not is_right(file, result)] == []
    # Nothing of it stays behind.
    assert list(tmp_path.iterdir()) == []


def test_the_same_seed_makes_the_same_file() -> None:
    for seed in (4, 15, 32, 39):
        one, other = hostile(seed), hostile(seed)
        # What encrypts a file salts it.
        assert one.kind == "encrypted" or one == other
