"""Stored files on a form that its reader may not change.

The stock form links to a file's address there, which a private file does not have. A picture is
shown instead, within the page: whoever may look at the form may see it, and nothing else is asked.
"""

import base64
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.fields.files import FieldFile
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ifri import pictures

# The smallest copy there is of a picture.
_WIDTH = pictures.WIDTHS[0]


class ShowsFiles(BaseModelAdmin):
    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        whole = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return whole
        return [
            (name, options | {"fields": [self._to_look_at(each) for each in options["fields"]]})
            for name, options in whole
        ]

    def _to_look_at(self, field: Any) -> Any:
        """A field of the form, a line of them, or what stands in its place."""
        if not isinstance(field, str):
            return [self._to_look_at(each) for each in field]
        try:
            found = self.opts.get_field(field)
        except FieldDoesNotExist:
            return field
        return self._stored(found) if isinstance(found, models.FileField) else field

    def _stored(self, field: models.FileField) -> Callable[[models.Model], SafeString | str]:
        shown: Any = partial(_shown, field.name, self.get_empty_value_display())
        # As which the form names what it shows, and its row.
        shown.__name__, shown.short_description = field.name, field.verbose_name
        return shown  # type: ignore[no-any-return]


def _shown(name: str, nothing: str, instance: models.Model) -> SafeString | str:
    file: FieldFile = getattr(instance, name)
    if not file:
        return nothing
    copy = _small_copy(file)
    if copy is None:
        return _("A file is stored.")
    return format_html(
        '<img class="cover-preview" src="data:image/webp;base64,{}" alt="{}">',
        base64.b64encode(copy).decode(),
        instance,
    )


def _small_copy(file: FieldFile) -> bytes | None:
    """A few kilobytes; None for what is no picture, was stored before copies were, or is missing."""
    stored = str(file.name)
    size = pictures.size_of(stored)
    if size is None:
        return None
    name = pictures.copy_name(stored, _WIDTH, "webp") if size.width > _WIDTH else stored
    try:
        with file.storage.open(name) as copy:
            content: bytes = copy.read()
    except OSError:
        return None
    return content
