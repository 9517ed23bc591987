"""A form that can no longer be saved by whoever has it open gives back what was typed.

Somebody published the text meanwhile, or deleted it: nothing is stored, and nothing is thrown away.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, cast

from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.db import models
from django.forms.formsets import all_valid
from django.http import HttpRequest
from django.template.response import TemplateResponse

from publications import content, differences, history, pending
from publications.admin import conflict, typed_content
from publications.admin.concurrent import ConcurrentEdits
from publications.content import Content
from publications.differences import Difference
from publications.models import Publication


def _typed_in() -> Iterator[str]:
    """The fields of the content that are written, not chosen."""
    for name in content.SCALARS:
        field = Publication._meta.get_field(name.removesuffix("_id"))
        is_chosen = field.is_relation or bool(getattr(field, "choices", None))
        if not is_chosen and not isinstance(field, models.FileField):
            yield name


# It can be shown even where there is nothing left to compare it with.
_WORDS = tuple(_typed_in())


class GivesBack(ConcurrentEdits):
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if request.method == "POST" and object_id is not None:
            publication: Publication | None = self.get_object(request, unquote(object_id))
            if publication is None and self.has_change_permission(request):
                return self._give_back(request, None, _typed_words(request.POST))
            if publication is not None and self._came_too_late(request, publication):
                return self._give_back(request, publication, self._typed(request, publication))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _came_too_late(self, request: HttpRequest, publication: Publication) -> bool:
        """Whether the form was opened by somebody who could save it then, and cannot now."""
        if self.has_change_permission(request, publication):
            return False
        may_write = self.has_change_permission(request)
        return may_write and not history.is_current(
            publication, conflict.base_version(request.POST)
        )

    def _typed(self, request: HttpRequest, publication: Publication) -> list[Difference]:
        """What was typed, against what is stored now."""
        stored = content.read(publication)
        self._fit(request, publication)
        # The form as it was: of somebody who may change the text.
        form = self.get_form(request, publication, change=False)(
            request.POST, request.FILES, instance=Publication.objects.get(pk=publication.pk)
        )
        formsets, _inlines = self._create_formsets(  # type: ignore[attr-defined]
            request, form.instance, change=True
        )
        if not (all_valid(formsets) and form.is_valid()):
            return _typed_words(request.POST, stored)
        mine = typed_content.read(form, {each.prefix: each for each in formsets}, stored)
        return differences.between(stored, mine)

    def _give_back(
        self, request: HttpRequest, publication: Publication | None, typed: list[Difference]
    ) -> TemplateResponse:
        based_on = conflict.base_version(request.POST)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": publication,
            "subtitle": str(publication) if publication else None,
            "since": history.newer_than(publication, based_on) if publication else [],
            "may_start": bool(publication)
            and pending.may_start(cast(User, request.user), cast(Publication, publication)),
            "typed": typed,
        }
        return TemplateResponse(
            request,
            "admin/publications/publication/too_late.html",
            context,
            status=HTTPStatus.FORBIDDEN if publication else HTTPStatus.NOT_FOUND,
        )


def _typed_words(post: Any, stored: Content | None = None) -> list[Difference]:
    """The fields of words as they were sent, where they say something that is not stored."""
    before = {name: str((stored or {}).get(name) or "") for name in _WORDS}
    typed = {name: post.get(name, "").strip() for name in _WORDS}
    return [
        Difference(name, content.field_label(name), before[name], words)
        for name, words in typed.items()
        if words and words != before[name]
    ]
