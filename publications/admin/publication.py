"""The publications' list and form."""

import uuid
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from publications import documents, editing, states
from publications.admin import (
    checks_panel,
    comments,
    deleting,
    desk_list,
    exporting,
    files,
    history_pages,
    looking,
    pending_changes,
    presence_pages,
    press,
    preview_pages,
    related_panel,
    replacing,
    saving,
    shown,
    transitions,
    translations,
)
from publications.admin.corrections import CorrectionInline
from publications.admin.forms import PublicationForm
from publications.admin.inlines import (
    AuthorshipInline,
    DocumentInline,
    PublicationCenterInline,
)
from publications.admin.related_rows import RelatedBanInline, RelatedPickInline, RelatedRows
from publications.admin.too_late import GivesBack
from publications.models import Publication


@admin.register(Publication)
class PublicationAdmin(
    exporting.Exports,
    desk_list.DeskList,
    deleting.DeletesDrafts,
    looking.Looking,
    shown.Shown,
    preview_pages.PreviewPages,
    press.PressLinks,
    pending_changes.PendingChanges,
    translations.Translations,
    comments.Comments,
    history_pages.HistoryPages,
    presence_pages.PresencePages,
    RelatedRows,
    GivesBack,
):
    form = PublicationForm
    change_form_template = "admin/publications/publication/change_form.html"
    change_list_template = "admin/publications/publication/change_list.html"

    fieldsets = [
        (
            _("Text"),
            {
                "fields": [
                    ("language", "translation_of"),
                    "title",
                    "subtitle",
                    "slug",
                    "public_address",
                    "lead",
                    "summary",
                    "key_takeaways",
                    "teaser",
                    "disclosure",
                ]
            },
        ),
        (_("Classification"), {"fields": [("type", "series", "number"), "tags"]}),
        (
            _("Full text"),
            {
                "fields": [
                    "full_text_file",
                    "full_text_reason",
                    "full_text_stored",
                    "offered_versions",
                ]
            },
        ),
        (_("Access"), {"fields": ["access", ("open_after_days", "member_group")]}),
        (
            _("Cover"),
            {"fields": ["cover", "cover_preview", "cover_focus", "cover_alt", "cover_credit"]},
        ),
        (_("Identifiers"), {"fields": [("doi", "isbn"), ("licence", "pages")]}),
    ]
    readonly_fields = ["full_text_stored", "cover_preview", "public_address"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["type", "series"]
    inlines = [
        AuthorshipInline,
        PublicationCenterInline,
        RelatedPickInline,
        RelatedBanInline,
        DocumentInline,
        CorrectionInline,
    ]
    save_on_top = False

    # --- who may ----------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Publication | None = None) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        return editing.may_edit(request.user, obj)

    def has_review_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publications.review_publication")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publications.publish_publication")

    # --- the form ---------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Publication | None = None) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        return looking.fieldsets(self.fieldsets)

    def get_readonly_fields(self, request: HttpRequest, obj: Publication | None = None) -> Any:
        return [*super().get_readonly_fields(request, obj), *looking.AS_READ.values()]

    def view_on_site(self, obj: Publication) -> str | None:
        """No link to a page that answers as if it did not exist."""
        return obj.canonical_path() if obj.is_public else None

    def save_model(
        self, request: HttpRequest, obj: Publication, form: PublicationForm, change: bool
    ) -> None:
        if change:
            form.before = editing.begin_save(obj)
        else:
            obj.created_by = request.user  # type: ignore[assignment]
        if "translation_of" in form.changed_data:
            other = form.cleaned_data["translation_of"]
            obj.translation_group = other.translation_group if other else uuid.uuid4()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if file := form.cleaned_data.get("full_text_file"):
            documents.add_full_text(
                form.instance,
                file,
                user=cast(User, request.user),
                reason=form.cleaned_data["full_text_reason"],
            )
        if "offered_versions" in form.changed_data:
            documents.offer(form.instance, replacing.offered_changes(form))
        saving.finish(request, form)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        publication = context["original"]
        if publication is not None:
            context["transitions"] = transitions.panel(request, publication)
            context["status_label"] = transitions.status_label(publication)
            context["state"] = states.state(publication)
            context["checks"] = checks_panel.panel(publication)
            context["related"] = related_panel.panel(publication)
        return super().render_change_form(request, context, *args, **kwargs)

    # --- further views ----------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/transition/",
                wrap(require_POST(self.transition_view)),
                name="publications_publication_transition",
            ),
            path("<int:pk>/cover/", wrap(files.cover), name="publications_publication_cover"),
            path(
                "versions/<int:pk>/",
                wrap(files.version_file),
                name="publications_version_file",
            ),
            *super().get_urls(),
        ]

    def transition_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        publication = self.get_object(request, str(pk))
        if publication is None:
            raise Http404
        if not self.has_view_permission(request, publication):
            raise PermissionDenied
        transitions.take(request, publication)
        return HttpResponseRedirect(reverse("admin:publications_publication_change", args=[pk]))
