"""Where files lie: outside every served folder, under names nobody can guess."""

import secrets
from pathlib import PurePosixPath
from typing import NoReturn

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db.models import Model


class PrivateStorage(FileSystemStorage):
    """Files that have no address. Bytes leave only through ``publications.access``.

    ``FileSystemStorage(base_url=None)`` falls back to ``MEDIA_URL``, hence the overridden ``url()``.
    """

    def __init__(self) -> None:
        super().__init__(location=settings.PRIVATE_ROOT)

    def url(self, name: str | None) -> NoReturn:
        raise ValueError(
            "A private file has no address: link to the view that decides who may have it."
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        # Migrations must not hold the folder of the machine they were made on.
        return "ifri.storage.PrivateStorage", [], {}


def unguessable_name(instance: Model, filename: str) -> str:
    """``publication/3f/3fa9…c2.pdf``: 32 random bytes, keeping nothing of the name but its ending."""
    token = secrets.token_hex(32)
    ending = PurePosixPath(filename).suffix.lower()[:8]
    return f"{instance._meta.model_name}/{token[:2]}/{token}{ending}"
