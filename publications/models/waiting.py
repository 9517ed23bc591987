"""The queues of publications that are to be looked at again."""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone

_AT_ONCE = 500


class Waiting(models.Model):
    """A publication that waits, once. It may be gone by its turn: no foreign key."""

    publication_id = models.BigIntegerField(unique=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.publication_id)

    @classmethod
    def enqueue(cls, keys: Iterable[int]) -> None:
        """In the transaction of the change. A row that is there already is written again: it is then
        locked until the change behind it is stored, and nobody takes it for done meanwhile."""
        columns = [field.name for field in cls._meta.concrete_fields if not field.unique]
        cls._default_manager.bulk_create(
            (cls(publication_id=pk) for pk in sorted(set(keys))),
            batch_size=_AT_ONCE,
            update_conflicts=True,
            unique_fields=["publication_id"],
            update_fields=columns,
        )
