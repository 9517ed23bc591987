"""The index of topics: by kind and alphabetically, each with how many publications are on it."""

from typing import NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ifri import alphabet
from publications import facets
from publications.enums import TagKind
from publications.models import Tag
from publications.querysets import with_public_work

_HEADINGS = {
    TagKind.TOPIC: _("Subjects"),
    TagKind.REGION: _("Regions"),
    TagKind.COUNTRY: _("Countries"),
}


class Entry(NamedTuple):
    tag: Tag
    number: int  # 0 where it was not counted


class Group(NamedTuple):
    kind: str
    heading: str | Promise
    entries: list[Entry]


def by_kind() -> list[Group]:
    """Those that readers may know of; kinds without any are left out."""
    numbers = facets.of_each("tag_id")
    unread = [f"description_{code}" for code, _name in settings.LANGUAGES]
    known = sorted(
        with_public_work(Tag.objects.defer(*unread)), key=lambda tag: alphabet.place(str(tag))
    )
    groups = [
        Group(kind, heading, [Entry(tag, numbers[tag.pk]) for tag in known if tag.kind == kind])
        for kind, heading in _HEADINGS.items()
    ]
    return [group for group in groups if group.entries]
