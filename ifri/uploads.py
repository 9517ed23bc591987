"""Receiving files: large ones from the editorial team alone, and never more than fits."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponseBase

from ifri.asked_number import asked_number


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
        is_team = self.request is not None and _is_from_the_team(self.request)
        return settings.UPLOAD_MAX_BYTES if is_team else settings.STRANGERS_MAX_BYTES


def long_forms_from_the_team(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Whoever is not of the team sends short forms, however they are encoded.

    Who sent a short one is not asked here: it would read the session for every request.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        length = asked_number(request.META.get("CONTENT_LENGTH")) or 0
        if length > settings.STRANGERS_MAX_BYTES and not _is_from_the_team(request):
            raise RequestDataTooBig("More was sent than is taken from whoever sent it.")
        return get_response(request)

    return respond


def _is_from_the_team(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_active and user.is_staff
