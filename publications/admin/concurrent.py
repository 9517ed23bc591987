"""Nothing is silently overwritten: a save from an outdated form is refused and both versions shown.

A save of the form is one transaction that begins with the lock of the publication's row. If the
form was rendered from another revision than the newest, what was posted is first fitted to the rows
stored now, then compared field by field; Django's form processing follows either way, so that the
refused form comes back with everything that was typed.
"""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import ValidationError
from django.forms.formsets import all_valid
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ifri.editing.keeping import KeepsUploads
from ifri.editing.posted import Posted
from publications import content, history
from publications.admin import conflict as conflicts
from publications.admin import typed_content
from publications.admin.conflict import Conflict
from publications.admin.posted import ROWS, take_stored
from publications.enums import DocumentKind
from publications.models import Document, Publication
from publications.search import gathering


class ConcurrentEdits(KeepsUploads):
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        if object_id is None:
            with gathering.together():
                return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with gathering.together():
                met = self._meet_the_others(request, unquote(object_id))
                response = super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refusal:
            # What follows a save refused it; nothing is stored, and the form says why.
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)
        if _refused(request) is not None:
            response.status_code = HTTPStatus.CONFLICT
        elif met is not None and met.taken_over and response.status_code == HTTPStatus.FOUND:
            names = ", ".join(each.label for each in met.taken_over)
            messages.info(request, _("Taken over from others: %(fields)s.") % {"fields": names})
        return response

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.conflict = _refused(request)
        form.refusal = getattr(request, "refusal", None)
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        publication = context["original"]
        if publication is not None:
            context["conflict"] = _refused(request)
            context["base_version"] = (
                conflicts.base_version(request.POST)
                if request.method == "POST"
                else publication.version
            )
        return super().render_change_form(request, context, *args, **kwargs)

    def _meet_the_others(self, request: HttpRequest, pk: str) -> Conflict | None:
        """What others did since the form was opened; None where it is up to date."""
        publication = self.get_object(request, pk)
        if publication is None or not self.has_change_permission(request, publication):
            return None
        publication = Publication.objects.select_for_update().get(pk=publication.pk)
        base = conflicts.base_version(request.POST)
        if history.is_current(publication, base):
            return None
        met = self._compare(request, publication, base)
        if met.is_settled:
            self._take_over(request, publication, met)
        else:
            request.conflict = met  # type: ignore[attr-defined]
        return met

    def _compare(self, request: HttpRequest, publication: Publication, base: int) -> Conflict:
        stored = content.read(publication)
        self._fit(request, publication)
        form = self._form(request, publication, request.POST, request.FILES)
        formsets, _inlines = self._create_formsets(  # type: ignore[attr-defined]
            request, form.instance, change=True
        )
        if not (all_valid(formsets) and form.is_valid()):
            return conflicts.unreadable(publication, base)
        mine = typed_content.read(form, {each.prefix: each for each in formsets}, stored)
        # The form has written into its copy; the comparison reads what is stored.
        publication = Publication.objects.get(pk=publication.pk)
        return conflicts.meet(publication, base, mine, request.POST)

    def _fit(self, request: HttpRequest, publication: Publication) -> None:
        """What was posted, on the rows stored now. A document taken off meanwhile is one again."""
        posted = Posted(request.POST, request.FILES)
        taken_off = Document.objects.filter(
            publication=publication, is_removed=True, pk__in=posted.typed_ids("documents")
        ).exclude(kind=DocumentKind.FULL_TEXT)
        request.revived = set(taken_off.values_list("pk", flat=True))  # type: ignore[attr-defined]
        stored = self._stored_rows(request, publication)
        for prefix, identity in ROWS.values():
            if prefix in stored:
                posted.fit_rows(stored[prefix], identity)
        _replace(request, posted)

    def _take_over(self, request: HttpRequest, publication: Publication, met: Conflict) -> None:
        posted = Posted(request.POST, request.FILES)
        if any(each.name == "documents" for each in met.taken_over):
            request.revived = set()  # type: ignore[attr-defined]
        form = self._form(request, publication)
        rows = self._stored_rows(request, publication)
        for each in met.taken_over:
            prefix, _identity = ROWS.get(each.name, ("", ()))
            take_stored(posted, each.name, form, rows.get(prefix))
        posted.post["base_version"] = str(publication.version)
        _replace(request, posted)

    def _form(self, request: HttpRequest, publication: Publication, *data: Any) -> Any:
        names = flatten_fieldsets(self.get_fieldsets(request, publication))
        form = self.get_form(request, publication, change=True, fields=names)
        # A copy of its own: a bound form writes into its instance.
        return form(*data, instance=Publication.objects.get(pk=publication.pk))

    def _stored_rows(self, request: HttpRequest, publication: Publication) -> dict[str, Any]:
        """The formsets as they would be shown now, by their prefix."""
        found = {}
        for formset, inline in self.get_formsets_with_inlines(request, publication):
            prefix = formset.get_default_prefix()
            found[prefix] = formset(
                instance=publication, prefix=prefix, queryset=inline.get_queryset(request)
            )
        return found


def _refused(request: HttpRequest) -> Conflict | None:
    return getattr(request, "conflict", None)


def _replace(request: HttpRequest, posted: Posted) -> None:
    request.POST = posted.post  # type: ignore[assignment]
    request._files = posted.files  # type: ignore[attr-defined]
