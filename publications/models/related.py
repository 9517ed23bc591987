"""The stored related analyses. All of it is derived and can be rebuilt.

No foreign key here is a constraint of the database: twelve million rows are written without a
look at another table each, no lock is taken on a publication that an editor is saving, and what
leads nowhere is never read, because every reading joins the publications.
"""

from typing import Any

from django.db import models
from django.db.models import F

from publications.models.publication import Publication
from publications.models.tagging import Tag
from publications.models.waiting import Waiting


def _derived(**options: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(Publication, on_delete=models.CASCADE, db_constraint=False, **options)


class RelatedEntry(models.Model):
    """One place in a publication's list: picks on top, then the exact ranking with its spares."""

    publication = _derived(related_name="related_entries", db_index=False)
    other = _derived(related_name="related_in")
    score = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "other"], name="related_entry_once"),
        ]
        indexes = [
            # The reading: the best of one publication, in order, from the index alone.
            models.Index(
                F("publication"), F("score").desc(), F("other").desc(), name="related_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} → {self.other_id}: {self.score}"


class RelatedList(models.Model):
    """What is known of a list: everything that scores ``floor`` or more stands in it."""

    publication = models.OneToOneField(
        Publication,
        on_delete=models.CASCADE,
        db_constraint=False,
        primary_key=True,
        related_name="related_list",
    )
    generation = models.PositiveIntegerField()
    floor = models.BigIntegerField()
    floor_other = models.BigIntegerField(default=0)
    # Of everything the list was made from: a save that changed none of it changes no list.
    made_from = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.publication_id}, generation {self.generation}"


class RelatedRefresh(Waiting):
    """The queue: a publication whose list, and whose place in others' lists, is to be looked at."""

    # Done, but while a rebuild was running that may have read what was before.
    is_seen = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["is_seen", "id"], name="related_refresh_waiting")]


class TagRarity(models.Model):
    """What sharing a tag counts for: frozen, so that one publication more does not move all lists."""

    tag = models.OneToOneField(
        Tag, on_delete=models.CASCADE, primary_key=True, related_name="frozen_rarity"
    )
    points = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.tag_id}: {self.points}"


class RelatedState(models.Model):
    """One row. Whoever writes lists locks it first, so that two never write at once."""

    generation = models.PositiveIntegerField(default=0)
    # Recency counts up to here: what is scheduled for the next century is not the most related.
    horizon = models.BigIntegerField()
    # Publications at the last rebuild.
    size = models.PositiveIntegerField(default=0)
    is_rebuilding = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"generation {self.generation}"
