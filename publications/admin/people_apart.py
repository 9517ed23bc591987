"""“These are different people”: said once of authors with like names, and taken back."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from authors.duplicates import tell_apart
from authors.models import ToldApart
from ifri.asked_number import asked_number
from publications.admin.merging_rows import MOST

PAGE = "admin:authors_author_duplicates"
# The newest of them can be taken back on the page.
MOST_SHOWN = 50


class TellsApart(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        views = {"apart": self.apart_view, "again": self.again_view}
        return [
            path(
                f"duplicates/{name}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"authors_author_{name}",
            )
            for name, view in views.items()
        ] + super().get_urls()

    def apart_view(self, request: HttpRequest) -> HttpResponse:
        keys = self._ticked(request)
        authors = tell_apart(keys) if len(keys) <= MOST else []
        if len(authors) < 2:
            messages.error(request, _("Choose from 2 to %(most)d entries.") % {"most": MOST})
            return redirect(PAGE)
        said = _("Different people: %(names)s.") % {"names": ", ".join(map(str, authors))}
        for author in authors:
            self.log_change(request, author, said)
        messages.success(request, said)
        return redirect(PAGE)

    def again_view(self, request: HttpRequest) -> HttpResponse:
        """They may be one after all."""
        told = ToldApart.objects.select_related("one", "other")
        for pair in told.filter(pk__in=self._ticked(request)):
            self.log_change(request, pair.one, _("May be one person: %(pair)s.") % {"pair": pair})
            pair.delete()
        return redirect(PAGE)

    def told_apart(self) -> list[ToldApart]:
        return list(ToldApart.objects.select_related("one", "other")[:MOST_SHOWN])

    def _ticked(self, request: HttpRequest) -> list[int]:
        if not self.has_change_permission(request):
            raise PermissionDenied
        sent = map(asked_number, request.POST.getlist("_selected_action"))
        return [number for number in sent if number is not None]
