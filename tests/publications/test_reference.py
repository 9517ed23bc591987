"""The sentence a reader copies."""

import datetime

import pytest

from publications.bibliography import Creator, Record, reference
from publications.enums import AuthorRole

NO_BREAK = "\N{NO-BREAK SPACE}"


def record(**fields: object) -> Record:
    given: dict[str, object] = {
        "key": "x",
        "kind": "Paper",
        "title": "The Long Road",
        "language": "en",
        "url": "https://ifri.example/en/publications/x/",
        "publisher": "Ifri",
        "publisher_url": "https://ifri.example",
        "creators": (Creator(family="Writer", given="Ada"),),
        "issued": datetime.date(2026, 3, 1),
    }
    return Record(**given | fields)  # type: ignore[arg-type]


def test_in_english() -> None:
    assert reference(record(series="Visions", number="12", subtitle="A Tale")) == (
        "Ada Writer, “The Long Road: A Tale”, Visions, No. 12, Ifri, 1 March 2026, "
        "https://ifri.example/en/publications/x/."
    )


def test_a_french_paper_is_cited_in_french_on_every_page() -> None:
    said = reference(record(language="fr", title="La route", series="Notes", number="3"))
    assert said.startswith(f"Ada Writer, «{NO_BREAK}La route{NO_BREAK}», Notes, n°")
    assert ", Ifri, 1er mars 2026, " in said


def test_a_doi_stands_for_the_address() -> None:
    assert reference(record(doi="10.1/x")).endswith(", https://doi.org/10.1/x.")


@pytest.mark.parametrize(
    ("roles", "names"),
    [
        ([AuthorRole.AUTHOR] * 2, "A 0, A 1, “"),
        ([AuthorRole.AUTHOR] * 6, "A 0 et al., “"),
        ([AuthorRole.EDITOR, AuthorRole.TRANSLATOR], "A 0, “"),
        ([], "“"),
    ],
)
def test_who_is_named(roles: list[AuthorRole], names: str) -> None:
    people = tuple(
        Creator(family=str(number), given="A", role=role) for number, role in enumerate(roles)
    )
    assert reference(record(creators=people)).startswith(f"{names}The Long Road")
