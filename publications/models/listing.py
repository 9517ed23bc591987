"""How many publications there are of what: kept, so that a listing need not count a million rows.

Derived, and rebuilt by ``rebuild_listing``. ``publications.facets`` says what is counted.
"""

from typing import Any

from django.db import models
from django.db.models import F

from publications.models.waiting import Waiting


class ListingCount(models.Model):
    """How many public publications have all that is named here; 0 or nothing stands for any."""

    # Which of the columns name something, so that each kind of question is one range of an index.
    named = models.PositiveSmallIntegerField()
    center_id = models.BigIntegerField(default=0)
    type_id = models.BigIntegerField(default=0)
    series_id = models.BigIntegerField(default=0)
    language = models.CharField(max_length=10, default="", blank=True)
    year = models.PositiveSmallIntegerField(default=0)
    tag_id = models.BigIntegerField(default=0)
    author_id = models.BigIntegerField(default=0)
    number = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "named",
                    "tag_id",
                    "author_id",
                    "center_id",
                    "type_id",
                    "series_id",
                    "language",
                    "year",
                ],
                name="listing_count_once",
            ),
        ]
        indexes = [models.Index(F("named"), F("number").desc(), name="listing_count_most")]

    def __str__(self) -> str:
        return f"{self.named}: {self.number}"


class CountedPublication(models.Model):
    """What a publication was counted as: what has to be taken off when it changes."""

    publication_id = models.BigIntegerField(primary_key=True)
    facts: "models.JSONField[Any, Any]" = models.JSONField()

    def __str__(self) -> str:
        return str(self.publication_id)


class CountRefresh(Waiting):
    """The queue: a publication that is to be counted anew. Readers' numbers allow for it already."""


class CountState(models.Model):
    """One row: up to when what the clock releases and takes back is counted in."""

    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"until {self.until}"
