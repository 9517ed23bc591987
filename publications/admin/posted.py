"""A posted publication form, fitted to what is stored now.

A form that was rendered before somebody else saved names rows that are gone and does not know rows
that are new. Here the rows it sends are fitted to the stored ones, so that Django's own form
processing can take them; and single fields are replaced by what is stored.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, BaseFormSet, CheckboxInput, FileField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

# The set of rows behind each relation of a content, and what makes two rows of it the same.
ROWS: dict[str, tuple[str, tuple[str, ...]]] = {
    "authors": ("authorships", ("author", "organisation", "center", "role")),
    "centers": ("center_links", ("center",)),
    "picks": ("related_picks", ("picked",)),
    "bans": ("related_bans", ("banned",)),
    "documents": ("documents", ()),
    "corrections": ("corrections", ("date", "kind", "text", "version_number")),
}
# Inputs that belong to a field without having its name.
_BESIDE = {
    "cover": ("cover", "cover-clear", "cover-kept"),
    "documents": ("full_text_file", "full_text_file-kept"),
}


@dataclass(eq=False)
class Row:
    """One row of a formset as it was sent, by the names of its fields."""

    values: dict[str, Any]
    files: dict[str, Any]

    @property
    def pk(self) -> str:
        return str(self.values.get("id") or "")

    def numbered(self, pk: str) -> "Row":
        return Row(self.values | {"id": pk}, self.files)


def as_sent(form: BaseForm) -> dict[str, str]:
    """What a browser would send of an untouched form, by the names of its fields."""
    sent: dict[str, str] = {}
    for field in form:
        value = field.value()
        if isinstance(field.field, FileField):
            continue
        if isinstance(field.field.widget, CheckboxInput):
            if value:
                sent[field.name] = "on"
        else:
            sent[field.name] = "" if value is None else str(value)
    return sent


class Posted:
    """The data and the files of a request, of its own to change."""

    def __init__(self, post: QueryDict, files: "MultiValueDict[str, Any]") -> None:
        self.post = post.copy()
        self.files = files.copy()

    def take_stored(self, field: str, stored: BaseForm, rows: BaseFormSet | None) -> None:
        """Replace a field of the content by what is stored."""
        for name in _BESIDE.get(field, ()):
            self.post.pop(name, None)
            self.files.pop(name, None)
        if rows is not None:
            self._write(
                str(rows.prefix), [Row(as_sent(each), {}) for each in _stored_forms(rows)], []
            )
        elif field != "cover":
            name = field.removesuffix("_id")
            self.post[name] = as_sent(stored)[name]

    def fit_rows(self, field: str, rows: BaseFormSet) -> None:
        """The rows as typed, on the stored ones: found again, removed, or new."""
        prefix, identity = ROWS[field]
        stored = [as_sent(form) for form in _stored_forms(rows)]
        ids = {each["id"] for each in stored}
        typed = self._standing(prefix)
        by_id = {row.pk: row for row in typed if row.pk in ids}
        free = [row for row in typed if row.pk not in ids]
        known = []
        for values in stored:
            found = by_id.get(values["id"]) or _same(values, free, identity)
            if found in free:
                free.remove(found)
            gone = Row(values | {"DELETE": "on"}, {})
            known.append(found.numbered(values["id"]) if found else gone)
        self._write(prefix, known, [row.numbered("") for row in free])

    def typed_ids(self, prefix: str) -> list[int]:
        return [int(row.pk) for row in self._standing(prefix) if row.pk.isdigit()]

    def _rows(self, prefix: str) -> Iterator[Row]:
        pattern = re.compile(rf"{prefix}-(\d+)-(.+)", re.DOTALL)
        found: dict[int, Row] = {}
        for names, part in ((self.post, "values"), (self.files, "files")):
            for name in names:
                if match := pattern.fullmatch(name):
                    row = found.setdefault(int(match[1]), Row({}, {}))
                    getattr(row, part)[match[2]] = names[name]
        for index in sorted(found):
            yield found[index]

    def _standing(self, prefix: str) -> list[Row]:
        """The rows that are to stay, numbered in their order."""
        kept = [row for row in self._rows(prefix) if not row.values.get("DELETE")]
        kept.sort(key=lambda row: _place(row.values.get("order")))
        for place, row in enumerate(kept, start=1):
            row.values["order"] = str(place)
        return kept

    def _write(self, prefix: str, known: list[Row], new: list[Row]) -> None:
        pattern = re.compile(rf"{prefix}-\d+-.+", re.DOTALL)
        for names in (self.post, self.files):
            for name in [each for each in names if pattern.fullmatch(each)]:
                del names[name]
        for index, row in enumerate([*known, *new]):
            for name, value in row.values.items():
                self.post[f"{prefix}-{index}-{name}"] = value
            for name, value in row.files.items():
                self.files[f"{prefix}-{index}-{name}"] = value
        self.post[f"{prefix}-INITIAL_FORMS"] = str(len(known))
        self.post[f"{prefix}-TOTAL_FORMS"] = str(len(known) + len(new))


def _stored_forms(rows: BaseFormSet) -> list[Any]:
    forms: list[Any] = rows.forms[: rows.initial_form_count()]
    return forms


def _same(stored: dict[str, str], typed: list[Row], identity: tuple[str, ...]) -> Row | None:
    """The typed row that says what a stored one says, whatever number it came with."""
    for row in typed:
        if identity and all((row.values.get(name) or "") == stored[name] for name in identity):
            return row
    return None


def _place(order: Any) -> tuple[bool, int]:
    try:
        return False, int(order)
    except (TypeError, ValueError):
        return True, 0
