"""Deleting is for drafts; discarding a pending change is deleting its draft."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from publications import editing
from publications.models import Publication, Transition


class DeletesDrafts(admin.ModelAdmin):
    def has_delete_permission(self, request: HttpRequest, obj: Publication | None = None) -> bool:
        """What readers or reviewers have seen is withdrawn or sent back, not deleted."""
        if obj is None:
            return super().has_delete_permission(request)
        return editing.may_delete(request.user, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The log of a draft, which nobody may delete by itself, goes with the draft."""
        listed, counts, needed, protected = super().get_deleted_objects(objs, request)
        return listed, counts, needed - {str(Transition._meta.verbose_name)}, protected
