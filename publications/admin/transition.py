from django.contrib import admin

from publications.admin.looked_at import LookedAt
from publications.models import Transition


@admin.register(Transition)
class TransitionAdmin(LookedAt):
    list_display = ["at", "publication", "from_status", "to_status", "user", "comment"]
    list_filter = ["to_status"]
    list_select_related = ["publication", "user"]
    date_hierarchy = "at"
    search_fields = ["publication__title", "comment", "user__username"]
    show_full_result_count = False
