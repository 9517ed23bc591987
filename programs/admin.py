from django.contrib import admin
from translated_fields import TranslatedFieldAdmin

from ifri.editing.keeping import KeepsUploads
from ifri.editing.overwriting import NothingOverwritten
from programs.models import ResearchCenter


@admin.register(ResearchCenter)
class ResearchCenterAdmin(TranslatedFieldAdmin, NothingOverwritten, KeepsUploads):
    fields = [
        "kind",
        "parent",
        *ResearchCenter.name.fields,
        "acronym",
        "slug",
        *ResearchCenter.description.fields,
        "image",
        "image_focus",
        "image_credit",
        *ResearchCenter.image_alt.fields,
        "website",
        "is_active",
        "order",
    ]
    prepopulated_fields = {"slug": ["name_en"]}
    autocomplete_fields = ["parent"]
    list_display = ["name", "acronym", "kind", "parent", "is_active", "order"]
    list_filter = ["kind", "is_active"]
    list_select_related = ["parent"]
    search_fields = [*ResearchCenter.name.fields, "acronym"]
