"""Bulk actions: each goes through the workflow, item by item, and says what it did to which."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from publications import workflow
from publications.models import Publication
from publications.workflow import TABLE, Action, TransitionRefused

BulkAction = Callable[[Any, HttpRequest, "QuerySet[Publication]"], None]

# What asks for a comment is done one by one, with its own reason.
BULK = {Action.SUBMIT: "change", Action.APPROVE: "review", Action.PUBLISH: "publish"}


def _bulk(action: Action, permission: str) -> BulkAction:
    def run(model_admin: Any, request: HttpRequest, queryset: "QuerySet[Publication]") -> None:
        done = [each for each in queryset.order_by("pk") if _take(request, each, action)]
        if done:
            sentence = ngettext(
                "“%(action)s”: %(count)d publication, %(titles)s.",
                "“%(action)s”: %(count)d publications, %(titles)s.",
                len(done),
            )
            titles = ", ".join(_("“%(title)s”") % {"title": each.title} for each in done)
            facts = {"action": TABLE[action].label, "count": len(done), "titles": titles}
            messages.success(request, sentence % facts)

    run.__name__ = f"bulk_{action}"
    description = format_lazy(
        "{action} {what}", action=TABLE[action].label, what=gettext_lazy("(selected publications)")
    )
    decorate = admin.action(description=description, permissions=[permission])
    return decorate(run)


def _take(request: HttpRequest, publication: Publication, action: Action) -> bool:
    """One item; a refusal becomes a message and stops none of the others."""
    assert request.user.is_authenticated  # noqa: S101 - the admin lets nobody else in
    title = publication.title
    try:
        workflow.transition(publication, action, user=request.user)
    except TransitionRefused as refusal:
        for reason in refusal.messages:
            messages.error(
                request, _("“%(title)s”: %(reason)s") % {"title": title, "reason": reason}
            )
        return False
    except PermissionDenied:
        messages.error(request, _("“%(title)s”: you may not do this.") % {"title": title})
        return False
    return True


BULK_ACTIONS = [_bulk(action, permission) for action, permission in BULK.items()]
