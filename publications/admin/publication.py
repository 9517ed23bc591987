"""The publications' list and form."""

import uuid
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ifri.editing.keeping import KeepsUploads
from publications import bylines, documents
from publications.admin import exporting, files, looking, transitions
from publications.admin.actions import BULK_ACTIONS
from publications.admin.document_facts import facts
from publications.admin.filters import MissingFilter, StatusFilter, YearFilter
from publications.admin.forms import PublicationForm
from publications.admin.inlines import (
    AuthorshipInline,
    DocumentInline,
    PublicationCenterInline,
    RelatedPickInline,
)
from publications.enums import DocumentKind, Status
from publications.models import Authorship, Document, Publication

# Readers see these, or know that they were there: only who may publish may change them.
IN_PUBLIC = {Status.PUBLISHED, Status.WITHDRAWN}


@admin.register(Publication)
class PublicationAdmin(exporting.Exports, looking.Looking, KeepsUploads):
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
                    "lead",
                    "summary",
                    "key_takeaways",
                    "teaser",
                ]
            },
        ),
        (_("Classification"), {"fields": [("type", "series", "number"), "tags"]}),
        (_("Full text"), {"fields": ["full_text_file", "full_text_stored"]}),
        (_("Access"), {"fields": ["access"]}),
        (_("Cover"), {"fields": ["cover", "cover_preview", "cover_alt", "cover_credit"]}),
        (_("Identifiers"), {"fields": [("doi", "isbn"), ("licence", "pages")]}),
    ]
    readonly_fields = ["full_text_stored", "cover_preview"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["type", "series"]
    inlines = [AuthorshipInline, PublicationCenterInline, RelatedPickInline, DocumentInline]
    save_on_top = False

    list_display = [
        "title",
        "status_label",
        "in_language",
        "type",
        "in_series",
        "in_centers",
        "published_at",
        "modified_at",
    ]
    list_filter = [
        StatusFilter,
        MissingFilter,
        "centers",
        "type",
        "series",
        "language",
        "access",
        YearFilter,
    ]
    list_select_related = ["type", "series"]
    list_per_page = 50
    show_full_result_count = False
    date_hierarchy = "published_at"
    ordering = ["-pk"]
    search_fields = ["title", "slug", "doi"]
    search_help_text = _("Title, address, DOI or an author’s name")
    actions = [*BULK_ACTIONS, *exporting.ACTIONS]

    # --- who may ----------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Publication | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        if obj is None or obj.status not in IN_PUBLIC:
            return allowed
        return allowed and self.has_publish_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Publication | None = None) -> bool:
        """What readers or reviewers have seen is withdrawn or sent back, not deleted."""
        is_draft = obj is None or obj.status == Status.DRAFT
        return is_draft and super().has_delete_permission(request, obj)

    def has_review_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publications.review_publication")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publications.publish_publication")

    # --- the list ---------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Publication]":
        found = super().get_queryset(request)
        if getattr(request.resolver_match, "url_name", "") == "publications_publication_changelist":
            found = found.defer("lead", "summary", "key_takeaways")
            found = found.prefetch_related("center_links__center")
        return found

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Publication]", search_term: str
    ) -> "tuple[QuerySet[Publication], bool]":
        """Every word in the title, the address, the DOI or an author's name; no row twice."""
        for word in search_term.split():
            signed = Authorship.objects.filter(
                Q(author__last_name__icontains=word) | Q(author__first_name__icontains=word)
            )
            own = Q(title__icontains=word) | Q(slug__icontains=word) | Q(doi__icontains=word)
            queryset = queryset.filter(own | Q(pk__in=signed.values("publication")))
        return queryset, False

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Months and days once a year is chosen: finding the years of 100,000 rows takes seconds."""
        changes = super().get_changelist_instance(request)
        if YearFilter.parameter_name not in request.GET:
            changes.date_hierarchy = None
        return changes

    @admin.display(description=_("status"), ordering="status")
    def status_label(self, publication: Publication) -> SafeString:
        label = transitions.status_label(publication)
        return format_html('<span class="status status-{}">{}</span>', publication.status, label)

    @admin.display(description=_("lang."), ordering="language")
    def in_language(self, publication: Publication) -> str:
        return publication.language.upper()

    @admin.display(description=_("series"), ordering="series", empty_value="")
    def in_series(self, publication: Publication) -> str:
        return " ".join(filter(None, [str(publication.series or ""), publication.number]))

    @admin.display(description=_("centers"), empty_value="")
    def in_centers(self, publication: Publication) -> str:
        return ", ".join(
            link.center.acronym or str(link.center) for link in publication.center_links.all()
        )

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

    @admin.display(description=_("stored full text"), empty_value="")
    def full_text_stored(self, publication: Publication) -> SafeString | str:
        document = publication.full_text if publication.pk else None
        return facts(document) if document else gettext("None yet.")

    @admin.display(description=_("as readers see it"), empty_value="")
    def cover_preview(self, publication: Publication) -> SafeString | str:
        if publication._state.adding or publication.cover_image is None:
            return gettext("None yet.")
        address = reverse("admin:publications_publication_cover", args=[publication.pk])
        return format_html(
            '<img class="cover-preview" src="{}" alt="{}">', address, publication.cover_alt
        )

    def save_model(
        self, request: HttpRequest, obj: Publication, form: PublicationForm, change: bool
    ) -> None:
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]
        if "translation_of" in form.changed_data:
            other = form.cleaned_data["translation_of"]
            obj.translation_group = other.translation_group if other else uuid.uuid4()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        publication: Publication = form.instance
        if file := form.cleaned_data.get("full_text_file"):
            document, _made = Document.objects.get_or_create(
                publication=publication,
                kind=DocumentKind.FULL_TEXT,
                defaults={"language": publication.language},
            )
            documents.add_version(document, file, user=request.user)  # type: ignore[arg-type]
        if publication.status in IN_PUBLIC:
            # Who joins a paper that is out signs under today's affiliations, and keeps them.
            bylines.freeze(publication)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        publication = context["original"]
        if publication is not None:
            context["transitions"] = transitions.panel(request, publication)
            context["status_label"] = transitions.status_label(publication)
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
