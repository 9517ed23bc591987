"""Who else has the form open: said when it opens, and kept up to date while it is."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from publications import history, presence
from publications.admin import conflict
from publications.admin.people import name
from publications.models import Publication


class PresencePages(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "<int:pk>/presence/",
                self.admin_site.admin_view(require_POST(self.presence_view)),
                name="publications_publication_presence",
            ),
            *super().get_urls(),
        ]

    def presence_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The browser says that the form is still open, or that it was left."""
        publication = self.get_object(request, str(pk))
        if publication is None:
            raise Http404
        if not self.has_change_permission(request, publication):
            raise PermissionDenied
        user = cast(User, request.user)
        if "left" in request.POST:
            presence.left(publication, user)
            return HttpResponse(status=204)
        presence.seen(publication, user)
        based_on = conflict.base_version(request.POST)
        return JsonResponse(
            {"others": others(publication, user), "newer": _newer(publication, based_on)}
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        publication = context["original"]
        if publication is not None and self.has_change_permission(request, publication):
            context["is_watched"] = True
            context["others"] = others(publication, cast(User, request.user))
            context["heartbeat"] = int(presence.HEARTBEAT.total_seconds())
        return super().render_change_form(request, context, *args, **kwargs)


def others(publication: Publication, user: User) -> str:
    """“Ada Writer has this form open.”, or nothing."""
    names = [name(each) for each in presence.others(publication, user)]
    if not names:
        return ""
    sentence = ngettext(
        "%(people)s has this form open.", "%(people)s have this form open.", len(names)
    )
    return sentence % {"people": ", ".join(names)}


def _newer(publication: Publication, based_on: int) -> str:
    newer = history.newer_than(publication, based_on)
    if not newer:
        return ""
    people = ", ".join(dict.fromkeys(name(each.user) for each in newer))
    return _(
        "%(people)s has saved a newer version since you opened this form. Reload it, or go on: "
        "your save will be compared with theirs."
    ) % {"people": people}
