"""Authors and topics whose slug is changed: what readers could know goes on leading to them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from publications import redirects


class FreeSlugForm(forms.ModelForm):
    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        redirects.validate_free_of(self.instance, slug)
        return slug


class KeepsFormerSlugs(admin.ModelAdmin):
    form = FreeSlugForm

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "slug" in form.changed_data:
            redirects.keep_old_slug(obj, form.initial["slug"])
