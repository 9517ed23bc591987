"""What the institute says of itself, and who works in its house."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db import models
from django.http import HttpRequest
from translated_fields import TranslatedFieldAdmin

from ifri.editing.file_fields import LogoField, PictureWidget
from ifri.editing.keeping import ADDRESSES, KeepsUploads
from ifri.editing.overwriting import NothingOverwritten
from ifri.models import Institute, StaticPage

LOGOS: dict[type[models.Field], dict[str, Any]] = {
    **ADDRESSES,
    models.ImageField: {"form_class": LogoField, "widget": PictureWidget},
}


@admin.register(Institute)
class InstituteAdmin(TranslatedFieldAdmin, NothingOverwritten, KeepsUploads):
    fields = [
        ("logo", "logo_dark"),
        ("main_colour", "accent_colour"),
        *Institute.footer.fields,
        *Institute.disclaimer.fields,
    ]
    formfield_overrides = LOGOS

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Institute.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(StaticPage)
class StaticPageAdmin(TranslatedFieldAdmin, NothingOverwritten):
    fields = [
        *StaticPage.title.fields,
        "slug",
        *StaticPage.body.fields,
        ("is_public", "in_footer", "order"),
    ]
    prepopulated_fields = {"slug": ["title_en"]}
    list_display = ["title", "slug", "is_public", "in_footer", "order", "modified_at"]
    search_fields = [*StaticPage.title.fields, "slug"]


admin.site.unregister([User, Group])


@admin.register(User)
class HouseUserAdmin(NothingOverwritten, UserAdmin):
    # Counted by the site: a person who logs in while their form is open has changed nothing in it.
    readonly_fields = ["last_login", "date_joined"]


@admin.register(Group)
class HouseGroupAdmin(NothingOverwritten, GroupAdmin):  # type: ignore[misc]
    pass
