"""Inlines whose rows have an order: set by position, typed where there is no script.

Rows are saved as a whole. Two rows that trade places, authors or the mark of the main one would
each break a uniqueness rule against the other's stored row; so duplicates are looked for among the
rows as sent, and what changed its identity is taken out of the table before anything is written.
"""

from collections.abc import Hashable
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.utils.functional import Promise

from ifri.editing.sound_inputs import SoundInputs


class Once(NamedTuple):
    """Fields whose values together stand in one row only; empty and false ones do not count."""

    fields: tuple[str, ...]
    message: Promise


class OrderedForm(forms.ModelForm):
    """A row of an ordered inline."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "order" in self.fields:
            self.fields["order"].required = False
            if self.instance.pk is None:
                # A new row stands last unless a number is typed.
                self.initial["order"] = None

    def has_changed(self) -> bool:
        """A new row with nothing but a position is an empty row."""
        if self.instance.pk is None:
            return bool(set(self.changed_data) - {"order"})
        return super().has_changed()

    def _get_validation_exclusions(self) -> set[str]:
        # Uniqueness within the parent is the formset's to judge: it sees all rows as sent.
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {
            name
            for name, field in self.fields.items()
            if isinstance(field, forms.models.InlineForeignKeyField)
        }


class OrderedFormSet(BaseInlineFormSet):
    once: ClassVar[tuple[Once, ...]] = ()

    def clean(self) -> None:
        super().clean()
        for rule in self.once:
            self._refuse_twice(rule)

    def kept_forms(self) -> list[Any]:
        """The rows that will stand, in their order."""
        rows = [form for form in self.forms if self._stands(form)]
        return [form for _, form in sorted(enumerate(rows), key=_position)]

    def save(self, commit: bool = True) -> Any:
        rows = self.kept_forms()
        if "order" in self.form.base_fields:
            for place, form in enumerate(rows, start=1):
                form.instance.order = place
        self._make_room(rows)
        saved = super().save(commit)
        if commit and "order" in self.form.base_fields:
            self._renumber(rows)
        return saved

    def _stands(self, form: Any) -> bool:
        if self.can_delete and self._should_delete_form(form):  # type: ignore[attr-defined]
            return False
        return form in self.initial_forms or form.has_changed()

    def _refuse_twice(self, rule: Once) -> None:
        seen: set[Hashable] = set()
        for form in self.kept_forms():
            if key := _key(form, rule):
                if key in seen:
                    form.add_error(rule.fields[0], rule.message)
                seen.add(key)

    def _make_room(self, rows: list[Any]) -> None:
        """Take out the rows whose identity changes; saving puts them back under their own key."""
        names = {name for rule in self.once for name in rule.fields}
        moved = [
            form.instance.pk
            for form in rows
            if form in self.initial_forms and names & set(form.changed_data)
        ]
        deleted = [form.instance.pk for form in self.deleted_forms if form.instance.pk]
        if moved:
            type(rows[0].instance)._base_manager.filter(pk__in=[*moved, *deleted]).delete()

    def _renumber(self, rows: list[Any]) -> None:
        """Rows that nobody touched have moved too when another was added or removed above them."""
        for form in rows:
            stored = type(form.instance)._base_manager.filter(pk=form.instance.pk)
            stored.exclude(order=form.instance.order).update(order=form.instance.order)


def _position(row: tuple[int, Any]) -> tuple[bool, int, int]:
    index, form = row
    typed = getattr(form, "cleaned_data", {}).get("order")
    return typed is None, typed or 0, index


def _key(form: Any, rule: Once) -> tuple[Hashable, ...] | None:
    cleaned = getattr(form, "cleaned_data", {})
    values = tuple(cleaned.get(name) for name in rule.fields)
    return values if all(values) else None


class Ordered(SoundInputs, admin.options.InlineModelAdmin):
    """``static/editorial/ordering.js`` adds buttons and dragging to the rows of this inline."""

    form = OrderedForm
    formset: type[OrderedFormSet] = OrderedFormSet
    extra = 0
    classes = ["ordered"]

    class Media:
        js = ["editorial/ordering.js"]


class OrderedInline(Ordered, admin.TabularInline):
    pass


class OrderedStack(Ordered, admin.StackedInline):
    """For rows with too many fields for a line."""
