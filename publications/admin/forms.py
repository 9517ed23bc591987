"""The form of a publication: what its model alone cannot check."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from ifri.editing.file_fields import KeepingForm, KeptFileField, KeptFileWidget
from ifri.editing.sound_inputs import SoundAutocomplete, SoundChoiceField
from publications import editing, pdf, redirects
from publications.admin.conflict import Conflict
from publications.admin.replacing import OfferedVersionsField, ReasonField, ask_for_a_reason
from publications.admin.tag_field import TagsField
from publications.content import Content
from publications.models import Publication, RelatedPick
from publications.richtext import plain


class PdfWidget(KeptFileWidget):
    accept = "application/pdf,.pdf"


class PdfField(KeptFileField):
    """A PDF that can be read; ``publications.pdf`` says why another cannot be published."""

    widget = PdfWidget

    def check_upload(self, file: "File[bytes]") -> "File[bytes]":
        facts = pdf.inspect(file, file.size)
        # Carried with the file to where it is stored, so that it is read once.
        file.found = facts.dump()  # type: ignore[attr-defined]
        return file


class PublicationForm(KeepingForm):
    # Set by the admin on each request's own form: what keeps this save from being stored.
    conflict: Conflict | None = None
    refusal: ValidationError | None = None
    # The content before the save.
    before: Content = {}

    tags = TagsField(label=_("Tags"), required=False)
    full_text_file = PdfField(
        label=_("Full text (PDF)"),
        required=False,
        help_text=_("A new file becomes a new version; earlier versions are kept."),
    )
    full_text_reason = ReasonField()
    offered_versions = OfferedVersionsField()
    translation_of = SoundChoiceField(
        Publication.objects.all(),
        label=_("Translation of"),
        required=False,
        # It is no part of the content that is compared; compared with what the form showed,
        # it is written by nobody who did not touch it.
        show_hidden_initial=True,
        # A relation to a publication is what the autocomplete needs; any serves.
        widget=SoundAutocomplete(RelatedPick._meta.get_field("picked"), admin.site),
        help_text=_("The same text in another language."),
    )

    class Meta:
        model = Publication
        fields = "__all__"
        error_messages = {
            "slug": {"unique": _("Another publication has this address. Choose another slug.")}
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "offered_versions" in self.fields:
            self.fields["offered_versions"].of(self.instance)  # type: ignore[attr-defined]
        if "translation_of" in self.fields and self.instance.pk:
            self.initial["translation_of"] = self._translations().order_by("pk").first()

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        redirects.validate_free(slug, self.instance)
        return slug

    def clean_summary(self) -> str:
        summary: str = self.cleaned_data["summary"]
        had_one = plain(self.initial.get("summary") or "")
        if had_one and not plain(summary) and editing.stays_out(self.instance):
            raise ValidationError(_("Readers see this publication: it needs a summary."))
        return summary

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._refuse_second_version_in_a_language(cleaned)
        self._show_what_others_chose(cleaned)
        if self.conflict is not None:
            self.add_error(None, self.conflict.message)
        if self.refusal is not None:
            self.add_error(None, self.refusal.messages)
        document = self.instance.full_text if self.instance.pk else None
        if document and cleaned.get("full_text_file") and not cleaned.get("full_text_reason"):
            ask_for_a_reason(self, "full_text_reason", document)
        return cleaned

    def _translations(self) -> Any:
        group = Publication.objects.own().filter(translation_group=self.instance.translation_group)
        return group.exclude(pk=self.instance.pk)

    def _show_what_others_chose(self, cleaned: dict[str, Any]) -> None:
        """The same text was chosen anew by somebody else too: refused once, and then seen."""
        stored, name = self.initial.get("translation_of"), "translation_of"
        key, shown = str(stored.pk if stored else ""), self[name].html_initial_name
        if name not in self.changed_data or self.data.get(shown, "") == key:
            return
        if cleaned.get(name) != stored:
            said = _(
                "Somebody else changed this meanwhile, to: %(stored)s. Save again to keep yours."
            )
            self.add_error(name, ValidationError(said, params={"stored": stored or _("(empty)")}))
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[shown] = key
        self.data = data

    def _refuse_second_version_in_a_language(self, cleaned: dict[str, Any]) -> None:
        """The group is not a field of the form, so its uniqueness is not looked at elsewhere."""
        other, language = cleaned.get("translation_of"), cleaned.get("language")
        if not other or not language:
            return
        if other.pk == self.instance.pk:
            self.add_error("translation_of", _("A publication is not a translation of itself."))
            return
        group = Publication.objects.own().filter(translation_group=other.translation_group)
        if group.filter(language=language).exclude(pk=self.instance.pk).exists():
            self.add_error(
                "translation_of",
                ValidationError(_("This text already has a version in this language.")),
            )
