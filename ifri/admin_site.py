from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from ifri.editing.policy import admin_policy

ViewType = TypeVar("ViewType", bound=Callable[..., HttpResponseBase])

# Django's French titles say “de” before any noun: “Modification de auteur”. Extracted from here, ours
# come before them.
TITLES = [
    gettext_noop("Add %s"),
    gettext_noop("Change %s"),
    gettext_noop("View %s"),
    gettext_noop("Select %s to change"),
    gettext_noop("Select %s to view"),
]


class Autocomplete(AutocompleteJsonView):
    """What is found, in the words of its own admin (``autocomplete_text``) where that has some."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        said = getattr(self.model_admin, "autocomplete_text", str)
        return super().serialize_result(obj, to_field_name) | {"text": said(obj)}


# More letters than anybody looks for; a database gives up on a hundred thousand.
LONGEST_WORDS = 1_000


def _refuse_endless_words(request: HttpRequest) -> None:
    """In the lists, in what completes a name, and in what suggests a tag."""
    if any(len(request.GET.get(name, "")) > LONGEST_WORDS for name in ("q", "term")):
        raise BadRequest("More words than anybody looks for.")


class EditorialSite(admin.AdminSite):
    """The editors' house: the stock admin under the institute's name."""

    site_header = settings.INSTITUTE_NAME
    site_title = settings.INSTITUTE_NAME
    index_title = _("Editorial desk")
    # The desk leads everywhere; beside a list or a form the columns need the room.
    enable_nav_sidebar = False

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast("HttpResponse", Autocomplete.as_view(admin_site=self)(request))

    def admin_view(self, view: ViewType, cacheable: bool = False) -> ViewType:
        """Every page behind the login also names the editor's import map in its policy."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def under_policy(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            _refuse_endless_words(request)
            response: HttpResponseBase = csp_update(admin_policy())(guarded)(
                request, *args, **kwargs
            )
            return response

        return cast("ViewType", under_policy)
