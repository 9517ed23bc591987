"""What stands on top of the home page, in its order."""

from django.contrib import admin

from ifri.editing.overwriting import NothingOverwritten
from publications.models import FeaturedPublication


@admin.register(FeaturedPublication)
class FeaturedPublicationAdmin(NothingOverwritten):
    fields = ["publication", "order"]
    autocomplete_fields = ["publication"]
    list_display = ["publication", "order"]
    list_editable = ["order"]
    list_select_related = ["publication"]
