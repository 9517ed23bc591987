"""Files of a form that was refused for another reason: kept for their sender until the next try.

A kept file lies in the private storage under an unguessable name. The form carries a signed token
that names it and its owner; nobody else's token, and no token after a day, brings it back.
"""

import datetime
import secrets
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core import signing
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils import timezone

FOLDER = "pending"
# What a check found about a kept file lies beside it.
FOUND = ".found"
LIFETIME = datetime.timedelta(hours=24)
_SALT = "ifri.editing.kept_uploads"

User = AbstractBaseUser | AnonymousUser


class KeptFile(File):
    """A file that was kept, as good as an upload; ``token`` brings it back once more.

    ``found`` is what its field's check found about it, if that was worth keeping.
    """

    def __init__(self, file: Any, name: str, path: str, token: str, found: bytes = b"") -> None:
        super().__init__(file, name=name)
        self.path = path
        self.token = token
        self.found = found


@dataclass(frozen=True)
class Note:
    """What the form shows of a kept file."""

    token: str
    name: str
    size: int


def keep(file: "File[bytes]", *, user: User) -> Note:
    """Put an upload aside for its sender."""
    if isinstance(file, KeptFile):
        return Note(file.token, file.name or "", file.size)
    sweep()
    name = PurePosixPath(file.name or "file").name[-200:]
    size = file.size
    ending = PurePosixPath(name).suffix.lower()[:8]
    file.seek(0)
    path = default_storage.save(f"{FOLDER}/{secrets.token_hex(32)}{ending}", file)
    if found := getattr(file, "found", b""):
        default_storage.save(f"{path}{FOUND}", ContentFile(found))
    token = signing.dumps({"path": path, "name": name, "user": user.pk}, salt=_SALT)
    return Note(token, name, size)


def find(token: str, *, user: User) -> KeptFile | None:
    """The file behind a token; None if it is altered, old, used or somebody else's."""
    try:
        kept = signing.loads(token, salt=_SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return None
    if kept["user"] != user.pk or not default_storage.exists(kept["path"]):
        return None
    path = kept["path"]
    return KeptFile(default_storage.open(path), kept["name"], path, token, _found(path))


def _found(path: str) -> bytes:
    try:
        with default_storage.open(f"{path}{FOUND}") as file:
            found: bytes = file.read()
    except FileNotFoundError:
        return b""
    return found


def discard(file: KeptFile) -> None:
    file.close()
    default_storage.delete(file.path)
    default_storage.delete(f"{file.path}{FOUND}")


def sweep() -> None:
    """Remove what nobody came back for."""
    try:
        # A bucket has no folders that could be asked for; a disk has none before the first file.
        names = default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return
    before = timezone.now() - LIFETIME
    for name in names:
        path = f"{FOLDER}/{name}"
        try:
            if default_storage.get_modified_time(path) < before:
                default_storage.delete(path)
        except FileNotFoundError:
            # Another process swept at the same moment.
            continue
