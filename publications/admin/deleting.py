"""Deleting is for drafts; discarding a pending change is deleting its draft."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import capfirst

from publications import editing
from publications.models import Publication, SearchEntry, Transition


class DeletesDrafts(admin.ModelAdmin):
    def has_delete_permission(self, request: HttpRequest, obj: Publication | None = None) -> bool:
        """What readers or reviewers have seen is withdrawn or sent back, not deleted."""
        if obj is None:
            return super().has_delete_permission(request)
        return editing.may_delete(request.user, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The log of a draft, which nobody may delete by itself, goes with the draft."""
        listed, counts, needed, protected = super().get_deleted_objects(objs, request)
        counts.pop(str(SearchEntry._meta.verbose_name_plural), None)
        needed -= {str(Transition._meta.verbose_name)}
        return _without_entries(listed), counts, needed, protected


def _without_entries(listed: list[Any]) -> list[Any]:
    """What search made of a publication is nothing that anybody wrote and would miss."""
    label = f"{capfirst(SearchEntry._meta.verbose_name)}: "
    return [
        _without_entries(each) if isinstance(each, list) else each
        for each in listed
        if isinstance(each, list) or not str(each).startswith(label)
    ]
