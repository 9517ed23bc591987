"""What is found in a PDF, and what is not held against it."""

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from publications import pdf
from publications.pdf import PdfFacts, inspection, process
from tests.hostile_pdfs import build, paper, stream
from tests.making import pdf_bytes

pytestmark = pytest.mark.usefixtures("real_inspection")


def inspect(content: bytes) -> PdfFacts:
    return pdf.inspect(io.BytesIO(content), len(content))


def test_pages_text_and_a_picture_of_the_first_page() -> None:
    facts = inspect(pdf_bytes(3, "Façade"))

    assert (facts.page_count, facts.has_text, facts.is_tagged) == (3, True, False)
    assert facts.pages_text == ["Façade 1", "Façade 2", "Façade 3"]
    assert facts.size == len(pdf_bytes(3, "Façade"))
    with Image.open(io.BytesIO(facts.first_page)) as image:
        assert (image.format, image.width) == ("WEBP", 900)


def accessible() -> bytes:
    objects = paper(
        catalog=b"/Lang (fr-FR) /MarkInfo << /Marked true >> /StructTreeRoot 10 0 R",
        more={
            10: b"<< /Type /StructTreeRoot /K [11 0 R] >>",
            11: b"<< /Type /StructElem /S /P /P 10 0 R >>",
            12: b"<< /Title (La guerre) >>",
        },
    )
    return build(objects, trailer=b"/Info 12 0 R")


def test_tags_language_and_title_are_reported() -> None:
    facts = inspect(accessible())

    assert (facts.is_tagged, facts.language, facts.title) == (True, "fr-FR", "La guerre")


def test_a_scan_has_no_text_layer() -> None:
    facts = inspect(build(paper(content=b"0 0 100 100 re f")))

    assert (facts.has_text, facts.pages_text) == (False, [""])


HARMLESS = {
    "a link to a page": paper(
        page=b"/Annots [10 0 R]",
        more={
            10: b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9]"
            b" /A << /S /URI /URI (https://example.org) >> >>"
        },
    ),
    "a place to open at": paper(catalog=b"/OpenAction [3 0 R /FitH 800]"),
    "the words in the text": paper(content=b"BT /F1 9 Tf (/S /JavaScript /JS /Launch /EF) Tj ET"),
    "a font that is called so": paper(
        more={10: b"<< /Font << /JS 5 0 R /XFA 5 0 R /EF 5 0 R >> >>"}
    ),
    "a form to fill in": paper(
        catalog=b"/AcroForm << /Fields [10 0 R] >>",
        more={10: b"<< /FT /Tx /T (name) /V (x) >>"},
    ),
    "a file elsewhere that it names": paper(
        more={10: b"<< /Type /Filespec /F (data.csv) /UF (data.csv) >>"}
    ),
}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_looks_like_danger_and_is_none_is_taken(what: str) -> None:
    assert inspect(build(HARMLESS[what])).page_count == 1


def test_what_an_update_of_the_file_took_out_of_use_is_still_looked_at() -> None:
    """Anybody can put the older part of such a file into use again."""
    old = build(paper(catalog=b"/OpenAction 10 0 R", more={10: b"<< /S /JavaScript /JS (x) >>"}))
    start = old.rindex(b"xref\n0")
    place = len(old)
    update = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    table = b"xref\n1 1\n%010d 00000 n \ntrailer\n<< /Size 11 /Root 1 0 R /Prev %d >>\n" % (
        place,
        start,
    )
    content = old + update + table + b"startxref\n%d\n%%%%EOF\n" % (place + len(update))

    with pytest.raises(ValidationError, match="JavaScript"):
        inspect(content)


def test_a_program_in_a_stream_s_dictionary_is_found() -> None:
    hidden = stream(b"BT ET", b"/A << /S /Launch /F (calc.exe) >>")
    with pytest.raises(ValidationError, match="start a program"):
        inspect(build(paper(more={10: hidden})))


def test_text_keeps_no_character_that_a_database_refuses() -> None:
    objects = paper(content=b"BT /F1 12 Tf (A\\000B) Tj ET")
    [text] = inspect(build(objects)).pages_text

    assert "\x00" not in text
    text.encode()


def test_a_reader_that_never_ends_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "PATIENCE", 0)
    with pytest.raises(ValidationError, match="takes too long"):
        inspect(pdf_bytes())


def test_a_reader_that_crashes_means_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_START", "import os; os.abort()")
    with pytest.raises(ValidationError, match="takes too long"):
        inspect(pdf_bytes())


def test_the_reader_knows_nothing_of_the_site(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET_KEY", "s3cr3t" * 20)
    script = "import os, sys; open(sys.argv[-1] + '.seen', 'w').write(repr(dict(os.environ)))"
    monkeypatch.setattr(process, "_START", script)
    assert process.run("reading", tmp_path / "x")

    seen = (tmp_path / "x.seen").read_text()
    assert "s3cr3t" not in seen
    assert "DJANGO_SETTINGS_MODULE" not in seen


def test_facts_survive_being_put_aside_with_their_file() -> None:
    facts = inspect(accessible())

    assert PdfFacts.load(facts.dump()) == facts


def test_a_file_that_carries_its_facts_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = inspect(pdf_bytes())

    def read(_path: Path) -> dict[str, Any]:
        raise AssertionError

    monkeypatch.setattr(inspection, "_read", read)

    class Carrying(io.BytesIO):
        found = facts.dump()

    assert pdf.facts_of(Carrying()) == facts  # type: ignore[arg-type]


def test_a_repaired_file_is_judged_as_what_it_was(tmp_path: Path) -> None:
    """What opens a broken file finds the program in it all the same."""
    content = build(paper(catalog=b"/OpenAction << /S /JavaScript /JS (x) >>"), shift=7)
    with pikepdf.open(io.BytesIO(content)) as repaired:
        assert len(repaired.pages) == 1

    with pytest.raises(ValidationError, match="JavaScript"):
        inspect(content)
