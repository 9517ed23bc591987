"""Files and rows agree, and what a killed process left behind is found, and never served."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client

from publications import content, file_check, history
from publications.enums import Access
from publications.models import Publication, Revision
from tests import making
from tests.environment import ROOT, clean_environment
from tests.server import manage, run

pytestmark = pytest.mark.django_db

YESTERDAY = 25 * 3600


@pytest.fixture(autouse=True)
def _a_shelf_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    for folder in (settings.PRIVATE_ROOT, settings.FILE_UPLOAD_TEMP_DIR):
        folder.mkdir()


def age(name: str) -> None:
    past = time.time() - YESTERDAY
    os.utime(default_storage.path(name), (past, past))


def left_behind(name: str) -> str:
    saved = default_storage.save(name, ContentFile(b"left"))
    age(saved)
    return saved


def the_file(publication: Publication) -> str:
    version = publication.current_pdf
    assert version is not None
    return str(version.file.name)


def test_what_belongs_together_is_in_order() -> None:
    paper = making.published()
    assert paper.full_text is not None
    age(the_file(paper))

    assert file_check.check(deep=True) == file_check.Findings()


def test_a_file_that_nothing_names_is_found_and_removed() -> None:
    making.published()
    orphan = left_behind("documentversion/ab/" + "ab" * 32 + ".pdf")
    found = file_check.check()

    assert (found.orphans, found.missing) == ([orphan], [])
    assert file_check.remove(found) == 1
    assert not default_storage.exists(orphan)
    assert file_check.check() == file_check.Findings()


def test_a_young_file_may_still_be_waiting_for_its_row() -> None:
    default_storage.save("documentversion/ab/young.pdf", ContentFile(b"x"))

    assert file_check.check() == file_check.Findings()


def test_half_uploads_are_found_and_removed(settings: Any) -> None:
    part = left_behind("documentversion/ab/half.pdf.part")
    received = settings.FILE_UPLOAD_TEMP_DIR / "tmp123.upload.pdf"
    received.write_bytes(b"half")
    os.utime(received, (0, 0))
    found = file_check.check()

    assert found.unfinished == [part, str(received)]
    assert file_check.remove(found) == 2
    assert not received.exists()


def test_what_is_kept_for_a_form_is_left_to_its_own_sweeping() -> None:
    left_behind("pending/" + "ab" * 32 + ".pdf")

    assert file_check.check() == file_check.Findings()


def test_a_cover_that_a_revision_may_bring_back_is_no_orphan() -> None:
    paper = making.draft()
    cover = left_behind("publication/ab/old-cover.webp")
    Publication.objects.filter(pk=paper.pk).update(cover=cover)
    history.record(paper, Revision.Kind.SAVE, user=None)
    Publication.objects.filter(pk=paper.pk).update(cover="")
    assert content.read(paper)["cover"] == ""

    assert file_check.check().orphans == []


def test_a_row_without_its_file_is_damage() -> None:
    paper = making.published()
    default_storage.delete(the_file(paper))

    assert file_check.check().missing == [the_file(paper)]
    with pytest.raises(CommandError, match="1 files are missing or changed"):
        call_command("check_files", "--remove")


def test_changed_bytes_are_found_by_reading_them() -> None:
    paper = making.published()
    Path(default_storage.path(the_file(paper))).write_bytes(b"something else")

    assert file_check.check().changed == []
    assert file_check.check(deep=True).changed == [the_file(paper)]


def test_the_command_says_what_it_found(capsys: pytest.CaptureFixture[str]) -> None:
    making.published()
    orphan = left_behind("documentversion/ab/orphan.pdf")
    call_command("check_files")
    call_command("check_files", "--remove")

    assert capsys.readouterr().out.splitlines() == [
        f"nothing names: {orphan}",
        "All files that are named are there; 1 could be removed.",
        f"nothing names: {orphan}",
        "1 files removed.",
        "All files that are named are there; 0 could be removed.",
    ]


def test_an_orphan_is_not_served(client: Client) -> None:
    making.published(slug="war", access=Access.OPEN)
    orphan = left_behind("documentversion/ab/orphan.pdf")
    for path in (f"/{orphan}", f"/en/publications/war/files/1/{orphan}", "/images/" + orphan):
        assert client.get(path).status_code == 404


# --- kill -9 --------------------------------------------------------------------------------------

UPLOAD = """
import sys, django
django.setup()
from django.core.files.base import ContentFile, File
from django.db import transaction
from publications import documents
from publications.models import DocumentVersion
from tests import making
paper = making.published(slug="war", access="open")

class Slow(ContentFile):
    found = __import__("publications.pdf", fromlist=["x"]).inspect(
        ContentFile(making.pdf_bytes(5)), len(making.pdf_bytes(5))).dump()
    def chunks(self, *args):
        content = making.pdf_bytes(5)
        yield content[:500]
        if sys.argv[1] == "file":
            print("now", flush=True); sys.stdin.read()
        yield content[500:]

def save(self, *args, **kwargs):
    print("now", flush=True); sys.stdin.read()
if sys.argv[1] == "row":
    DocumentVersion.save = save
documents.add_version(paper.full_text, Slow(making.pdf_bytes(5), name="new.pdf"), user=None)
"""
LOOK = """
import json, django
django.setup()
from django.test import Client
from publications import file_check
from publications.models import Publication
paper = Publication.objects.get()
from tests import making
answer = Client().get(paper.pdf_path())
import datetime
from django.utils import timezone
found = file_check.check(deep=True, now=timezone.now() + datetime.timedelta(days=2))
print(json.dumps({
    "versions": paper.full_text.versions.count(),
    "served": b"".join(answer.streaming_content) == making.pdf_bytes(),
    "missing": found.missing, "changed": found.changed,
    "orphans": len(found.orphans), "unfinished": len(found.unfinished),
    "removed": file_check.remove(found),
    "after": file_check.check(now=timezone.now() + datetime.timedelta(days=2)).orphans,
}))
"""


@pytest.mark.production
@pytest.mark.parametrize(
    ("moment", "left"),
    [("file", {"orphans": 0, "unfinished": 1}), ("row", {"orphans": 8, "unfinished": 0})],
)
def test_a_process_killed_in_an_upload_leaves_nothing_that_is_served(
    tmp_path: Path, moment: str, left: dict[str, int]
) -> None:
    """While the bytes are written, and between the files and their row: the PDF, the picture of its
    first page and the six copies of that."""
    environment = clean_environment(
        VAR_DIR=tmp_path / "var",
        DJANGO_SETTINGS_MODULE="ifri.settings",
        ALLOWED_HOSTS="testserver",
        PYTHONPATH=ROOT,
    )
    done = manage(environment, "migrate", "--noinput", "--verbosity=0")
    assert done.returncode == 0, done.stderr
    uploading = subprocess.Popen(
        [sys.executable, "-c", UPLOAD, moment],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert uploading.stdout is not None
    try:
        while (line := uploading.stdout.readline()) and line != b"now\n":
            pass
        assert line == b"now\n"
    finally:
        uploading.send_signal(signal.SIGKILL)
        uploading.wait()

    looked = run(environment, "-c", LOOK)
    assert looked.returncode == 0, looked.stderr
    assert json.loads(looked.stdout.splitlines()[-1]) == {
        "versions": 1,
        "served": True,
        "missing": [],
        "changed": [],
        **left,
        "removed": sum(left.values()),
        "after": [],
    }
