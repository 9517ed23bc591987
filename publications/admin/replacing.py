"""Replacing a file: why, and which of the replaced ones readers may still have."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ifri.asked_number import asked_number
from ifri.editing.sound_inputs import SoundMultipleChoiceField
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


# No version has this number.
_NONE = "0"


class _AsShown(forms.MultipleHiddenInput):
    """Says “none” too: a form that is shown again must not take what was ticked for what it showed."""

    def format_value(self, value: Any) -> list[Any]:
        return [_NONE, *(each for each in value or [] if each != _NONE)]


class OfferedVersionsField(SoundMultipleChoiceField):
    """The earlier versions of all documents, to be ticked; nothing is shown where there are none."""

    def __init__(self) -> None:
        super().__init__(
            DocumentVersion.objects.none(),
            label=_("Earlier versions offered to readers"),
            required=False,
            # No part of the content that is compared: compared with what the form showed, a tick
            # is changed by nobody who did not touch it.
            show_hidden_initial=True,
            widget=forms.CheckboxSelectMultiple,
            help_text=_(
                "A version that has been cited can stay available, below the download and under "
                "the same rule of access."
            ),
        )

    hidden_widget = _AsShown

    def of(self, publication: Publication) -> None:
        if publication.pk is not None:
            self.queryset = documents.earlier_versions(publication)
        self.initial = [version.pk for version in self.queryset if version.is_offered]
        if not self.queryset:
            self.widget = forms.MultipleHiddenInput()

    def to_python(self, value: Any) -> Any:
        return super().to_python([each for each in value or [] if each != _NONE])

    def label_from_instance(self, version: DocumentVersion) -> str:
        said = f"{version.document}, {_('version %d') % version.number}"
        return f"{said} ({version.original_name})" if version.original_name else said


def offered_changes(form: Any) -> dict[int, bool]:
    """The versions that this form's sender ticked (True) or unticked (False), and no others."""
    shown = form.data.getlist(form["offered_versions"].html_initial_name)
    before = set(filter(None, map(asked_number, shown)))
    after = {version.pk for version in form.cleaned_data["offered_versions"]}
    return dict.fromkeys(after - before, True) | dict.fromkeys(before - after, False)
