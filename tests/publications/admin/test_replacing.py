"""Replacing a file on the form: a reason is asked for, the old one stays at hand, drafts stay hidden."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from publications.enums import Access
from publications.models import Document, Publication
from publications.pdf import inspection
from tests import making
from tests.admin_forms import Fields, errors_of, fields_of, read, with_rows

pytestmark = pytest.mark.django_db

SECOND = making.pdf_bytes(4, "Second")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(making.user("publisher"))
    return client


@pytest.fixture
def paper() -> Publication:
    return making.published("War", slug="war", access=Access.OPEN)


def address_of(publication: Publication) -> str:
    return f"/admin/publications/publication/{publication.pk}/change/"


def replaced(desk: Client, publication: Publication, **changes: object) -> Fields:
    upload = SimpleUploadedFile("second.pdf", SECOND, content_type="application/pdf")
    return {**read(desk, address_of(publication)), "full_text_file": upload, **changes}


def test_what_readers_have_is_not_replaced_without_a_reason(
    desk: Client, paper: Publication
) -> None:
    answer = desk.post(address_of(paper), replaced(desk, paper))

    assert errors_of(answer.content) == [
        "Say why the file is replaced: readers may have the one before."
    ]
    assert paper.current_pdf is not None
    assert paper.current_pdf.number == 1
    # The file is kept for the second try.
    fields = fields_of(answer.content) | {"full_text_reason": "A wrong figure on page 2"}
    answer = desk.post(address_of(paper), fields)
    assert answer.status_code == 302, errors_of(answer.content)
    version = Publication.objects.get().current_pdf
    assert version is not None
    assert (version.number, version.reason) == (2, "A wrong figure on page 2")
    with version.file.open() as stored:
        assert stored.read() == SECOND


def test_a_draft_s_file_is(desk: Client) -> None:
    draft = making.draft()
    answer = desk.post(address_of(draft), replaced(desk, draft))

    assert answer.status_code == 302, errors_of(answer.content)
    assert draft.current_pdf is not None
    assert draft.current_pdf.number == 2


def test_an_annex_needs_a_reason_too(desk: Client, paper: Publication) -> None:
    row = {
        "kind": "annex",
        "title": "Maps",
        "language": "en",
        "file": SimpleUploadedFile("maps.pdf", making.pdf_bytes(3)),
    }
    fields = with_rows(read(desk, address_of(paper)), "documents", row)
    assert desk.post(address_of(paper), fields).status_code == 302

    fields = read(desk, address_of(paper)) | {
        "documents-0-file": SimpleUploadedFile("maps2.pdf", SECOND)
    }
    answer = desk.post(address_of(paper), fields)
    assert errors_of(answer.content) == [
        "Say why the file is replaced: readers may have the one before."
    ]
    answer = desk.post(
        address_of(paper), fields_of(answer.content) | {"documents-0-reason": "New borders"}
    )
    assert answer.status_code == 302, errors_of(answer.content)
    annex = Document.objects.get(kind="annex")
    assert list(annex.versions.values_list("number", "reason")) == [(2, "New borders"), (1, "")]


def test_earlier_versions_are_listed_with_links_reasons_and_findings(
    desk: Client, paper: Publication
) -> None:
    desk.post(address_of(paper), replaced(desk, paper, full_text_reason="A wrong figure"))
    tree = html.fromstring(desk.get(address_of(paper)).content.decode())
    lines = tree.xpath("//ul[@class='versions']/li")
    newest, first = (" ".join(line.text_content().split()) for line in lines)

    assert newest.startswith("second.pdf version 2")
    assert "publisher" in newest
    assert "A wrong figure" in newest
    assert "has a text layer" in newest
    assert "not tagged" in newest
    assert first.startswith("paper.pdf version 1")
    [link] = lines[1].xpath("./a/@href")
    answer = desk.get(link)
    assert b"".join(answer.streaming_content) == making.pdf_bytes()  # type: ignore[attr-defined]
    # For the house only.
    assert Client().get(link).status_code == 302


def test_an_earlier_version_is_offered_by_ticking_it(desk: Client, paper: Publication) -> None:
    page = html.fromstring(desk.get(address_of(paper)).content.decode())
    [row] = page.xpath("//div[contains(@class, 'field-offered_versions')]/@class")
    assert "hidden" in row.split()
    desk.post(address_of(paper), replaced(desk, paper, full_text_reason="A wrong figure"))
    assert paper.full_text is not None
    first = paper.full_text.versions.get(number=1)
    fields = read(desk, address_of(paper))
    assert desk.post(address_of(paper), fields | {"offered_versions": first.pk}).status_code == 302

    address = f"/en/publications/war/files/{paper.full_text.pk}/war-v1.pdf"
    assert Client().get(address).status_code == 200
    # Saved again as it stands, it stays; unticked, it goes.
    fields = read(desk, address_of(paper))
    assert desk.post(address_of(paper), fields).status_code == 302
    assert Client().get(address).status_code == 200
    fields.pop("offered_versions")
    assert desk.post(address_of(paper), fields).status_code == 302
    assert Client().get(address).status_code == 404


def test_a_version_of_another_publication_cannot_be_offered(
    desk: Client, paper: Publication
) -> None:
    other = making.published()
    assert other.current_pdf is not None
    fields = read(desk, address_of(paper)) | {"offered_versions": other.current_pdf.pk}

    assert errors_of(desk.post(address_of(paper), fields).content) == [
        f"Select a valid choice. {other.current_pdf.pk} is not one of the available choices."
    ]


def test_a_file_is_read_once_from_the_form_to_the_shelf(
    desk: Client, paper: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_for_real, readings = inspection._read, []

    def counted(path: object) -> dict[str, object]:
        readings.append(path)
        return read_for_real(path)  # type: ignore[arg-type]

    monkeypatch.setattr(inspection, "_read", counted)
    # Refused for another reason, kept, and stored at the second try.
    answer = desk.post(address_of(paper), replaced(desk, paper, title=""))
    fields = fields_of(answer.content) | {"title": "War", "full_text_reason": "Corrected"}
    answer = desk.post(address_of(paper), fields)

    assert answer.status_code == 302, errors_of(answer.content)
    assert paper.current_pdf is not None
    assert paper.current_pdf.page_count == 4
    assert len(readings) == 1
