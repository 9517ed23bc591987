"""What the database says is stored, held against what is: rows without a file, files without a row.

A file is stored before the row that names it, so a process killed in between leaves a file that
nothing leads to; never a row without its file, and never half a file under a name.
"""

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

from ifri.editing import kept_uploads
from ifri.pictures import copy_names
from ifri.storage import UNFINISHED, PrivateStorage
from publications.models import DocumentVersion, Revision

# Younger than this, a file may still be waiting for its row.
GRACE = datetime.timedelta(days=1)


@dataclass
class Findings:
    missing: list[str] = field(default_factory=list)  # a row names it, and it is not there
    changed: list[str] = field(default_factory=list)  # its bytes are not those that were checked
    orphans: list[str] = field(default_factory=list)  # it is there, and nothing names it
    unfinished: list[str] = field(default_factory=list)  # half an upload, left by a killed process

    @property
    def is_damage(self) -> bool:
        return bool(self.missing or self.changed)


def check(*, deep: bool = False, now: datetime.datetime | None = None) -> Findings:
    """Look at every file; ``deep`` reads each document's bytes too."""
    before = (now or timezone.now()) - GRACE
    # The files first: what is stored while we look is then in neither list.
    stored = set(_stored())
    named = set(_named())
    found = Findings(missing=sorted(name for name in named - stored if not _is_there(name)))
    beside = {copy for name in named for copy in copy_names(name)}
    for name in sorted(stored - named - beside):
        if _is_older(name, before):
            (found.unfinished if name.endswith(UNFINISHED) else found.orphans).append(name)
    found.unfinished += [str(path) for path in _received() if _modified(path) < before]
    if deep:
        found.changed = sorted(_changed(named & stored))
    return found


def remove(found: Findings) -> int:
    """Delete what nothing leads to; what is missing or changed is for a person to mend."""
    for name in found.orphans:
        default_storage.delete(name)
    for name in found.unfinished:
        if Path(name).is_absolute():
            Path(name).unlink(missing_ok=True)
        else:
            default_storage.delete(name)
    return len(found.orphans) + len(found.unfinished)


# --- what there is --------------------------------------------------------------------------------


def _stored(folder: str = "") -> Iterator[str]:
    """Every file in the private storage but those kept for a form, which have a life of their own."""
    if folder and not default_storage.exists(folder) and not settings.S3_BUCKET:
        return
    folders, files = default_storage.listdir(folder)
    for name in files:
        if name:
            yield f"{folder}/{name}" if folder else name
    for name in folders:
        below = f"{folder}/{name}" if folder else name
        if below != kept_uploads.FOLDER:
            yield from _stored(below)


def _received() -> Iterable[Path]:
    """What was being received when a process was killed."""
    return (path for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir() if path.is_file())


def _is_there(name: str) -> bool:
    return default_storage.exists(name)


def _is_older(name: str, moment: datetime.datetime) -> bool:
    try:
        return default_storage.get_modified_time(name) < moment
    except FileNotFoundError:
        return False


def _modified(path: Path) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC)


# --- what is named --------------------------------------------------------------------------------


def _named() -> Iterator[str]:
    for model in apps.get_models():
        for each in model._meta.concrete_fields:
            if isinstance(each, models.FileField) and isinstance(each.storage, PrivateStorage):
                names = model._default_manager.exclude(**{each.name: ""})
                yield from names.values_list(each.name, flat=True).iterator()
    # A revision brings back the cover it was saved with.
    for content in Revision.objects.values_list("content", flat=True).iterator():
        if cover := content.get("cover"):
            yield cover


def _changed(names: set[str]) -> Iterator[str]:
    versions = DocumentVersion.objects.values_list("file", "sha256").distinct()
    for name, sha256 in versions.iterator():
        if name in names:
            with default_storage.open(name) as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                    yield name
