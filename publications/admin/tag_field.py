"""Tags as an editor types them: names between commas, matched to the tags there are."""

import csv
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from publications.models import Tag, TagSynonym

MAX_LENGTH = 100


def split(text: str) -> list[str]:
    """``Russia, "Paris, France" ,russia`` → ``["Russia", "Paris, France"]``."""
    names: dict[str, str] = {}
    for row in csv.reader(text.splitlines(), skipinitialspace=True):
        for name in (" ".join(cell.split()) for cell in row):
            if name:
                names.setdefault(name.casefold(), name)
    return list(names.values())


def join(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' if "," in name else name for name in names)


def existing(name: str) -> Tag | None:
    """The tag of that name or synonym, whatever its capitals; databases differ in what they fold."""
    candidates = Tag.objects.filter(
        Q(name__iexact=name) | Q(slug=slugify(name, allow_unicode=True)) | Q(slug=slugify(name))
    )
    found: Tag | None = next(
        (tag for tag in candidates if tag.name.casefold() == name.casefold()), None
    )
    if found is not None:
        return found
    by_synonym: Tag | None = Tag.objects.filter(synonyms__key=TagSynonym.key_of(name)).first()
    return by_synonym


class TagsWidget(AdminTextInputWidget):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        suggest = {"data-suggest": reverse_lazy("admin:publications_tag_suggest")}
        super().__init__({"class": "vTextField tags-input", **suggest, **(attrs or {})})

    class Media:
        js = ["editorial/tags.js"]


class TagsField(forms.CharField):
    """Gives taggit what it takes: tags that exist, and the names of new ones."""

    widget = TagsWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Separated by commas. New names become new tags."))
        kwargs.setdefault("max_length", 10_000)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        return join(each if isinstance(each, str) else each.name for each in value)

    def clean(self, value: Any) -> list[Tag | str]:
        names = split(super().clean(value) or "")
        for name in names:
            if len(name) > MAX_LENGTH:
                raise ValidationError(
                    _("“%(name)s” is too long for a tag: at most %(limit)d characters."),
                    params={"name": name, "limit": MAX_LENGTH},
                )
        return [existing(name) or name for name in names]

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = split(self.prepare_value(initial) or "")
        return {name.casefold() for name in before} != {
            name.casefold() for name in split(data or "")
        }
