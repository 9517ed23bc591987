"""What an admin form says, field by field and row by row, in a form that can be compared.

Each value is compared as its field cleans it, so that what a browser makes of a line end or a blank
is no change; a set of inline rows is compared as one value.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm, BaseFormSet, FileField, MultiWidget
from django.forms.models import InlineForeignKeyField

from ifri.editing.posted import stored_forms

Fingerprints = dict[str, str]


def of_stored(form: BaseForm, rows: Iterable[BaseFormSet]) -> Fingerprints:
    """Of what is stored, from forms without data."""
    found = {name: _print(_stored(form, name)) for name in compared(form)}
    return found | {
        str(each.prefix): _print([_row(row) for row in stored_forms(each)]) for each in rows
    }


def of_typed(form: BaseForm, rows: Iterable[BaseFormSet]) -> Fingerprints:
    """Of what was sent. What cannot be read has none, and so equals nothing."""
    found = {name: _typed(form, name) for name in compared(form)}
    found |= {str(each.prefix): _typed_rows(each) for each in rows}
    return {name: _print(value) for name, value in found.items() if value is not None}


def compared(form: BaseForm) -> list[str]:
    """The fields that somebody can write; what the admin adds to a row is not among them."""
    return [
        name
        for name, field in form.fields.items()
        if not field.disabled and name != "DELETE" and not isinstance(field, InlineForeignKeyField)
    ]


def _print(value: Any) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:32]


def _stored(form: BaseForm, name: str) -> Any:
    bound = form[name]
    if isinstance(bound.field, FileField):
        return _plain(getattr(bound.value(), "name", None))
    return _plain(bound.value())


def _row(form: BaseForm) -> dict[str, Any]:
    return {name: _stored(form, name) for name in compared(form)}


def _typed(form: BaseForm, name: str) -> Any:
    bound = form[name]
    if isinstance(bound.field, FileField):
        sent = bound.html_name
        touched = sent in form.files or {f"{sent}-clear", f"{sent}-kept"} & set(form.data)
        return None if touched else _plain(getattr(bound.initial, "name", None))
    if name == "id":
        # A row that is gone is not among the choices any more; its number still says which it was.
        return _plain(bound.data)
    if isinstance(bound.field.widget, MultiWidget):
        return None
    try:
        return _plain(bound.field.prepare_value(bound.field.clean(bound.data)))
    except ValidationError:
        return None


def _typed_rows(rows: Any) -> list[Any] | None:
    found = []
    for index, form in enumerate(rows.forms):
        if index >= rows.initial_form_count() and not form.has_changed():
            continue
        if "DELETE" in form.fields and form["DELETE"].data:
            return None
        values = {name: _typed(form, name) for name in compared(form)}
        if None in values.values():
            return None
        found.append(values)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple | set):
        return sorted(str(each) for each in value)
    if value is None or value is False:
        return ""
    return "\n".join(str(value).splitlines()).strip()
