"""Fields of the admin that refuse on the form what no database takes.

A choice among rows comes as a number. What is none, or is longer than any number there is, is no
choice: the field says so, and its widget does not ask the database for it when it is shown again.
"""

from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.http import HttpRequest

from ifri.asked_number import asked_number

# No text of this house is as long as five hundred pages. A form with one that is comes back whole.
LONGEST_TEXT = 1_000_000


def _is_sound(value: Any) -> bool:
    """What came from the code itself is a number, a row or nothing."""
    return not isinstance(value, str) or value == "" or asked_number(value) is not None


class SoundChoiceField(forms.ModelChoiceField):
    def to_python(self, value: Any) -> Any:
        if not _is_sound(value):
            refused = self.error_messages["invalid_choice"]
            raise ValidationError(refused, code="invalid_choice", params={"value": value[:100]})
        return super().to_python(value)


class SoundMultipleChoiceField(forms.ModelMultipleChoiceField):
    def _check_values(self, value: Any) -> Any:
        for each in value if isinstance(value, list | tuple) else ():
            if not _is_sound(each):
                refused = self.error_messages["invalid_choice"]
                raise ValidationError(refused, code="invalid_choice", params={"value": each[:100]})
        return super()._check_values(value)  # type: ignore[misc]


class SoundAutocomplete(AutocompleteSelect):
    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        return super().optgroups(name, [each for each in value if _is_sound(each)], attrs)


class SoundInputs(BaseModelAdmin):
    """For the admin classes of forms and of the rows within them."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("form_class", SoundChoiceField)
        if db_field.name in self.get_autocomplete_fields(request):
            using = kwargs.get("using")
            kwargs.setdefault("widget", SoundAutocomplete(db_field, self.admin_site, using=using))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("form_class", SoundMultipleChoiceField)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.TextField) and field is not None and not db_field.max_length:
            field.validators.append(MaxLengthValidator(LONGEST_TEXT))
        return field
