"""The admin's side of kept uploads: when to put aside, when to throw away."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse

from ifri.editing import kept_uploads
from ifri.editing.file_fields import KeepingForm, PictureField, PictureWidget
from ifri.editing.shown_files import ShowsFiles
from ifri.editing.sound_inputs import SoundInputs

# An address typed without its scheme is one of today's web.
ADDRESSES: dict[type[models.Field], dict[str, Any]] = {models.URLField: {"assume_scheme": "https"}}
PICTURES: dict[type[models.Field], dict[str, Any]] = {
    models.ImageField: {"form_class": PictureField, "widget": PictureWidget}
}


def _keeping(form: forms.BaseForm, formsets: Iterable[Any]) -> Iterator[KeepingForm]:
    every = [form, *(each for formset in formsets for each in formset.forms)]
    return (each for each in every if isinstance(each, KeepingForm) and each.is_bound)


class KeepsUploads(ShowsFiles, SoundInputs, admin.ModelAdmin):
    """Good files of a form that is shown again are kept; once used they are thrown away."""

    form = KeepingForm
    formfield_overrides = PICTURES | ADDRESSES

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        # This class was made for this request: another editor's form is another class.
        form.user = request.user
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        formsets = [each.formset for each in context["inline_admin_formsets"]]
        for form in _keeping(context["adminform"].form, formsets):
            form.keep_files()
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for each in _keeping(form, formsets):
            for file in each.used_files():
                transaction.on_commit(partial(kept_uploads.discard, file))
