"""Previews for the team, and the links by which guests see one."""

import datetime
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from authors.models import Author
from publications import images, previews
from publications.models import Document, Publication
from publications.views.previews import Banner, show

_LINKS = "admin:publications_publication_preview_links"


class NewLinkForm(forms.Form):
    recipient = forms.CharField(
        label=gettext_lazy("For"),
        max_length=150,
        help_text=gettext_lazy("Name of the person. It is shown on the preview."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days"),
        min_value=1,
        max_value=previews.LONGEST_LIFETIME.days,
        initial=previews.DEFAULT_LIFETIME.days,
        help_text=gettext_lazy("How long the link opens the preview."),
    )


class _Team:
    """Pictures and documents by the admin's own addresses, which answer in every state."""

    def cover(self, publication: Publication) -> str:
        return reverse("admin:publications_publication_cover", args=[publication.pk])

    def portrait(self, author: Author) -> str:
        return images.portrait_url(author)

    def document(self, document: Document) -> str:
        return reverse("admin:publications_version_file", args=[document.current_id])


class PreviewPages(admin.ModelAdmin):
    """Two pages beside the form: the preview, and its links for people without an account."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        name = "publications_publication_preview"
        return [
            path("<int:pk>/preview/", wrap(require_safe(self.preview_view)), name=name),
            path(
                "<int:pk>/preview-links/",
                wrap(require_http_methods(["GET", "HEAD", "POST"])(self.preview_links_view)),
                name=f"{name}_links",
            ),
            path(
                "<int:pk>/preview-links/<int:link>/revoke/",
                wrap(require_POST(self.revoke_preview_link_view)),
                name=f"{name}_revoke",
            ),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_share_preview"] = self.has_change_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """In the publication's own language, as its canonical page; the switcher shows the other."""
        publication = self._previewed(request, pk)
        asked = request.GET.get("language", "")
        language = asked if asked in dict(settings.LANGUAGES) else publication.language
        # The ways back speak the desk's language, the page the readers'.
        banner = Banner(publication, ways=self._ways_from(request, publication))
        with translation.override(language):
            addresses = {code: f"?language={code}" for code, _name in settings.LANGUAGES}
            return show(request, publication, _Team(), banner, addresses)

    def preview_links_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The list and the form; a new link is shown in the answer that made it, and never again."""
        publication = self._shared(request, pk)
        form, made = NewLinkForm(), {}
        if request.method == "POST":
            form = NewLinkForm(request.POST)
            if form.is_valid():
                made = _make(publication, cast(User, request.user), **form.cleaned_data)
                form = NewLinkForm()
        links = publication.preview_links.select_related("created_by").annotate(
            opened=Count("openings"), last_opened=Max("openings__at")
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("Preview links"),
            "subtitle": str(publication),
            "opts": self.opts,
            "original": publication,
            "form": form,
            "links": links,
            "made": made,
            "now": timezone.now(),
            "timezone": timezone.get_current_timezone_name(),
        }
        template = "admin/publications/publication/preview_links.html"
        return TemplateResponse(request, template, context)

    def revoke_preview_link_view(self, request: HttpRequest, pk: int, link: int) -> HttpResponse:
        publication = self._shared(request, pk)
        found = get_object_or_404(publication.preview_links, pk=link)
        previews.revoke(found)
        messages.success(
            request, _("The link for %(name)s opens nothing any more.") % {"name": found.recipient}
        )
        return HttpResponseRedirect(reverse(_LINKS, args=[pk]))

    def _previewed(self, request: HttpRequest, pk: int) -> Publication:
        if not self.has_view_permission(request):
            raise PermissionDenied
        visible = Publication.objects.visible_to(request.user)
        return get_object_or_404(visible.select_related("type", "series", "pending_for"), pk=pk)

    def _shared(self, request: HttpRequest, pk: int) -> Publication:
        """Whoever may write may show it to others."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        return self._previewed(request, pk)

    def _ways_from(self, request: HttpRequest, publication: Publication) -> list[tuple[str, str]]:
        form = reverse("admin:publications_publication_change", args=[publication.pk])
        ways = [(_("Back to the form"), form)]
        if self.has_change_permission(request):
            ways.append((_("Preview links"), reverse(_LINKS, args=[publication.pk])))
        if publication.is_public:
            ways.append((_("The public page"), publication.canonical_path()))
        return ways


def _make(publication: Publication, user: User, *, recipient: str, days: int) -> dict[str, Any]:
    """A new link and its whole address."""
    link, token = previews.make(
        publication,
        recipient=recipient,
        user=user,
        expires_at=timezone.now() + datetime.timedelta(days=days),
    )
    with translation.override(publication.language):
        address = f"{settings.SITE_URL}{reverse('preview', args=[token])}"
    return {"link": link, "address": address}
