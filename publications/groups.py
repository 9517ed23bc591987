"""The four groups of the editorial team and their permissions, made after every migration."""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

_CONTENT = (
    "publication",
    "authorship",
    "publicationcenter",
    "relatedpick",
    "relatedban",
    "document",
    "correctionnotice",
    "taggedpublication",
)
_CATALOGUE = (
    "author",
    "authorlink",
    "affiliation",
    "centermembership",
    "organisation",
    "tag",
    "tagsynonym",
)
_FRAME = ("series", "publicationtype", "researchcenter")
_LOOK = ("documentversion", "transition")


def _permissions(actions: tuple[str, ...], models: tuple[str, ...]) -> set[str]:
    return {f"{action}_{model}" for action in actions for model in models}


_EDITOR = (
    _permissions(("add", "change", "view", "delete"), _CONTENT)
    | _permissions(("add", "change", "view"), _CATALOGUE)
    | _permissions(("delete",), ("authorlink", "affiliation", "centermembership", "tagsynonym"))
    | _permissions(("view",), (*_FRAME, *_LOOK))
)

# Each group's permissions by codename. Nobody is in two minds about who inherits what: it is a union.
GROUPS: dict[str, set[str]] = {
    "editor": _EDITOR,
    "reviewer": _EDITOR | {"review_publication"},
    "publisher": _EDITOR
    | {"publish_publication", "give_press_access", "view_presslink", "view_pressopening"}
    | _permissions(("add", "change"), _FRAME)
    | _permissions(("add", "change", "delete", "view"), ("featuredpublication",))
    | _permissions(("add", "change", "view"), ("institute", "staticpage"))
    | _permissions(("delete",), ("staticpage",)),
    "staff": _permissions(("view",), (*_CONTENT, *_CATALOGUE, *_FRAME, *_LOOK))
    | {"export_publication", "view_dailyusage"},
}


def make_groups(**kwargs: Any) -> None:
    """Make or repair the groups; repeatable. What an administrator added to a group stays."""
    for app in ("authors", "ifri", "programs", "publications"):
        # The signal of one app may come before the permissions of another are made.
        create_permissions(apps.get_app_config(app), verbosity=0)
    found = Permission.objects.filter(
        content_type__app_label__in=["authors", "ifri", "programs", "publications"]
    )
    by_codename = {permission.codename: permission for permission in found}
    for name, wanted in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*(by_codename[codename] for codename in wanted))
