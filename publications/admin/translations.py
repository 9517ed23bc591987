"""The other languages of a publication: starting one, and keeping it in step."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ifri.asked_number import asked_number
from publications import content, differences, history, translating
from publications.admin import found
from publications.models import Publication

_NAME = "publications_publication_{}".format


class Translations(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/translate/<slug:language>/",
                wrap(require_POST(self.translate_view)),
                name=_NAME("translate"),
            ),
            path(
                "<int:pk>/translation/",
                wrap(require_safe(self.translation_view)),
                name=_NAME("translation"),
            ),
            path(
                "<int:pk>/translation/in-step/",
                wrap(require_POST(self.in_step_view)),
                name=_NAME("in_step"),
            ),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        publication: Publication | None = context["original"]
        if publication is not None and publication.pending_for_id is None:
            group = Publication.objects.own().filter(
                translation_group=publication.translation_group
            )
            context["versions"] = list(group.exclude(pk=publication.pk).order_by("language"))
            context["is_outdated"] = (
                publication.translated_from_id is not None and translating.is_outdated(publication)
            )
            if self.has_add_permission(request):
                context["languages_to_start"] = translating.missing_languages(publication)
        return super().render_change_form(request, context, *args, **kwargs)

    def translate_view(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        original = found.publication(request, pk)
        if not self.has_add_permission(request):
            raise PermissionDenied
        try:
            draft = translating.start(original, language, user=cast(User, request.user))
        except ValidationError as refusal:
            for reason in refusal.messages:
                messages.error(request, reason)
            return HttpResponseRedirect(found.form(original))
        messages.success(
            request,
            _("This is the new draft. Shared facts were copied; the words are yours to write."),
        )
        return HttpResponseRedirect(found.form(draft))

    def translation_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What changed in the original since this translation was last in step."""
        translation, original = self._pair(request, pk)
        base = history.base_of(original, translation.translated_revision or 0)
        context = {
            **self.admin_site.each_context(request),
            "title": _("What changed in the original"),
            "subtitle": str(translation),
            "opts": self.opts,
            "publication": translation,
            "other": original,
            "differences": differences.between(base, content.read(original)),
            "revisions": history.newer_than(original, translation.translated_revision or 0),
            "newest": original.version,
            "may_mark": self.has_change_permission(request)
            and translating.is_outdated(translation),
        }
        template = "admin/publications/publication/translation.html"
        return TemplateResponse(request, template, context)

    def in_step_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        translation, _original = self._pair(request, pk)
        if not self.has_change_permission(request):
            raise PermissionDenied
        seen = request.POST.get("revision", "")
        translating.mark_in_step(translation, asked_number(seen))
        if translating.is_outdated(translation):
            messages.warning(
                request, _("The original has been changed again since you looked at it.")
            )
        else:
            messages.success(request, _("This translation is in step with its original again."))
        return HttpResponseRedirect(found.form(translation))

    def _pair(self, request: HttpRequest, pk: int) -> tuple[Publication, Publication]:
        translation = found.publication(request, pk)
        if translation.translated_from is None:
            raise Http404
        return translation, translation.translated_from
