"""The related analyses that editors chose, and those they never want to see under a publication."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ifri.editing.ordering import Once, OrderedForm, OrderedFormSet, OrderedInline
from publications.admin.told_apart import OffersOthers
from publications.models import Publication, RelatedBan, RelatedPick


def _another(form: forms.ModelForm, name: str) -> Publication | None:
    other: Publication | None = form.cleaned_data[name]
    if other and other.pk == form.instance.publication_id:
        raise forms.ValidationError(_("A publication is not related to itself."))
    return other


class RelatedPickForm(OrderedForm):
    def clean_picked(self) -> Publication | None:
        return _another(self, "picked")


class RelatedPickFormSet(OrderedFormSet):
    once = (Once(("picked",), _("This analysis is chosen twice.")),)

    def picked(self) -> set[Publication | None]:
        """Those that will stand once this is saved."""
        self.is_valid()  # the rows are read by it, once
        return {form.cleaned_data.get("picked") for form in self.kept_forms()} - {None}


class RelatedPickInline(OffersOthers, OrderedInline):
    model = RelatedPick
    form = RelatedPickForm
    formset = RelatedPickFormSet
    fk_name = "publication"
    fields = ["picked", "order"]
    autocomplete_fields = ["picked"]


class RelatedBanForm(OrderedForm):
    def clean_banned(self) -> Publication | None:
        return _another(self, "banned")


class RelatedBanFormSet(OrderedFormSet):
    once = (Once(("banned",), _("This analysis is chosen twice.")),)
    # What was sent with these and stands above them in the form.
    picks: RelatedPickFormSet | None = None

    def clean(self) -> None:
        super().clean()
        chosen = self.picks.picked() if self.picks is not None else set()
        for form in self.kept_forms():
            if form.cleaned_data.get("banned") in chosen:
                form.add_error("banned", _("It is also chosen above."))


class RelatedBanInline(OffersOthers, OrderedInline):
    model = RelatedBan
    form = RelatedBanForm
    formset = RelatedBanFormSet
    fk_name = "publication"
    fields = ["banned"]
    autocomplete_fields = ["banned"]
    classes = []  # in no order


class RelatedRows(admin.ModelAdmin):
    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        picks = next((each for each in formsets if isinstance(each, RelatedPickFormSet)), None)
        for each in formsets:
            if isinstance(each, RelatedBanFormSet):
                each.picks = picks
        return formsets, inlines
