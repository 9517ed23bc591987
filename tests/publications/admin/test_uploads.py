"""A full text is looked into while the form is checked, and a good one is never lost."""

import datetime
import io
from collections.abc import Iterator

import pikepdf
import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html
from PIL import Image

from ifri.editing import kept_uploads
from publications.models import Publication
from tests import making
from tests.admin_forms import Fields, errors_of, fields_of, read, with_rows

pytestmark = pytest.mark.django_db
ADD = "/admin/publications/publication/add/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(making.user("editor"))
    return client


@pytest.fixture(autouse=True)
def _nothing_pending() -> Iterator[None]:
    _forget()
    yield
    _forget()


def _forget() -> None:
    for name in pending():
        default_storage.delete(f"{kept_uploads.FOLDER}/{name}")


def files() -> list[str]:
    """The kept files, without what was found about them."""
    return [name for name in pending() if not name.endswith(kept_uploads.FOUND)]


def pending() -> list[str]:
    if not default_storage.exists(kept_uploads.FOLDER):
        return []
    return default_storage.listdir(kept_uploads.FOLDER)[1]


def pdf(content: bytes, name: str = "paper.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def filled(desk: Client, **changes: object) -> Fields:
    return {
        **read(desk, ADD),
        "title": "War and Work",
        "slug": "war-and-work",
        "type": making.publication_type().pk,
        "summary": "<p>What it says.</p>",
        **changes,
    }


def encrypted() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(making.pdf_bytes())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


BAD = {
    "HTML renamed": (b"<!doctype html><p>Not a PDF</p>", "This file is not a PDF"),
    "empty": (b"", "This file is empty."),
    "truncated": (making.pdf_bytes(9)[:-900], "This PDF is cut off"),
    "encrypted": (encrypted(), "This PDF is protected by a password."),
    "damaged": (b"%PDF-1.7\n" + b"\0" * 3000 + b"%%EOF", "This PDF is damaged or incomplete"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_is_no_readable_pdf_is_refused_and_the_form_kept(
    desk: Client, kind: str
) -> None:
    content, reason = BAD[kind]
    answer = desk.post(ADD, filled(desk, full_text_file=pdf(content)))
    assert answer.status_code == 200
    [error] = errors_of(answer.content)
    assert error.startswith(reason)
    kept = fields_of(answer.content)
    assert (kept["title"], kept["summary"].strip()) == ("War and Work", "<p>What it says.</p>")
    assert Publication.objects.count() == 0
    assert pending() == []


def test_a_file_over_the_limit_is_refused(desk: Client, settings: object) -> None:
    settings.DOCUMENT_MAX_BYTES = 500  # type: ignore[attr-defined]
    answer = desk.post(ADD, filled(desk, full_text_file=pdf(making.pdf_bytes())))
    [error] = errors_of(answer.content)
    assert error.startswith("This file is too large")
    assert "500\xa0bytes" in error or "500 bytes" in error


def test_a_good_file_becomes_the_full_text(desk: Client) -> None:
    answer = desk.post(ADD, filled(desk, full_text_file=pdf(making.pdf_bytes(3), "war.pdf")))
    assert answer.status_code == 302, errors_of(answer.content)
    version = Publication.objects.get().current_pdf
    assert version is not None
    assert (version.number, version.original_name, version.page_count) == (1, "war.pdf", 3)
    with version.file.open() as stored:
        assert stored.read() == making.pdf_bytes(3)


def test_a_second_file_is_the_next_version_and_the_first_is_still_listed(desk: Client) -> None:
    publication = making.draft()
    address = f"/admin/publications/publication/{publication.pk}/change/"
    fields = read(desk, address) | {"full_text_file": pdf(making.pdf_bytes(4), "second.pdf")}
    assert desk.post(address, fields).status_code == 302
    version = Publication.objects.get().current_pdf
    assert version is not None
    assert version.number == 2
    tree = html.fromstring(desk.get(address).content.decode())
    stored = [
        each.text_content().split() for each in tree.xpath("//li[contains(@class,'version')]")
    ]
    assert [line[:3] for line in stored] == [
        ["second.pdf", "version", "2"],
        ["paper.pdf", "version", "1"],
    ]


# --- kept -----------------------------------------------------------------------------------------


def refused_for_another_reason(desk: Client) -> Fields:
    answer = desk.post(ADD, filled(desk, title="", full_text_file=pdf(making.pdf_bytes(2))))
    assert errors_of(answer.content) == ["This field is required."]
    assert "“paper.pdf”" in answer.content.decode()
    assert "is kept; save to attach it." in answer.content.decode()
    return fields_of(answer.content)


def test_a_good_file_survives_another_field_s_mistake(desk: Client) -> None:
    fields = refused_for_another_reason(desk)
    assert len(files()) == 1
    # A second mistake keeps the same file.
    answer = desk.post(ADD, fields)
    assert fields_of(answer.content)["full_text_file-kept"] == fields["full_text_file-kept"]
    answer = desk.post(ADD, fields_of(answer.content) | {"title": "War and Work"})
    assert answer.status_code == 302, errors_of(answer.content)
    version = Publication.objects.get().current_pdf
    assert version is not None
    assert version.original_name == "paper.pdf"
    with version.file.open() as stored:
        assert stored.read() == making.pdf_bytes(2)


@pytest.mark.django_db(transaction=True)
def test_a_kept_file_is_thrown_away_once_it_is_used(desk: Client) -> None:
    fields = refused_for_another_reason(desk) | {"title": "War and Work"}
    assert desk.post(ADD, fields).status_code == 302
    assert pending() == []


def test_another_editor_cannot_use_it(desk: Client) -> None:
    fields = refused_for_another_reason(desk) | {"title": "War and Work"}
    other = Client()
    other.force_login(making.user("editor"))
    answer = other.post(ADD, fields)
    assert errors_of(answer.content) == ["The file is no longer kept. Choose it again."]


def test_an_altered_token_finds_nothing(desk: Client) -> None:
    fields = refused_for_another_reason(desk) | {"title": "War and Work"}
    fields["full_text_file-kept"] = fields["full_text_file-kept"][:-2] + "xx"
    assert errors_of(desk.post(ADD, fields).content) == [
        "The file is no longer kept. Choose it again."
    ]


def test_unticking_it_lets_it_go(desk: Client) -> None:
    fields = refused_for_another_reason(desk) | {"title": "War and Work"}
    del fields["full_text_file-kept"]
    assert desk.post(ADD, fields).status_code == 302
    assert Publication.objects.get().current_pdf is None


def test_what_nobody_came_back_for_is_swept_after_a_day(desk: Client) -> None:
    refused_for_another_reason(desk)
    old, about_it = sorted(pending())
    assert about_it == old + kept_uploads.FOUND
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + kept_uploads.LIFETIME * 2):
        kept_uploads.sweep()
    assert pending() == []


def test_a_refused_file_keeps_nothing_of_the_good_one_beside_it(desk: Client) -> None:
    fields = with_rows(
        filled(desk, full_text_file=pdf(making.pdf_bytes())),
        "documents",
        {"kind": "annex", "title": "Maps", "language": "en", "file": pdf(b"<html>")},
    )
    answer = desk.post(ADD, fields)
    [error] = errors_of(answer.content)
    assert error.startswith("This file is not a PDF")
    kept = fields_of(answer.content)
    assert "full_text_file-kept" in kept
    assert "documents-0-file-kept" not in kept


# --- annexes and covers ---------------------------------------------------------------------------


def test_annexes_are_documents_beside_the_full_text(desk: Client) -> None:
    fields = with_rows(
        filled(desk, full_text_file=pdf(making.pdf_bytes())),
        "documents",
        {"kind": "annex", "title": "Maps", "language": "en", "file": pdf(making.pdf_bytes(5))},
    )
    answer = desk.post(ADD, fields)
    assert answer.status_code == 302, errors_of(answer.content)
    found = Publication.objects.get().documents.values_list("kind", "title", "current__page_count")
    assert sorted(found) == [("annex", "Maps", 5), ("full_text", "", 2)]


def test_an_annex_needs_its_file(desk: Client) -> None:
    fields = with_rows(
        filled(desk), "documents", {"kind": "annex", "title": "Maps", "language": "en"}
    )
    assert errors_of(desk.post(ADD, fields).content) == ["Choose a file."]


def picture(size: tuple[int, int] = (2400, 1200)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, "PNG")
    return out.getvalue()


def test_a_cover_is_cleaned_and_kept_like_a_full_text(desk: Client) -> None:
    cover = SimpleUploadedFile("a-very-long-name-" * 12 + ".png", picture())
    answer = desk.post(ADD, filled(desk, title="", cover=cover))
    assert errors_of(answer.content) == ["This field is required."]
    answer = desk.post(ADD, fields_of(answer.content) | {"title": "War and Work"})
    assert answer.status_code == 302, errors_of(answer.content)
    with Publication.objects.get().cover.open() as stored, Image.open(stored) as image:
        assert (image.format, image.size) == ("WEBP", (1600, 800))


def test_a_cover_that_is_no_picture_is_refused(desk: Client) -> None:
    answer = desk.post(ADD, filled(desk, cover=SimpleUploadedFile("cover.png", b"<svg/>")))
    assert errors_of(answer.content) == [
        "This file is not a picture that can be read. Use JPEG, PNG or WebP."
    ]


def test_a_stored_cover_can_be_removed(desk: Client) -> None:
    answer = desk.post(ADD, filled(desk, cover=SimpleUploadedFile("c.png", picture((9, 9)))))
    assert answer.status_code == 302
    publication = Publication.objects.get()
    address = f"/admin/publications/publication/{publication.pk}/change/"
    assert desk.post(address, read(desk, address) | {"cover-clear": "on"}).status_code == 302
    publication.refresh_from_db()
    assert not publication.cover
