"""What is to be sent: a stored file and what is said of it."""

import datetime
from dataclasses import dataclass, field

from django.db.models.fields.files import FieldFile


@dataclass(frozen=True)
class ServedFile:
    """A stored file and what is said of it. ``tag`` names its very bytes: it makes a strong ETag."""

    file: FieldFile
    size: int
    tag: str
    content_type: str
    modified: datetime.datetime
    # A picture on a page is sent by ourselves, wherever it lies: its address has to stay.
    is_picture: bool = False
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        return f'"{self.tag}"'

    @property
    def modified_timestamp(self) -> int:
        """Whole seconds, which is all an HTTP date can say."""
        return int(self.modified.timestamp())
