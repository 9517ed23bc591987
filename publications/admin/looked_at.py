"""Records that are looked at and never typed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from publications.admin.dated_list import DatedList


class LookedAt(admin.ModelAdmin):
    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return DatedList

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
