from django.db import models


class CacheVersion(models.Model):
    """How often anything readers see has changed: one row, raised after each change is committed."""

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.number)
