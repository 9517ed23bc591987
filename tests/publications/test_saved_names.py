"""The name a document is saved under: its title, as far as file systems allow."""

import pytest

from publications.enums import DocumentKind
from publications.gate.addresses import saved_name
from publications.models import Document, Publication


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A plain title", "A plain title.pdf"),
        ("The Outsider: Russia", "The Outsider - Russia.pdf"),
        ("L’Inde : un acteur à part", "L’Inde - un acteur à part.pdf"),
        ('What’s at "stake"?', "What’s at stake.pdf"),
        ("War/Peace\\2026", "War Peace 2026.pdf"),
        ("../../etc/passwd", "etc passwd.pdf"),
        ("Line\r\nSet-Cookie: x=y", "Line Set-Cookie - x=y.pdf"),
        ("reversed \u202efdp.exe", "reversed fdp.exe.pdf"),
        ("...", "the-slug.pdf"),
        ("x" * 300, f"{'x' * 119}….pdf"),
        ("東京", "東京.pdf"),
    ],
)
def test_the_name_is_the_title_without_what_no_file_may_be_called(title: str, name: str) -> None:
    publication = Publication(title=title, slug="the-slug")

    assert saved_name(Document(publication=publication, kind=DocumentKind.FULL_TEXT)) == name


def test_a_further_document_is_named_for_both() -> None:
    publication = Publication(title="A paper", slug="a-paper")
    annex = Document(publication=publication, kind=DocumentKind.ANNEX, title="Tables: 2026")

    assert saved_name(annex) == "A paper - Tables - 2026.pdf"
