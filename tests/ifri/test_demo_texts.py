"""The demo's files in French: typed plainly, and set by rule as French is set."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ifri.demo.content import FOLDER
from ifri.demo.typography import paragraphs
from tests.french import NARROW, NO_BREAK, broken

FILES = sorted(FOLDER.rglob("*.toml"))
# Keys and lists of keys: nothing that is read.
_NOT_READ = {"access", "authors", "centers", "key", "licence", "series", "tags", "theme", "type"}


def french(value: Any, language: str = "") -> Iterator[str]:
    """The texts that readers of French meet: of a French paper, or under a French name."""
    if isinstance(value, str):
        if language == "fr":
            yield value
    elif isinstance(value, list):
        for each in value:
            yield from french(each, language)
    elif isinstance(value, dict):
        own = value.get("language", language)
        for name, each in value.items():
            if name not in _NOT_READ:
                said_in = name.rpartition("_")[2]
                yield from french(each, said_in if said_in in ("en", "fr") else own)


def texts(path: Path) -> list[str]:
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    return list(french(read, path.stem if path.stem in ("en", "fr") else ""))


def test_there_is_french_to_look_at() -> None:
    assert sum(len(texts(path)) for path in FILES) > 200


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_files_hold_what_anybody_can_type_and_see(path: Path) -> None:
    unseen = (NO_BREAK, NARROW, "’", "`", "“", "”", "\t")
    assert [text for text in texts(path) if any(sign in text for sign in unseen)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_set_by_rule_they_are_set_as_french(path: Path) -> None:
    lines = [line for text in texts(path) for line in paragraphs(text, "fr")]
    assert broken(line.removeprefix("## ").removeprefix("- ") for line in lines) == {}


def test_a_slip_would_be_noticed() -> None:
    wrong = ["L'an", f"Quoi{NO_BREAK}!", "la 2ème fois", "le n° 3", "« non »", "1 000 euros"]
    assert sorted(text for found in broken(wrong).values() for text in found) == sorted([*wrong])
