"""Where files lie: outside every served folder, under names nobody can guess.

On the disk below ``VAR_DIR/private``, or in a private bucket where ``S3_BUCKET`` is set.
"""

import os
import re
import secrets
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage
from django.db.models import Model

if TYPE_CHECKING:
    import datetime

    from storages.backends.s3 import S3Storage

_PICTURE_SIZE = re.compile(r"(?<=^picture)-\d{1,5}x\d{1,5}(?=\.webp$)")

# A file that is still being written, or was when the process was killed.
UNFINISHED = ".part"


class PrivateStorage(Storage):
    """Files that have no address. Bytes leave only through ``publications.access``."""

    @property
    def place(self) -> Storage:
        return bucket() if settings.S3_BUCKET else _disk()

    def url(self, name: str | None) -> NoReturn:
        raise ValueError(
            "A private file has no address: link to the view that decides who may have it."
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        # Migrations must not hold the folder of the machine they were made on.
        return "ifri.storage.PrivateStorage", [], {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PrivateStorage)

    def __hash__(self) -> int:
        return hash(PrivateStorage)

    # --- what the place does ----------------------------------------------------------------------

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        return self.place.open(name, mode)

    def _save(self, name: str, content: "File[Any]") -> str:
        saved: str = self.place._save(name, content)  # type: ignore[attr-defined]
        return saved

    def path(self, name: str) -> str:
        return self.place.path(name)

    def delete(self, name: str) -> None:
        self.place.delete(name)

    def exists(self, name: str) -> bool:
        return self.place.exists(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        return self.place.listdir(path)

    def size(self, name: str) -> int:
        return self.place.size(name)

    def get_modified_time(self, name: str) -> "datetime.datetime":
        return self.place.get_modified_time(name)


class Disk(FileSystemStorage):
    """A folder. A file has its name once it is whole: a process killed before leaves a ``.part``."""

    def _save(self, name: str, content: "File[Any]") -> str:
        part: str = super()._save(f"{name}{UNFINISHED}", content)  # type: ignore[misc]
        place = self.path(part)
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(place, self.path(name))  # noqa: PTH105 - storage paths are strings
        return name


def _disk() -> Disk:
    return _disk_at(str(settings.PRIVATE_ROOT))


@cache
def _disk_at(location: str) -> Disk:
    return Disk(location=location)


def bucket() -> "S3Storage":
    return _bucket_of(**(settings.S3 or {}))


@cache
def _bucket_of(
    *, bucket: str, access_key: str, secret_key: str, region: str, endpoint_url: str
) -> "S3Storage":
    # Imported where it is used: it takes longer to load than the rest of the site.
    from storages.backends.s3 import S3Storage  # noqa: PLC0415

    return S3Storage(
        bucket_name=bucket,
        access_key=access_key,
        secret_key=secret_key,
        region_name=region or None,
        endpoint_url=endpoint_url or None,
        signature_version="s3v4",
        # The bucket's own rule holds, which is to be private; nothing is made public one by one.
        default_acl=None,
        querystring_auth=True,
        # Names are random and never used twice; looking first would cost a request.
        file_overwrite=True,
        # Files wait in memory up to this size, and then on the disk.
        max_memory_size=1024 * 1024,
    )


def unguessable_name(instance: Model, filename: str) -> str:
    """``publication/3f/3fa9…c2.pdf``: 32 random bytes, keeping nothing of the name but its ending.

    A picture's ending is its size too: ``…c2-800x1067.webp`` (``ifri.pictures``).
    """
    token = secrets.token_hex(32)
    ending = PurePosixPath(filename).suffix.lower()[:8]
    size = _PICTURE_SIZE.search(filename)
    return f"{instance._meta.model_name}/{token[:2]}/{token}{size[0] if size else ''}{ending}"
