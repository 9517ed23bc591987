"""Replacing a file: why, and which of the replaced ones readers may still have."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from publications import documents
from publications.models import Document, DocumentVersion, Publication


class ReasonField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Why it replaces the one before"),
            required=False,
            max_length=300,
            widget=forms.TextInput(attrs={"class": "vTextField"}),
            help_text=_("Kept with the versions. Needed once readers could have had the file."),
        )


def ask_for_a_reason(form: Any, field: str, document: Document) -> None:
    """Refuse to replace without a word what readers may have."""
    if documents.needs_reason(document):
        form.add_error(field, _("Say why the file is replaced: readers may have the one before."))


class OfferedVersionsField(forms.ModelMultipleChoiceField):
    """The earlier versions of all documents, to be ticked; nothing is shown where there are none."""

    def __init__(self) -> None:
        super().__init__(
            DocumentVersion.objects.none(),
            label=_("Earlier versions offered to readers"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_(
                "A version that has been cited can stay available, below the download and under "
                "the same rule of access."
            ),
        )

    def of(self, publication: Publication) -> None:
        if publication.pk is not None:
            self.queryset = documents.earlier_versions(publication)
        self.initial = [version.pk for version in self.queryset if version.is_offered]
        if not self.queryset:
            self.widget = self.hidden_widget()

    def label_from_instance(self, version: DocumentVersion) -> str:
        said = f"{version.document}, {_('version %d') % version.number}"
        return f"{said} ({version.original_name})" if version.original_name else said
