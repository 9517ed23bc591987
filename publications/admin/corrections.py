"""Notices of what changed after publication, within the publication's own form."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ifri.editing.ordering import OrderedForm, OrderedFormSet
from ifri.editing.sound_inputs import SoundInputs
from publications.models import CorrectionNotice, DocumentVersion


class CorrectionForm(OrderedForm):
    """The version is chosen among those there are; one that is gone stays what it was."""

    version_number = forms.TypedChoiceField(
        label=gettext_lazy("version of the full text that it concerns"),
        required=False,
        coerce=int,
        empty_value=None,
    )

    class Meta:
        model = CorrectionNotice
        fields = ["date", "kind", "version_number", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}


class CorrectionFormSet(OrderedFormSet):
    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        present = form.instance.version_number
        choices = dict(self._versions)
        if present and present not in choices:
            choices[present] = _("version %d") % present
        field = form.fields["version_number"]
        field.choices = [("", "---------"), *choices.items()]

    @cached_property
    def _versions(self) -> list[tuple[int, str]]:
        """The numbers in use: in a working copy, those of the live full text as well."""
        publication: Any = self.instance
        if publication.pk is None:
            return []
        versions = DocumentVersion.objects.filter(
            document__publication__in=[publication.pk, publication.pending_for_id or 0],
            document__kind="full_text",
        )
        found = {
            each.number: _("version %(number)d of %(date)s")
            % {"number": each.number, "date": date_format(each.uploaded_at, "SHORT_DATE_FORMAT")}
            for each in versions.order_by("number", "-pk")
        }
        return sorted(found.items())


class CorrectionInline(SoundInputs, admin.StackedInline):
    model = CorrectionNotice
    form = CorrectionForm
    formset = CorrectionFormSet
    extra = 0
    fields = [("date", "kind", "version_number"), "text"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).order_by("-date", "-pk")
