"""“Make one of these”: an action with a page on which to choose the one that stays."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from publications import merge_entries

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# More are merged in several steps: nobody looks through a longer page.
MOST = 30


class MergesRows(admin.ModelAdmin):
    """The subclass says how (``merge_rows``) and by which relation publications are counted.

    ``rival_texts`` are the fields of which only one entry's text stays.
    """

    works_relation: str
    # What becomes of the names and texts of those that go.
    what_is_taken: "StrOrPromise"
    # What ``facts`` reads of each row, fetched once for all.
    facts_relations: tuple[str, ...] = ()
    rival_texts: tuple[str, ...] = ()
    actions = ["merge_selected"]

    def merge_rows(self, into: Any, others: list[Any]) -> int:
        raise NotImplementedError

    def facts(self, row: Any) -> Iterable[str]:
        """What tells entries of one name apart, besides the number of publications."""
        return ()

    def came_from(self, request: HttpRequest) -> str:
        """The page to go back to when it is done, or not done."""
        return request.get_full_path()

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Merging takes entries away: it is for those who may delete, or publish."""
        return self.has_delete_permission(request) or (
            self.has_change_permission(request)
            and request.user.has_perm("publications.publish_publication")
        )

    @admin.action(description=gettext_lazy("Make one of these"), permissions=["merge"])
    def merge_selected(self, request: HttpRequest, queryset: "QuerySet[Any]") -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        keys = list(queryset.values_list("pk", flat=True)[: MOST + 1])
        if not 2 <= len(keys) <= MOST:
            messages.error(request, _("Choose from 2 to %(most)d entries.") % {"most": MOST})
            return redirect(self.came_from(request))
        # The one with the most publications first: it is likely the one that stays.
        rows = sorted(self.with_facts(keys), key=lambda row: (-row.works, row.pk))
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
        return redirect(self.came_from(request))

    def with_facts(self, keys: Iterable[Any]) -> list[Any]:
        """Those entries, each with its ``works`` and ``told``: in a constant number of queries."""
        found = self.model._default_manager.filter(pk__in=keys)
        counted = found.annotate(works=Count(self.works_relation, distinct=True))
        rows = list(counted.prefetch_related(*self.facts_relations))
        for row in rows:
            row.told = list(filter(None, self.facts(row)))
        return rows

    def _ask(self, request: HttpRequest, rows: list[Any]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Make one of these"),
            "opts": self.opts,
            "rows": rows,
            "what_is_taken": self.what_is_taken,
            "rivals": merge_entries.rivals(rows, self.rival_texts),
            "action": "merge_selected",
            "posted_to": request.get_full_path(),
            "came_from": self.came_from(request),
            "from": request.POST.get("from", ""),
        }
        return render(request, "admin/merge_rows.html", context)
