"""Receiving files: large ones from the editorial team alone, and never more than fits."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class FromTheTeam(TemporaryFileUploadHandler):
    """Refuses before the first byte is on the disk, which strangers could fill otherwise.

    Reading a form's fields, its CSRF token among them, receives its files too, whoever sent it.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        if content_length > self._most():
            raise RequestDataTooBig("More was sent than is taken from whoever sent it.")

    def _most(self) -> int:
        user = getattr(self.request, "user", None)
        if user is not None and user.is_active and user.is_staff:
            return settings.UPLOAD_MAX_BYTES
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
