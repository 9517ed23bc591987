"""“Make one of these”: an action with a page on which to choose the one that stays."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

# More are merged in several steps: nobody looks through a longer page.
MOST = 30


class MergesRows(admin.ModelAdmin):
    """The subclass says how (``merge_rows``) and by which relation publications are counted."""

    works_relation: str
    actions = ["merge_selected"]

    def merge_rows(self, into: Any, others: list[Any]) -> int:
        raise NotImplementedError

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Merging takes entries away: it is for those who may delete, or publish."""
        return self.has_delete_permission(request) or (
            self.has_change_permission(request)
            and request.user.has_perm("publications.publish_publication")
        )

    @admin.action(description=gettext_lazy("Make one of these"), permissions=["merge"])
    def merge_selected(
        self, request: HttpRequest, queryset: "QuerySet[Any]"
    ) -> HttpResponse | None:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        rows = self._with_works(queryset)
        if not 2 <= len(rows) <= MOST:
            messages.error(request, _("Choose from 2 to %(most)d entries.") % {"most": MOST})
            return None
        chosen = request.POST.get("into", "")
        into = next((row for row in rows if str(row.pk) == chosen), None)
        if into is None:
            return self._ask(request, rows)
        gone = [row for row in rows if row.pk != into.pk]
        names = ", ".join(str(row) for row in gone)
        number = self.merge_rows(into, gone)
        self.log_change(request, into, _("Took in: %(names)s.") % {"names": names})
        said = ngettext(
            "“%(into)s” took in %(names)s, with %(number)d publication.",
            "“%(into)s” took in %(names)s, with %(number)d publications.",
            number,
        )
        messages.success(request, said % {"into": into, "names": names, "number": number})
        return redirect(request.get_full_path())

    def _with_works(self, queryset: "QuerySet[Any]") -> list[Any]:
        """The one with the most publications first: it is likely the one that stays."""
        keys = list(queryset.values_list("pk", flat=True)[: MOST + 1])
        rows = queryset.model._default_manager.filter(pk__in=keys)
        counted = rows.annotate(works=Count(self.works_relation, distinct=True))
        return list(counted.order_by("-works", "pk"))

    def _ask(self, request: HttpRequest, rows: list[Model]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Make one of these"),
            "opts": self.opts,
            "rows": rows,
            "action": "merge_selected",
        }
        return render(request, "admin/merge_rows.html", context)
