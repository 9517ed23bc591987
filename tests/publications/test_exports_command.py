"""``manage.py export_publications`` writes what was asked for, or says in one line why not."""

import datetime
import io
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from programs.models import Kind, ResearchCenter
from publications.models import Publication, Series
from tests import making

pytestmark = pytest.mark.django_db


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def written(stdout: type[io.TextIOWrapper] = io.TextIOWrapper, **options: Any) -> bytes:
    beneath = io.BytesIO()
    out = stdout(beneath)
    call_command("export_publications", stdout=out, **options)
    return beneath.getvalue()


def titles(**options: Any) -> list[str]:
    return [row["title"] for row in json.loads(written(format="json", **options))]


def test_only_public_publications_newest_first_unless_said_otherwise() -> None:
    making.published("Older")
    making.published("Newer")
    making.draft("Draft")
    making.in_review("In review")
    making.scheduled("Scheduled")
    making.withdrawn("Withdrawn")

    assert titles() == ["Newer", "Older"]
    assert titles(status="draft") == ["Draft"]
    assert titles(status="withdrawn") == ["Withdrawn"]
    assert sorted(titles(all=True)) == [
        "Draft",
        "In review",
        "Newer",
        "Older",
        "Scheduled",
        "Withdrawn",
    ]


def test_each_filter_narrows_and_together_they_narrow_further() -> None:
    center = ResearchCenter.objects.create(name_en="Energy", slug="energy")
    program = ResearchCenter.objects.create(
        name_en="Grids", slug="grids", kind=Kind.PROGRAM, parent=center
    )
    series = Series.objects.create(name_en="Notes", slug="notes")
    author = making.author("Ada Power", slug="ada-power")
    long_ago = datetime.datetime(2019, 5, 1, tzinfo=datetime.UTC)
    wanted = making.published(
        "Wanted", at=long_ago, authors=[author], tags=["grids"], series=series, language="fr"
    )
    wanted.center_links.create(center=program)
    making.published("Other", tags=["other"])
    filters = {
        "center": "energy",
        "author": "ada-power",
        "type": "paper",
        "series": "notes",
        "tag": "grids",
        "year": "2019",
        "language": "fr",
    }

    alone = {name: titles(**{name: value}) for name, value in filters.items()}

    assert alone == {name: ["Wanted"] for name in filters} | {"type": ["Other", "Wanted"]}
    assert titles(**filters) == ["Wanted"]
    assert titles(**filters | {"language": "en"}) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"center": "nowhere"}, "There is no center or program with the slug 'nowhere'."),
        ({"author": "nobody"}, "There is no author with the slug 'nobody'."),
        ({"type": "novel"}, "There is no publication type with the slug 'novel'."),
        ({"series": "none"}, "There is no series with the slug 'none'."),
        ({"tag": "none"}, "There is no tag with the slug 'none'."),
        ({"year": "MMXX"}, "'MMXX' is not a year."),
        ({"year": "0"}, "'0' is not a year."),
        ({"year": "9" * 5000}, f"'{'9' * 5000}' is not a year."),
        ({"language": "xx"}, "'xx' is not a language: choose from en, fr."),
        (
            {"status": "lost"},
            "'lost' is not a status: choose from draft, in_review, approved, published, withdrawn.",
        ),
        ({"status": "draft", "all": True}, "Give either --status or --all."),
    ],
)
def test_a_filter_that_names_nothing_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(CommandError) as refused:
        written(**options)

    assert str(refused.value) == message


@pytest.mark.parametrize("format_name", ["csv", "xlsx", "json", "bibtex", "ris"])
def test_a_file_gets_what_standard_output_would(format_name: str, tmp_path: Path) -> None:
    making.published("The Title", slug="the-title")
    target = tmp_path / "report"

    assert written(format=format_name, output=str(target)) == b""

    if format_name == "xlsx":
        # A workbook holds the time it was made at.
        assert target.read_bytes().startswith(b"PK")
    else:
        assert target.read_bytes() == written(format=format_name)
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_an_export_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    making.published("The Title")
    target = tmp_path / "report.csv"
    target.write_text("the old report")

    def fail(self: Publication) -> str:
        raise RuntimeError

    monkeypatch.setattr(Publication, "canonical_url", fail)
    with pytest.raises(RuntimeError):
        written(output=str(target))

    assert target.read_text() == "the old report"
    assert list(tmp_path.iterdir()) == [target]


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "report.csv"
    target.touch(mode=0o600)

    written(output=str(target))

    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Cannot write to .*missing: No such file or directory"):
        written(output=str(tmp_path / "missing" / "report.csv"))


def test_a_workbook_is_not_poured_into_a_terminal() -> None:
    with pytest.raises(CommandError, match="give it a file with -o"):
        written(Terminal, format="xlsx")
