from django.contrib import admin
from translated_fields import TranslatedFieldAdmin

from ifri.editing.overwriting import NothingOverwritten
from publications.models import PublicationType, Series


@admin.register(PublicationType)
class PublicationTypeAdmin(TranslatedFieldAdmin, NothingOverwritten):
    fields = [*PublicationType.name.fields, "slug", "order", "access", "open_after_days"]
    prepopulated_fields = {"slug": ["name_en"]}
    list_display = ["name", "slug", "access", "order"]
    search_fields = PublicationType.name.fields


@admin.register(Series)
class SeriesAdmin(TranslatedFieldAdmin, NothingOverwritten):
    fields = [*Series.name.fields, "slug", *Series.description.fields, "issn", "order"]
    prepopulated_fields = {"slug": ["name_en"]}
    list_display = ["name", "slug", "issn", "order"]
    search_fields = [*Series.name.fields, "issn"]
