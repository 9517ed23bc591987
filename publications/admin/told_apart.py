"""A publication in one line, for those who choose among many: titles alone are often alike."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils import timezone

from publications import states
from publications.models import Publication


def line(publication: Publication) -> str:
    """``War and Wires · 2026 · en``, and what it is where readers do not have it."""
    year = timezone.localtime(publication.published_at or publication.created_at).year
    said = [publication.title, str(year), publication.language]
    if not publication.is_public:
        said.append(str(states.label(publication)))
    return " · ".join(said)


class OtherSelect(AutocompleteSelect):
    """Offers every publication but one."""

    without: int | None = None

    def get_url(self) -> str:
        address: str = super().get_url()
        return f"{address}?without={self.without}" if self.without else address


class OtherField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return line(obj)


class OffersOthers(admin.options.InlineModelAdmin):
    """An inline that relates a publication to others."""

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = OtherSelect(db_field, self.admin_site)
            kwargs["form_class"] = OtherField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_formset(self, request: Any, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        for name, field in formset.form.base_fields.items():
            if obj is not None and name in self.get_autocomplete_fields(request):
                # Of a pending change, the paper that it is to become.
                field.widget.widget.without = obj.pending_for_id or obj.pk
        return formset
