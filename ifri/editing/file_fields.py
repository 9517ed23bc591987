"""File inputs for the admin: what was uploaded is checked at once and survives a refused form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ifri.editing import kept_uploads
from ifri.editing.kept_uploads import KeptFile, Note
from ifri.images import clean_image


class KeptFileWidget(AdminFileWidget):
    """A file input that can say “paper.pdf is kept” and carry the token that brings it back."""

    template_name = "admin/widgets/kept_file.html"
    accept = ""
    kept: Note | None = None

    def is_initial(self, value: Any) -> bool:
        # The stock widget asks for an address, which a private file does not have.
        return bool(value)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        upload = super().value_from_datadict(data, files, name)
        return data.get(f"{name}-kept") or None if upload is None else upload

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return super().value_omitted_from_data(data, files, name) and f"{name}-kept" not in data

    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, dict(attrs or {}))
        context["widget"]["attrs"]["accept"] = self.accept
        context["widget"]["kept"] = self.kept
        context["widget"]["kept_name"] = f"{name}-kept"
        return context

    def _render(
        self, template_name: str, context: dict[str, Any], renderer: BaseRenderer | None = None
    ) -> SafeString:
        # From the project's templates: the forms' own renderer knows only those of the apps.
        return render_to_string(template_name, context)


class KeptFileField(forms.FileField):
    """Checks an upload in ``check_upload``; a kept file was checked before it was kept."""

    widget = KeptFileWidget
    user: kept_uploads.User = AnonymousUser()

    def __init__(self, **kwargs: Any) -> None:
        # The name a file has at its sender's is not the one it is stored under.
        kwargs["max_length"] = None
        kwargs["allow_empty_file"] = True
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        if isinstance(data, str):
            kept = kept_uploads.find(data, user=self.user)
            if kept is None:
                raise ValidationError(_("The file is no longer kept. Choose it again."))
            return kept
        file = super().clean(data, initial)
        return self.check_upload(file) if file and file is not initial else file

    def check_upload(self, file: "File[bytes]") -> "File[bytes]":
        """The file to store. Raises ``ValidationError`` with a sentence for the editor."""
        return file


class PictureWidget(KeptFileWidget):
    accept = "image/jpeg,image/png,image/webp"


class PictureField(KeptFileField):
    """A picture, cleaned by ``ifri.images`` whatever was uploaded."""

    widget = PictureWidget
    keep_transparency = False

    def check_upload(self, file: "File[bytes]") -> "File[bytes]":
        cleaned = clean_image(
            file,  # type: ignore[arg-type]
            file.size,
            keep_transparency=self.keep_transparency,
        )
        cleaned.name = f"{(file.name or 'picture').rpartition('.')[0] or 'picture'}.webp"
        return cleaned


class LogoField(PictureField):
    """A picture that stands on whatever ground the page has."""

    keep_transparency = True


class KeepingForm(forms.ModelForm):
    """A form of a signed-in editor. ``user`` is set by the admin class on each request's own form."""

    user: kept_uploads.User = AnonymousUser()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.file_fields.values():
            field.user = self.user

    @property
    def file_fields(self) -> dict[str, KeptFileField]:
        return {
            name: field for name, field in self.fields.items() if isinstance(field, KeptFileField)
        }

    def _new_files(self) -> "dict[str, File[bytes]]":
        cleaned = getattr(self, "cleaned_data", {})
        found = {name: cleaned.get(name) for name in self.file_fields if name in self.changed_data}
        return {name: file for name, file in found.items() if isinstance(file, File)}

    def keep_files(self) -> None:
        """Put the good files of a refused form aside, and show that they are kept."""
        for name, file in self._new_files().items():
            widget = self.fields[name].widget
            widget.kept = kept_uploads.keep(file, user=self.user)

    def used_files(self) -> list[KeptFile]:
        return [file for file in self._new_files().values() if isinstance(file, KeptFile)]
