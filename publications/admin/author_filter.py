"""A filter by author that is typed: a hundred thousand names are no list to choose from."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from authors.models import Author
from ifri.asked_number import asked_number
from publications.models import Authorship, Publication


def _widget() -> AutocompleteSelect:
    return AutocompleteSelect(Authorship._meta.get_field("author"), admin.site)


class AuthorFilter(admin.SimpleListFilter):
    title = _("author")
    parameter_name = "author"
    template = "admin/publications/publication/author_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return []

    def has_output(self) -> bool:
        return True

    def chosen(self) -> int | None:
        return asked_number(self.value())

    def queryset(self, request: HttpRequest, queryset: Any) -> "QuerySet[Publication]":
        chosen = self.chosen()
        return queryset if chosen is None else queryset.signed_by(chosen)  # type: ignore[no-any-return]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """One entry: the field to type in, and what else the list is filtered by."""
        chosen = Author.objects.filter(pk=self.chosen() or 0)
        field = forms.ModelChoiceField(chosen, required=False, widget=_widget())
        kept = {
            name: values
            for name, values in changelist.filter_params.items()
            if name not in (self.parameter_name, "p")
        }
        yield {
            "field": field.widget.render(
                self.parameter_name, self.chosen(), {"id": "author-filter"}
            ),
            "kept": [(name, each) for name, values in kept.items() for each in values],
            "is_chosen": self.chosen() is not None,
            "without": changelist.get_query_string(remove=[self.parameter_name]),
        }


def media() -> forms.Media:
    return _widget().media
