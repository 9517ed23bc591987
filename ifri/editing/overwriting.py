"""Nothing is silently overwritten: a save of a form whose values moved meanwhile is refused, once.

The form that comes back holds what was typed; where nothing was typed it holds what is stored now,
and what was typed over by others stands beside it. It was then seen, and saving it again stores it.
The publication's form has a finer way of its own, by its history: ``publications.admin.concurrent``.
"""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.db import transaction
from django.forms import FileField
from django.http import HttpRequest, HttpResponse

from ifri.editing import fingerprints, overtaken
from ifri.editing.overtaken import INPUT, Moved, Opened, Overtaken
from ifri.editing.posted import Posted
from ifri.editing.sound_inputs import SoundInputs


class _RefusedForm(forms.ModelForm):
    overtaken: Overtaken

    def clean(self) -> Any:
        cleaned = super().clean()
        self.add_error(None, self.overtaken.message)
        return cleaned


class NothingOverwritten(SoundInputs, admin.ModelAdmin):
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            self._meet_the_others(request, unquote(object_id))
            response = super().changeform_view(request, object_id, form_url, extra_context)
        if _refused(request) is not None:
            response.status_code = HTTPStatus.CONFLICT
        return response

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        refused = _refused(request)
        if refused is None:
            return form
        return type(form)(form.__name__, (_RefusedForm, form), {"overtaken": refused})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        stored = context["original"]
        if stored is not None and self.has_change_permission(request, stored):
            refused = _refused(request)
            context["overtaken"] = refused
            context["overtaken_input"] = INPUT
            if refused is not None:
                context["opened_as"] = refused.now.dump()
            elif request.method == "POST":
                context["opened_as"] = request.POST.get(INPUT, "")
            else:
                rows = [each.formset for each in context["inline_admin_formsets"]]
                prints = fingerprints.of_stored(context["adminform"].form, rows)
                context["opened_as"] = Opened(prints, overtaken.last_said(stored)).dump()
        return super().render_change_form(request, context, *args, **kwargs)

    def _meet_the_others(self, request: HttpRequest, pk: str) -> None:
        found = self.get_object(request, pk)
        if found is None or not self.has_change_permission(request, found):
            return
        # Whoever saves this form holds the row; what is read from here on is what is stored.
        self.model._base_manager.select_for_update().filter(pk=found.pk).first()
        stored = self.get_object(request, pk)
        if stored is None:
            return
        opened = Opened.read(request.POST.get(INPUT))
        form, rows = self._forms(request, stored)
        now = fingerprints.of_stored(form, rows.values())
        if now == opened.prints:
            return
        sent, sent_rows = self._forms(request, stored, request.POST, request.FILES)
        typed = fingerprints.of_typed(sent, sent_rows.values())
        posted, moved = Posted(request.POST, request.FILES), []
        for name in overtaken.changed_by_others(opened.prints, now, typed):
            touched = name not in typed or typed[name] != opened.prints.get(name)
            if name in rows:
                moved.append(_moved_rows(rows[name], sent_rows[name], touched))
                _fit_rows(posted, rows[name], touched)
            else:
                moved.append(_moved_field(form, sent, name, touched))
                _fit_field(posted, form, name, touched)
        if moved:
            request.overtaken = Overtaken(  # type: ignore[attr-defined]
                moved,
                overtaken.said_since(stored, opened),
                Opened(now, overtaken.last_said(stored)),
            )
            request.POST = posted.post  # type: ignore[assignment]
            request._files = posted.files  # type: ignore[attr-defined]

    def _forms(self, request: HttpRequest, stored: Any, *data: Any) -> tuple[Any, dict[str, Any]]:
        """The form and its rows, by their prefix, as they would be shown now or as they were sent."""
        names = flatten_fieldsets(self.get_fieldsets(request, stored))
        form_class = self.get_form(request, stored, change=True, fields=names)
        # A copy of its own: a bound form writes into its instance.
        form = form_class(*data, instance=self.get_object(request, str(stored.pk)))
        rows = {}
        for formset, inline in self.get_formsets_with_inlines(request, stored):
            prefix = formset.get_default_prefix()
            queryset = inline.get_queryset(request)
            rows[prefix] = formset(*data, instance=stored, prefix=prefix, queryset=queryset)
        return form, rows


def _refused(request: HttpRequest) -> Overtaken | None:
    return getattr(request, "overtaken", None)


def _moved_field(form: Any, sent: Any, name: str, was_touched: bool) -> Moved:
    return Moved(
        name,
        str(form[name].label),
        overtaken.in_words(form, name, form[name].value()),
        overtaken.in_words(sent, name, sent[name].value()),
        was_touched,
    )


def _moved_rows(rows: Any, sent: Any, was_touched: bool) -> Moved:
    return Moved(
        str(rows.prefix),
        str(rows.model._meta.verbose_name_plural),
        overtaken.stored_rows_in_words(rows),
        overtaken.typed_rows_in_words(sent),
        was_touched,
    )


def _fit_rows(posted: Posted, rows: Any, was_touched: bool) -> None:
    if was_touched:
        posted.fit_rows(rows, keep_unseen=True)
    else:
        posted.take_rows(rows)


def _fit_field(posted: Posted, form: Any, name: str, was_touched: bool) -> None:
    """What was not touched comes back as it is stored now."""
    bound = form[name]
    # A file input that was not touched sends nothing; the stored file stays.
    if was_touched or isinstance(bound.field, FileField):
        return
    value = bound.value()
    if value is None or value is False:
        posted.post.pop(bound.html_name, None)
    else:
        values = value if isinstance(value, list | tuple) else [value]
        posted.post.setlist(bound.html_name, [str(each) for each in values])
