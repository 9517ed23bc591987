"""The form for people who may look at a publication and not change it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from publications.models import Publication
from publications.richtext import sanitise

# Inputs with nothing to look at; what is stored of a file is shown beside its input.
_INPUTS = {"full_text_file", "full_text_reason", "offered_versions", "translation_of", "cover"}
# Rich text is read as readers read it, not as tags.
AS_READ = {name: f"{name}_as_read" for name in ("lead", "summary", "key_takeaways")}


def _shown(field: Any) -> Any:
    if isinstance(field, str):
        return AS_READ.get(field, field)
    return [name for name in field if name not in _INPUTS]


def fieldsets(whole: Sequence[tuple[Any, Any]]) -> list[tuple[Any, dict[str, Any]]]:
    return [
        (
            name,
            options
            | {"fields": [_shown(each) for each in options["fields"] if each not in _INPUTS]},
        )
        for name, options in whole
    ]


def _rich(html: str) -> SafeString:
    clean: str = sanitise(html)
    return mark_safe(clean)  # noqa: S308 - by the list of what an editor may write


class Looking(admin.ModelAdmin):
    @admin.display(description=_("lead"), empty_value="")
    def lead_as_read(self, publication: Publication) -> SafeString:
        return _rich(publication.lead)

    @admin.display(description=_("summary"), empty_value="")
    def summary_as_read(self, publication: Publication) -> SafeString:
        return _rich(publication.summary)

    @admin.display(description=_("key takeaways"), empty_value="")
    def key_takeaways_as_read(self, publication: Publication) -> SafeString:
        return _rich(publication.key_takeaways)
