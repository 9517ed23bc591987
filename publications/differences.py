"""What changed between two contents: field by field, and word by word inside a text."""

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from authors.models import Author, Organisation
from ifri.pictures import Focus
from programs.models import ResearchCenter
from publications import content
from publications.content import Content
from publications.enums import Access, AuthorRole, CorrectionKind, DocumentKind, Licence
from publications.models import DocumentVersion, Publication, PublicationType, Series, Tag
from publications.richtext import plain_paragraphs


@dataclass(frozen=True)
class Difference:
    """One field that differs, for people: both values whole, and the way from one to the other."""

    field: str
    label: str
    before: str
    after: str

    @property
    def marked(self) -> SafeString:
        """``after`` with what was taken out in ``<del>`` and what was put in in ``<ins>``."""
        return mark_words(self.before, self.after)


def between(
    before: Content, after: Content, fields: Iterable[str] | None = None
) -> list[Difference]:
    """The fields that differ, in the form's order. Names are looked up once for both sides."""
    names = list(content.changed(before, after) if fields is None else fields)
    read = Reader([before, after])
    return [
        Difference(name, content.field_label(name), *texts(read, name, before, after))
        for name in names
    ]


def texts(read: "Reader", field: str, *records: Content) -> list[str]:
    """What a field says in each record. Where only the formatting differs, the formatting shows."""
    found = [read(field, record) for record in records]
    if field in content.RICH_TEXT and len(set(found)) < len(
        {record.get(field) or "" for record in records}
    ):
        return [record.get(field) or "" for record in records]
    return found


def mark_words(before: str, after: str) -> SafeString:
    """A word-by-word comparison as HTML; everything that comes from the texts is escaped."""
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    out: list[str] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        gone, come = escape("".join(old[i1:i2])), escape("".join(new[j1:j2]))
        if tag == "equal":
            out.append(come)
            continue
        out.append(f"<del>{gone}</del>" if gone else "")
        out.append(f"<ins>{come}</ins>" if come else "")
    return mark_safe("".join(out))  # noqa: S308 - both sides were escaped above


class Reader:
    """Contents hold numbers; this gives them their names, in one query a kind."""

    def __init__(self, contents: Sequence[Content]) -> None:
        self._authors = _named(Author.objects.all(), _ids(contents, "authors", "author"))
        self._organisations = _named(
            Organisation.objects.all(), _ids(contents, "authors", "organisation")
        )
        centers = _ids(contents, "authors", "center") | _ids(contents, "centers", "center")
        self._centers = _named(ResearchCenter.objects.all(), centers)
        versions = DocumentVersion.objects.select_related("document")
        self._versions = _named(versions, _ids(contents, "documents", "version"))
        self._tags = _named(Tag.objects.all(), _numbers(contents, "tags"))
        chosen = _numbers(contents, "picks") | _numbers(contents, "bans")
        self._picks = _named(Publication.objects.all(), chosen)
        self._types = _named(
            PublicationType.objects.all(), {each.get("type_id") for each in contents}
        )
        self._series = _named(Series.objects.all(), {each.get("series_id") for each in contents})
        self._groups = _named(
            Group.objects.all(), {each.get("member_group_id") for each in contents}
        )

    def __call__(self, field: str, record: Content) -> str:
        value = record.get(field)
        special = _SPECIAL.get(field)
        if special is not None:
            return special(self, value)
        if field in content.RICH_TEXT:
            return plain_paragraphs(value or "")
        return "" if value is None else str(value)

    def authors(self, entries: list[dict[str, Any]] | None) -> str:
        return "\n".join(self._signature(each) for each in entries or [])

    def _signature(self, entry: dict[str, Any]) -> str:
        name = (
            self._authors.get(entry["author"])
            or self._organisations.get(entry["organisation"])
            or self._centers.get(entry["center"])
            or "?"
        )
        return (
            name
            if entry["role"] == AuthorRole.AUTHOR
            else f"{name} ({AuthorRole(entry['role']).label})"
        )

    def centers(self, entries: list[dict[str, Any]] | None) -> str:
        return "\n".join(
            f"{self._centers.get(each['center'], '?')}{' ★' if each['primary'] else ''}"
            for each in entries or []
        )

    def documents(self, entries: list[dict[str, Any]] | None) -> str:
        return "\n".join(
            " – ".join(
                part
                for part in (
                    str(DocumentKind(each["kind"]).label),
                    each["title"],
                    each["language"],
                    _name(self._versions, each["version"], ""),
                )
                if part
            )
            for each in entries or []
        )

    def corrections(self, entries: list[dict[str, Any]] | None) -> str:
        return "\n".join(
            " – ".join(
                part
                for part in (
                    each["date"],
                    str(CorrectionKind(each["kind"]).label),
                    f"v{each['version']}" if each["version"] else "",
                    each["text"],
                )
                if part
            )
            for each in entries or []
        )

    def tags(self, ids: list[int] | None) -> str:
        return ", ".join(sorted(_name(self._tags, each) for each in ids or []))

    def picks(self, ids: list[int] | None) -> str:
        return "\n".join(self._picks.get(each, "?") for each in ids or [])

    def type(self, value: int | None) -> str:
        return self._types.get(value, "")

    def series(self, value: int | None) -> str:
        return self._series.get(value, "")

    def group(self, value: int | None) -> str:
        return self._groups.get(value, "")


_SPECIAL: dict[str, Callable[[Reader, Any], str]] = {
    "authors": Reader.authors,
    "centers": Reader.centers,
    "documents": Reader.documents,
    "corrections": Reader.corrections,
    "tags": Reader.tags,
    "picks": Reader.picks,
    "bans": Reader.picks,
    "type_id": Reader.type,
    "series_id": Reader.series,
    "member_group_id": Reader.group,
    "access": lambda _, value: str(Access(value).label) if value else "",
    "licence": lambda _, value: str(Licence(value or "").label),
    "cover_focus": lambda _, value: str(Focus(value or "").label),
}


def _name(names: dict[Any, str], value: Any, unknown: str = "?") -> str:
    """What is typed and not stored yet, a new tag or a file, stands for itself."""
    return value if isinstance(value, str) else names.get(value, unknown)


def _named(among: "QuerySet[Any]", ids: set[Any]) -> dict[Any, str]:
    wanted = {each for each in ids if isinstance(each, int)}
    return {each.pk: str(each) for each in among.filter(pk__in=wanted)} if wanted else {}


def _ids(contents: Sequence[Content], field: str, key: str) -> set[Any]:
    return {entry[key] for each in contents for entry in each.get(field) or []}


def _numbers(contents: Sequence[Content], field: str) -> set[Any]:
    return {value for each in contents for value in each.get(field) or []}
