"""A posted form, fitted to what is stored now.

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

from ifri.asked_number import asked_number


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


def stored_forms(rows: BaseFormSet) -> list[Any]:
    forms: list[Any] = rows.forms[: rows.initial_form_count()]
    return forms


class Posted:
    """The data and the files of a request, of its own to change."""

    def __init__(self, post: QueryDict, files: "MultiValueDict[str, Any]") -> None:
        self.post = post.copy()
        self.files = files.copy()

    def take_rows(self, rows: BaseFormSet) -> None:
        """Replace a set of rows by what is stored."""
        self._write(str(rows.prefix), [Row(as_sent(each), {}) for each in stored_forms(rows)], [])

    def fit_rows(
        self, rows: BaseFormSet, identity: tuple[str, ...] = (), *, keep_unseen: bool = False
    ) -> None:
        """The rows as typed, on the stored ones: found again, removed, or new.

        A stored row of which nothing was sent is removed, or kept where the form may not have
        known it.
        """
        prefix = str(rows.prefix)
        stored = [as_sent(form) for form in stored_forms(rows)]
        ids = {each["id"] for each in stored}
        sent = {row.pk for row in self._rows(prefix)}
        typed = self._standing(prefix)
        by_id = {row.pk: row for row in typed if row.pk in ids}
        free = [row for row in typed if row.pk not in ids]
        known = []
        for values in stored:
            found = by_id.get(values["id"]) or _same(values, free, identity)
            if found in free:
                free.remove(found)
            is_unseen = keep_unseen and values["id"] not in sent
            left = Row(values if is_unseen else values | {"DELETE": "on"}, {})
            known.append(found.numbered(values["id"]) if found else left)
        self._write(prefix, known, [row.numbered("") for row in free])

    def typed_ids(self, prefix: str) -> list[int]:
        found = (asked_number(row.pk) for row in self._standing(prefix))
        return [each for each in found if each is not None]

    def _rows(self, prefix: str) -> Iterator[Row]:
        pattern = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,9}})-(.+)", re.DOTALL)
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
        pattern = re.compile(rf"{re.escape(prefix)}-\d+-.+", re.DOTALL)
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


def _same(stored: dict[str, str], typed: list[Row], identity: tuple[str, ...]) -> Row | None:
    """The typed row that says what a stored one says, whatever number it came with."""
    for row in typed:
        if identity and all((row.values.get(name) or "") == stored[name] for name in identity):
            return row
    return None


def _place(order: Any) -> tuple[bool, int]:
    found = asked_number(order)
    return found is None, found or 0
