"""The demo content as typed records, read from the TOML files beside this module.

A misspelt field or a reference to something that is not there stops the reading with the name of
the record: content is checked before anything is written to the database.
"""

import tomllib
import uuid
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ifri.demo import typography

FOLDER = Path(__file__).parent / "content"
# Fixes the identity of each demo text, whatever an editor makes of its title and address later.
_NAMESPACE = uuid.UUID("5f0c2e1e-6d9b-4b57-9a3c-0d2f8f5f7c11")


@dataclass(frozen=True)
class CenterText:
    kind: str
    slug: str
    order: int
    name_en: str
    name_fr: str
    description_en: str
    description_fr: str
    theme: str
    parent: str = ""
    acronym: str = ""
    picture: bool = False
    picture_alt_en: str = ""
    picture_alt_fr: str = ""


@dataclass(frozen=True)
class SeriesText:
    slug: str
    order: int
    name_en: str
    name_fr: str
    description_en: str = ""
    description_fr: str = ""


@dataclass(frozen=True)
class TypeText:
    slug: str
    order: int
    name_en: str
    name_fr: str


@dataclass(frozen=True)
class TagText:
    label_fr: str
    kind: str = "topic"
    description_en: str = ""
    description_fr: str = ""
    synonyms: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class OrganisationText:
    name_en: str
    name_fr: str = ""
    article_en: str = ""
    article_fr: str = ""
    acronym: str = ""
    country: str = ""
    parent: str = ""


@dataclass(frozen=True)
class AffiliationText:
    organisation: str
    relation: str = "position"
    position_en: str = ""
    position_fr: str = ""
    unit_en: str = ""
    unit_fr: str = ""
    unit_article_en: str = ""
    unit_article_fr: str = ""


@dataclass(frozen=True)
class AuthorText:
    first_name: str
    last_name: str
    affiliation: list[AffiliationText]
    biography_en: str = ""
    biography_fr: str = ""
    is_current: bool = True
    portrait: bool = False
    centers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    heading: str
    text: str


@dataclass(frozen=True)
class CorrectionText:
    kind: str
    days_ago: int
    text: str
    version: int | None = None


@dataclass(frozen=True)
class Paper:
    """One publication. ``theme`` chooses its colours and the passages its PDF is filled with."""

    key: str
    language: str
    title: str
    lead: str
    summary: str
    type: str
    authors: list[str]
    centers: list[str]
    tags: list[str]
    theme: str
    days_ago: int = 0
    series: str = ""
    number: str = ""
    subtitle: str = ""
    takeaways: list[str] = field(default_factory=list)
    state: str = "published"
    access: str = "form"
    licence: str = ""
    cover_alt: str = ""
    annex: str = ""
    withdrawal: str = ""
    disclosure: str = ""
    correction: list[CorrectionText] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    @property
    def group(self) -> uuid.UUID:
        """Versions of one text in several languages have the same key."""
        return uuid.uuid5(_NAMESPACE, self.key)

    def text(self, plain: str) -> str:
        return typography.typeset(plain, self.language)

    def paragraphs(self, plain: str) -> list[str]:
        return typography.paragraphs(plain, self.language)

    @property
    def shown_title(self) -> str:
        """English titles are given to the letter; French ones get their no-break spaces."""
        return self.text(self.title) if self.language == "fr" else self.title


@dataclass(frozen=True)
class Content:
    centers: dict[str, CenterText]
    series: dict[str, SeriesText]
    types: dict[str, TypeText]
    tags: dict[str, TagText]
    organisations: dict[str, OrganisationText]
    authors: dict[str, AuthorText]
    papers: list[Paper]
    passages: dict[str, dict[str, list[Section]]]


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _records(kind: type[Any], tables: dict[str, dict[str, Any]]) -> dict[str, Any]:
    records = {}
    for key, table in tables.items():
        try:
            records[key] = kind(**table)
        except TypeError as error:
            raise ValueError(f"Demo content: {key}: {error}") from error
    return records


def _author(table: dict[str, Any]) -> dict[str, Any]:
    return table | {"affiliation": [AffiliationText(**each) for each in table["affiliation"]]}


def _papers() -> list[Paper]:
    papers: list[Paper] = []
    for path in sorted((FOLDER / "publications").glob("*.toml")):
        for table in _read(path)["publication"]:
            sections = [Section(**each) for each in table.pop("section", [])]
            notices = [CorrectionText(**each) for each in table.pop("correction", [])]
            whole = table | {"sections": sections, "correction": notices}
            record = _records(Paper, {table["key"]: whole})
            papers.extend(record.values())
    return papers


def _passages() -> dict[str, dict[str, list[Section]]]:
    """By language and theme; what stands under ``any`` suits every theme."""
    return {
        path.stem: {
            theme: [Section(**each) for each in sections] for theme, sections in _read(path).items()
        }
        for path in sorted((FOLDER / "passages").glob("*.toml"))
    }


@cache
def content() -> Content:
    """All of it, with every reference resolved."""
    frame, people = _read(FOLDER / "frame.toml"), _read(FOLDER / "people.toml")
    read = Content(
        centers=_records(CenterText, frame["center"]),
        series=_records(SeriesText, frame["series"]),
        types=_records(TypeText, frame["type"]),
        tags=_records(TagText, _read(FOLDER / "tags.toml")["tag"]),
        organisations=_records(OrganisationText, people["organisation"]),
        authors=_records(
            AuthorText, {key: _author(table) for key, table in people["author"].items()}
        ),
        papers=_papers(),
        passages=_passages(),
    )
    _check(read)
    return read


def _check(read: Content) -> None:
    for paper in read.papers:
        people = [
            name.partition(":")[0] for name in paper.authors if not name.startswith("center:")
        ]
        centers = [name.partition(":")[2] for name in paper.authors if name.startswith("center:")]
        missing = (
            set(people) - set(read.authors)
            | (set(centers) | set(paper.centers)) - set(read.centers)
            | set(paper.tags) - set(read.tags)
            | {paper.type} - set(read.types)
            | {paper.series} - set(read.series) - {""}
            | {paper.theme} - set(read.passages[paper.language])
        )
        if missing:
            raise ValueError(f"Demo content: {paper.title}: unknown {sorted(missing)}")
