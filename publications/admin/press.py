"""Press access to one publication: who has a link, what was opened, a new link, no link any more."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from publications import press
from publications.admin.looked_at import LookedAt
from publications.models import PressLink, Publication


class PressForm(forms.ModelForm):
    expires_at = forms.DateTimeField(
        label=gettext_lazy("Valid until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )

    class Meta:
        model = PressLink
        fields = ["name", "outlet", "email", "expires_at"]


class PressLinks(admin.ModelAdmin):
    """A page below a publication's form, for those who may give press access."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/press/", wrap(self.press_view), name="publications_publication_press"),
            path(
                "<int:pk>/press/<int:link>/revoke/",
                wrap(require_POST(self.revoke_press_view)),
                name="publications_publication_press_revoke",
            ),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        publication = context.get("original")
        if publication is not None and request.user.has_perm(press.PERMISSION):
            address = reverse("admin:publications_publication_press", args=[publication.pk])
            context["press_address"] = address
        return super().render_change_form(request, context, *args, **kwargs)

    def press_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        publication = self._publication(request, pk)
        form = PressForm(request.POST or None)
        new_address, new_link = "", None
        if request.method == "POST" and form.is_valid():
            try:
                new_link, token = press.give(
                    publication,
                    user=request.user,  # type: ignore[arg-type]
                    **form.cleaned_data,
                )
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                new_address, form = _address(publication, token), PressForm()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Press access"),
            "opts": self.opts,
            "original": publication,
            "form": form,
            "links": _links(publication),
            "new_address": new_address,
            "new_link": new_link,
            "may_give": press.is_under_embargo(publication),
            "embargo": press.embargo(publication),
            "now": timezone.now(),
            "timezone": settings.TIME_ZONE,
        }
        template = "admin/publications/publication/press.html"
        return TemplateResponse(request, template, context)

    def revoke_press_view(self, request: HttpRequest, pk: int, link: int) -> HttpResponse:
        publication = self._publication(request, pk)
        found = get_object_or_404(publication.press_links, pk=link)
        press.revoke(found)
        messages.success(request, _("The link of %(name)s is revoked.") % {"name": found.name})
        return HttpResponseRedirect(reverse("admin:publications_publication_press", args=[pk]))

    def _publication(self, request: HttpRequest, pk: int) -> Publication:
        publication: Publication | None = self.get_object(request, str(pk))
        if publication is None:
            raise Http404
        if not self.has_view_permission(request, publication) or not request.user.has_perm(
            press.PERMISSION
        ):
            raise PermissionDenied
        return publication


def _address(publication: Publication, token: str) -> str:
    with translation.override(publication.language):
        return f"{settings.SITE_URL}{reverse('press', args=[token])}"


def _links(publication: Publication) -> Any:
    opened = {
        "page_count": Count("openings", filter=Q(openings__what="page")),
        "paper_count": Count("openings", filter=Q(openings__what="paper")),
        "last_opened": Max("openings__at"),
    }
    return publication.press_links.select_related("created_by").annotate(**opened)


@admin.register(PressLink)
class PressLinkAdmin(LookedAt):
    """Every link of every paper, to be looked at."""

    list_display = ["name", "outlet", "publication", "created_at", "expires_at", "revoked_at"]
    list_select_related = ["publication"]
    search_fields = ["name", "outlet", "email", "publication__title"]
    fields = [
        "name",
        "outlet",
        "publication",
        "created_at",
        "expires_at",
        "revoked_at",
        "email",
        "created_by",
        "opened",
    ]
    readonly_fields = ["opened"]
    date_hierarchy = "created_at"

    @admin.display(description=gettext_lazy("opened"))
    def opened(self, link: PressLink) -> str:
        openings = link.openings.all()[:200]
        return "\n".join(
            f"{timezone.localtime(each.at):%Y-%m-%d %H:%M} {each.get_what_display()}"
            for each in openings
        )
