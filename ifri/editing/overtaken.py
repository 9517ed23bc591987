"""A form that was opened before somebody else saved: what moved meanwhile, and what was typed.

``Opened`` travels with the form in a hidden input and stands for the values it was opened with.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Max, Model, QuerySet
from django.forms import BaseForm, BaseFormSet, BooleanField, ChoiceField, FileField
from django.forms.models import ModelChoiceField, ModelMultipleChoiceField
from django.utils.translation import gettext as _
from django_prose_editor.fields import ProseEditorFormField

from ifri.editing.fingerprints import Fingerprints, compared
from ifri.editing.posted import stored_forms
from ifri.richtext import plain_paragraphs

INPUT = "opened_as"


@dataclass(frozen=True)
class Opened:
    """The fingerprints of a form as it was opened, and the last that the admin's log said then."""

    prints: Fingerprints = field(default_factory=dict)
    log: int = 0

    def dump(self) -> str:
        return json.dumps({"prints": self.prints, "log": self.log}, separators=(",", ":"))

    @classmethod
    def read(cls, sent: str | None) -> "Opened":
        """What a form says of itself. One that says nothing was opened on nobody knows what."""
        try:
            said = json.loads(sent or "")
            prints, log = said["prints"], said["log"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return cls()
        if not isinstance(prints, dict) or not isinstance(log, int) or not 0 <= log < 10**18:
            return cls()
        return cls({str(name): str(value) for name, value in prints.items()}, log)


@dataclass(frozen=True)
class Moved:
    """A field, or a set of rows, that is not what it was when the form was opened."""

    name: str
    label: str
    stored: str
    typed: str
    # Whether it was typed in here too; if not, the form now holds what is stored.
    was_touched: bool


@dataclass(frozen=True)
class Overtaken:
    moved: list[Moved]
    since: list[LogEntry]
    now: Opened

    @property
    def people(self) -> str:
        return ", ".join(dict.fromkeys(person(each.user) for each in self.since))

    @property
    def message(self) -> str:
        said = _("Not saved: %(people)s saved this while you had it open.")
        return said % {"people": self.people or _("somebody")}


def person(user: Any) -> str:
    return str(user.get_full_name() or user.get_username())


def _log(stored: Model) -> "QuerySet[LogEntry]":
    kind = ContentType.objects.get_for_model(stored, for_concrete_model=False)
    return LogEntry.objects.filter(content_type=kind, object_id=str(stored.pk))


def last_said(stored: Model) -> int:
    return _log(stored).aggregate(last=Max("pk"))["last"] or 0


def said_since(stored: Model, opened: Opened) -> list[LogEntry]:
    """What the log says of it since, the oldest first; nothing of a form that says nothing."""
    if not opened.prints:
        return []
    return list(_log(stored).filter(pk__gt=opened.log).select_related("user").order_by("pk"))


def changed_by_others(opened: Fingerprints, now: Fingerprints, typed: Fingerprints) -> list[str]:
    """What moved since and would be overwritten by what was typed, in the form's order."""
    return [
        name
        for name, value in now.items()
        if opened.get(name) != value and typed.get(name) != value
    ]


def in_words(form: BaseForm, name: str, value: Any) -> str:
    """A field's value as a person would say it."""
    of = form.fields[name]
    try:
        if isinstance(of, ModelMultipleChoiceField):
            return ", ".join(str(each) for each in of.to_python(value))
        if isinstance(of, ModelChoiceField):
            return str(of.to_python(value) or "")
    except ValidationError:
        return str(value)
    if isinstance(of, BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(of, FileField):
        return str(getattr(value, "name", None) or "")
    if isinstance(of, ChoiceField):
        return str(dict(of.choices).get(str(value), value or ""))  # type: ignore[arg-type]
    text = "" if value is None else str(value).strip()
    return plain_paragraphs(text) if isinstance(of, ProseEditorFormField) else text


def rows_in_words(rows: BaseFormSet, forms: Iterable[BaseForm]) -> str:
    """A line for each row: what its fields say that say something."""
    lines = []
    for form in forms:
        said = (
            (form[name].label, in_words(form, name, form[name].value()))
            for name in compared(form)
            if name not in ("id", "order")
        )
        lines.append("; ".join(f"{label}: {words}" for label, words in said if words))
    return "\n".join(lines)


def stored_rows_in_words(rows: BaseFormSet) -> str:
    return rows_in_words(rows, stored_forms(rows))


def typed_rows_in_words(rows: Any) -> str:
    first_new = rows.initial_form_count()
    kept = [
        form
        for index, form in enumerate(rows.forms)
        if (index < first_new or form.has_changed())
        and not ("DELETE" in form.fields and form["DELETE"].data)
    ]
    return rows_in_words(rows, kept)
