"""The history of a publication: what changed, who did it, the difference, and the way back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from publications import content, differences, history
from publications.admin import conflict
from publications.differences import Difference
from publications.models import Publication, Revision

PER_PAGE = 50
_FOLDER = "admin/publications/publication"


@dataclass(frozen=True)
class Line:
    """A revision and the fields it changed, against the one before it."""

    revision: Revision
    fields: list[str]

    @property
    def previous(self) -> int:
        return self.revision.number - 1


class HistoryPages(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        view = require_http_methods(["GET", "HEAD", "POST"])(self.restore_view)
        return [
            path(
                "<int:pk>/history/<int:number>/restore/",
                self.admin_site.admin_view(view),
                name="publications_publication_restore",
            ),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Every revision, newest first; with ``?from=&to=`` the difference between two of them."""
        publication = self._looked_at(request, unquote(object_id))
        revisions = publication.revisions.select_related("user")
        page = Paginator(revisions, PER_PAGE).get_page(request.GET.get("p"))
        context = {
            **self._frame(request, publication),
            "title": _("History"),
            "page": page,
            "lines": _lines(publication, list(page.object_list)),
            "choices": publication.revisions.values_list("number", "at", "kind"),
            "comparison": _comparison(publication, request.GET),
            "may_restore": self.has_change_permission(request, publication),
            "transitions": {"log": publication.transitions.select_related("user")},
            **(extra_context or {}),
        }
        return TemplateResponse(request, f"{_FOLDER}/history.html", context)

    def restore_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Asks first, showing what would change."""
        publication = self._looked_at(request, str(pk))
        if not self.has_change_permission(request, publication):
            raise PermissionDenied
        revision = get_object_or_404(publication.revisions, number=number)
        if request.method == "POST" and self._restore(request, publication, revision):
            history_page = reverse("admin:publications_publication_history", args=[pk])
            return HttpResponseRedirect(history_page)
        now = content.read(publication)
        wanted = history.restorable(publication, revision, now)
        context = {
            **self._frame(request, publication),
            "title": _("Restore revision %(number)d") % {"number": number},
            "revision": revision,
            "differences": differences.between(now, wanted),
            "base_version": Publication.objects.get(pk=pk).version,
        }
        return TemplateResponse(request, f"{_FOLDER}/restore.html", context)

    def _restore(self, request: HttpRequest, publication: Publication, revision: Revision) -> bool:
        try:
            made = _restore_over(
                publication,
                revision,
                cast(User, request.user),
                conflict.base_version(request.POST),
            )
        except ValidationError as refusal:
            for reason in _reasons(refusal):
                messages.error(request, reason)
            return False
        facts = {"number": revision.number, "new": made.number}
        messages.success(
            request, _("Revision %(number)d is restored, as revision %(new)d.") % facts
        )
        return True

    def _looked_at(self, request: HttpRequest, pk: str) -> Publication:
        publication: Publication | None = self.get_object(request, pk)
        if publication is None:
            raise Http404
        if not self.has_view_or_change_permission(request, publication):
            raise PermissionDenied
        return publication

    def _frame(self, request: HttpRequest, publication: Publication) -> dict[str, Any]:
        request.current_app = self.admin_site.name
        return {
            **self.admin_site.each_context(request),
            "subtitle": str(publication),
            "opts": self.opts,
            "original": publication,
        }


@transaction.atomic
def _restore_over(
    publication: Publication, revision: Revision, user: User, based_on: int
) -> Revision:
    """Nothing is restored over a text that its restorer has not seen."""
    locked = Publication.objects.select_for_update().get(pk=publication.pk)
    if not history.is_current(locked, based_on):
        raise ValidationError(
            _("Nothing was restored: it was changed after you opened this page. Look again.")
        )
    return history.restore(publication, revision, user=user)


def _reasons(refusal: ValidationError) -> list[str]:
    """Each reason with the field it is about."""
    if not hasattr(refusal, "error_dict"):
        return refusal.messages
    return [
        message if field == NON_FIELD_ERRORS else f"{_label(field)}: {message}"
        for field, found in refusal.message_dict.items()
        for message in found
    ]


def _label(field: str) -> str:
    try:
        return content.field_label(field).capitalize()
    except LookupError:
        return field


def _lines(publication: Publication, revisions: list[Revision]) -> list[Line]:
    """The page's revisions; the last of them is compared with one that is not on it."""
    if not revisions:
        return []
    before = history.content_at(publication, revisions[-1].number - 1)
    contents = [*(each.content for each in revisions), before]
    return [
        Line(revision, _labels(contents[index + 1], revision.content))
        for index, revision in enumerate(revisions)
    ]


def _labels(before: content.Content, after: content.Content) -> list[str]:
    # The first revision changed nothing: it is what was found.
    fields: Iterable[str] = content.changed(before, after) if before else []
    return [content.field_label(field) for field in fields]


def _comparison(publication: Publication, asked: Any) -> dict[str, Any] | None:
    """The difference between the two revisions that were asked for; of none, if one is unknown."""
    found = {
        each.number: each
        for each in publication.revisions.filter(
            number__in=[int(number) for number in _numbers(asked)]
        ).select_related("user")
    }
    chosen = [found.get(int(number)) for number in _numbers(asked)]
    if len(chosen) != 2 or None in chosen:
        return None
    before, after = cast(list[Revision], chosen)
    changes: list[Difference] = differences.between(before.content, after.content)
    return {
        "before": before,
        "after": after,
        "revisions": [before, after],
        "differences": changes,
    }


def _numbers(asked: Any) -> list[str]:
    # Longer ones are no revision, and no database takes them.
    given = [asked.get("from", ""), asked.get("to", "")]
    return [number for number in given if number.isdecimal() and len(number) < 9]
