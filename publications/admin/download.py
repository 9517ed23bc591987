"""Who asked for a full text. Personal data: looked at with the permission to, never changed."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from publications.admin.looked_at import LookedAt
from publications.gate import grants
from publications.models import DownloadRequest, Grant


@admin.register(DownloadRequest)
class DownloadRequestAdmin(LookedAt):
    list_display = ["created_at", "publication", "email", "user", "wants_newsletter", "language"]
    list_filter = ["wants_newsletter", "language"]
    list_select_related = ["publication", "user"]
    date_hierarchy = "created_at"
    search_fields = ["email", "publication__title"]
    show_full_result_count = False


@admin.register(Grant)
class GrantAdmin(LookedAt):
    fields = ["request", "document", "created_at", "expires_at", "revoked_at"]
    list_display = ["created_at", "document_of", "email", "expires_at", "revoked_at"]
    list_select_related = ["document__publication", "request__user"]
    date_hierarchy = "created_at"
    search_fields = ["request__email", "document__publication__title"]
    show_full_result_count = False
    actions = ["revoke"]

    @admin.display(description=_("document"))
    def document_of(self, grant: Grant) -> str:
        return f"{grant.document.publication} – {grant.document}"

    @admin.display(description=_("given to"))
    def email(self, grant: Grant) -> str:
        return grant.request.email or str(grant.request.user)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publications.change_grant")

    @admin.action(description=_("Revoke the selected links"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: "QuerySet[Grant]") -> None:
        chosen = list(queryset.filter(revoked_at=None))
        grants.revoke(chosen)
        sentence = ngettext("%d link revoked.", "%d links revoked.", len(chosen))
        messages.success(request, sentence % len(chosen))
