"""Who asked for a full text. Personal data: looked at with the permission to, never changed."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ifri.log_lines import without_addresses
from publications.admin.looked_at import LookedAt
from publications.exports import download_requests
from publications.gate import grants
from publications.models import (
    DownloadRequest,
    Grant,
    NewsletterSubscription,
    PersonalDataLog,
)


class WithAddresses(LookedAt):
    """Exported with a permission of its own, and never without leaving a line in the log."""

    export: Callable[["QuerySet[Any]"], Iterator[bytes]]
    actions = ["export_csv"]

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publications.export_downloadrequest")

    @admin.action(description=_("Export selected as CSV"), permissions=["export"])
    def export_csv(self, request: HttpRequest, queryset: "QuerySet[Any]") -> StreamingHttpResponse:
        name = self.model._meta.model_name
        PersonalDataLog.objects.create(
            kind=PersonalDataLog.Kind.EXPORTED,
            user_id=request.user.pk,
            rows=queryset.count(),
            note=f"{name} {self._filters(request)}".strip()[:300],
        )
        return StreamingHttpResponse(
            type(self).export(queryset),
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{name}-{timezone.localdate()}.csv"',
                "Cache-Control": "no-store, private",
            },
        )

    def _filters(self, request: HttpRequest) -> str:
        """Those of the page's side are told whole, of any other only that there was one.

        What somebody searched for, or wrote into the page's address, may be a reader's address.
        """
        known = {str(each[0] if isinstance(each, tuple) else each) for each in self.list_filter}
        known |= {str(self.date_hierarchy)}
        said = [
            without_addresses(f"{name}={value}")
            for name, value in sorted(request.GET.items())
            if name.partition("__")[0] in known
        ]
        others = {name for name, value in request.GET.items() if value} - {"p", "o", "all"}
        hidden = any(name.partition("__")[0] not in known for name in others)
        return ", ".join([*said, *(["a search"] if hidden else [])])


@admin.register(DownloadRequest)
class DownloadRequestAdmin(WithAddresses):
    list_display = [
        "created_at",
        "publication",
        "passage",
        "email",
        "user",
        "organisation",
        "sector",
        "language",
    ]
    list_filter = ["passage", "sector", "wants_newsletter", "language"]
    list_select_related = ["publication", "user"]
    date_hierarchy = "created_at"
    search_fields = ["email", "organisation", "publication__title"]
    show_full_result_count = False
    export = staticmethod(download_requests.requests)


@admin.register(NewsletterSubscription)
class NewsletterSubscriptionAdmin(WithAddresses):
    """The export is the newsletter's list: those who confirmed."""

    fields = ["email", "language", "notice_version", "created_at", "confirmed_at"]
    list_display = ["email", "language", "created_at", "confirmed_at"]
    list_filter = ["language", ("confirmed_at", admin.EmptyFieldListFilter)]
    search_fields = ["email"]
    show_full_result_count = False
    export = staticmethod(download_requests.subscriptions)


@admin.register(PersonalDataLog)
class PersonalDataLogAdmin(LookedAt):
    list_display = ["at", "kind", "rows", "user", "note"]
    list_filter = ["kind"]
    list_select_related = ["user"]
    date_hierarchy = "at"


@admin.register(Grant)
class GrantAdmin(LookedAt):
    fields = ["document", "created_at", "expires_at", "revoked_at"]
    list_display = ["created_at", "document_of", "expires_at", "revoked_at"]
    list_select_related = ["document__publication", "request__user"]
    date_hierarchy = "created_at"
    show_full_result_count = False
    actions = ["revoke"]

    def get_list_display(self, request: HttpRequest) -> Any:
        """To whom a link was given is seen by those who may see who asked."""
        return [*self.list_display, *(["given_to"] if _sees_readers(request) else [])]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        title = "document__publication__title"
        return [title, *(["request__email"] if _sees_readers(request) else [])]

    @admin.display(description=_("document"))
    def document_of(self, grant: Grant) -> str:
        return f"{grant.document.publication} – {grant.document}"

    @admin.display(description=_("given to"))
    def given_to(self, grant: Grant) -> str:
        asked = grant.request
        return asked.email or (str(asked.user) if asked.user else asked.get_passage_display())

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publications.change_grant")

    @admin.action(description=_("Revoke the selected links"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: "QuerySet[Grant]") -> None:
        chosen = list(queryset.filter(revoked_at=None))
        grants.revoke(chosen)
        sentence = ngettext("%d link revoked.", "%d links revoked.", len(chosen))
        messages.success(request, sentence % len(chosen))


def _sees_readers(request: HttpRequest) -> bool:
    return request.user.has_perm("publications.view_downloadrequest")
