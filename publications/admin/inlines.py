"""What hangs on a publication: its authors, centers, further documents."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ifri.editing.file_fields import KeepingForm
from ifri.editing.ordering import Once, OrderedForm, OrderedFormSet, OrderedInline
from publications import bylines, documents, editing
from publications.admin.document_facts import facts
from publications.admin.forms import PdfField
from publications.admin.replacing import ReasonField, ask_for_a_reason
from publications.enums import DocumentKind
from publications.models import Authorship, Document, PublicationCenter

SIGNATORY = ("author", "organisation", "center")


class AuthorshipFormSet(OrderedFormSet):
    once = (
        Once(("author", "role"), _("This person already signs in this role.")),
        Once(("organisation", "role"), _("This organisation already signs in this role.")),
        Once(("center", "role"), _("This center already signs in this role.")),
    )

    def clean(self) -> None:
        super().clean()
        had_some = any(form.instance.pk for form in self.initial_forms)
        if had_some and not self.kept_forms() and editing.stays_out(self.instance):
            raise forms.ValidationError(_("Readers see this publication: it needs an author."))

    def save(self, commit: bool = True) -> Any:
        self._move_frozen_affiliations()
        return super().save(commit)

    def _move_frozen_affiliations(self) -> None:
        """What is frozen belongs to a person, not to a row: another person brings their own."""
        # By the author each row came with: its instance already names the one it was given.
        frozen = {
            form.initial.get("author"): form.instance.frozen_affiliations
            for form in self.initial_forms
        }
        for form in self.kept_forms():
            if set(SIGNATORY) & set(form.changed_data):
                person = form.instance.author_id
                form.instance.frozen_affiliations = frozen.get(person) if person else None


class AuthorshipInline(OrderedInline):
    model = Authorship
    formset = AuthorshipFormSet
    fields = [*SIGNATORY, "role", "signs_as", "order"]
    readonly_fields = ["signs_as"]
    autocomplete_fields = SIGNATORY

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Authorship]":
        return (
            super()
            .get_queryset(request)
            .select_related(*SIGNATORY)
            .prefetch_related("author__affiliations__organisation__parent")
        )

    @admin.display(description=_("signs as"), empty_value="")
    def signs_as(self, signature: Authorship) -> SafeString | str:
        if signature._state.adding:
            return ""
        lines = bylines.lines(signature, get_language() or "en")
        return format_html_join("", "<p>{}</p>", ((line,) for line in lines))


class PublicationCenterFormSet(OrderedFormSet):
    once = (
        Once(("center",), _("This center is chosen twice.")),
        Once(("is_primary",), _("A publication has one primary center.")),
    )


class PublicationCenterInline(OrderedInline):
    model = PublicationCenter
    formset = PublicationCenterFormSet
    fields = ["center", "is_primary", "order"]
    autocomplete_fields = ["center"]


class DocumentForm(OrderedForm, KeepingForm):
    """An annex or a data file; the full text has its own place in the publication's form."""

    file = PdfField(label=_("file (PDF)"), required=False)
    reason = ReasonField()

    def has_changed(self) -> bool:
        """A document that was taken off and is wanted after all is put back by saving it."""
        return self.instance.is_removed or super().has_changed()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk and cleaned.get("file") and not cleaned.get("reason"):
            ask_for_a_reason(self, "reason", self.instance)
        if self.instance.pk is None and not cleaned.get("file") and "file" not in self.errors:
            self.add_error("file", _("Choose a file."))
        return cleaned


class DocumentFormSet(OrderedFormSet):
    user: Any = None

    def save_new(self, form: Any, commit: bool = True) -> Document:
        document: Document = super().save_new(form, commit)
        return self._with_file(document, form)

    def delete_existing(self, obj: Document, commit: bool = True) -> None:
        """Taken off, and kept for the history."""
        obj.is_removed = True
        obj.save(update_fields=["is_removed"])

    def save_existing(self, form: Any, obj: Document, commit: bool = True) -> Document:
        obj.is_removed = False
        document: Document = super().save_existing(form, obj, commit)
        return self._with_file(document, form)

    def _with_file(self, document: Document, form: Any) -> Document:
        if file := form.cleaned_data.get("file"):
            reason = form.cleaned_data.get("reason", "")
            documents.add_version(document, file, user=self.user, reason=reason)
        return document


class DocumentInline(OrderedInline):
    model = Document
    form = DocumentForm
    formset = DocumentFormSet
    verbose_name = _("further document")
    verbose_name_plural = _("further documents: annexes and data, as PDF")
    fields = ["kind", "title", "language", "file", "reason", "stored", "order"]
    readonly_fields = ["stored"]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Document]":
        revived: set[int] = getattr(request, "revived", set())
        found = super().get_queryset(request).exclude(kind=DocumentKind.FULL_TEXT)
        found = found.filter(Q(is_removed=False) | Q(pk__in=revived))
        return found.select_related("current").prefetch_related("versions__uploaded_by")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.user = formset.form.user = request.user
        # Taking off deletes nothing, so nothing can stand in its way.
        formset.form.hand_clean_DELETE = lambda form: None
        return formset

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "kind":
            kwargs["choices"] = [
                choice for choice in DocumentKind.choices if choice[0] != DocumentKind.FULL_TEXT
            ]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    @admin.display(description=_("stored"), empty_value="")
    def stored(self, document: Document) -> SafeString | str:
        return facts(document) if document.pk else ""
