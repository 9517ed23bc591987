"""Related analyses, a listing's numbers and the order of topics are queued for what changed.

Whatever writes content in bulk ends with a revision, and a revision is looked at here.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver

from programs.models import ResearchCenter
from publications import tag_order
from publications.facets import keeping as counts
from publications.models import (
    Authorship,
    Publication,
    PublicationCenter,
    RelatedBan,
    RelatedPick,
    Revision,
    TaggedPublication,
)
from publications.related import queue as related

# What hangs on a publication and decides what it is related to, by the column that names it.
_HANGING = {
    Authorship: "publication_id",
    PublicationCenter: "publication_id",
    RelatedBan: "publication_id",
    RelatedPick: "publication_id",
    TaggedPublication: "content_object_id",
}


def _owner(instance: Any) -> int:
    return int(getattr(instance, _HANGING[type(instance)]))


@receiver(post_save, sender=Publication)
def publication_saved(instance: Publication, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        tag_order.follow(instance.pk)
        related.enqueue([instance.pk])
        counts.enqueue([instance.pk])


@receiver(post_save, sender=Revision)
def content_written(instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        tag_order.follow(instance.publication_id)
        related.follow(instance.publication_id)
        counts.enqueue([instance.publication_id])


@receiver(pre_delete, sender=Publication)
def publication_going(instance: Publication, **kwargs: Any) -> None:
    related.forget(instance.pk)
    counts.enqueue([instance.pk])


def _hanging_changed(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if raw:
        return
    if isinstance(instance, TaggedPublication):
        tag_order.follow(instance.content_object_id)
    related.follow(_owner(instance))
    counts.enqueue([_owner(instance)])


@receiver(pre_save, sender=ResearchCenter)
def center_saving(instance: ResearchCenter, **kwargs: Any) -> None:
    stood_below = ResearchCenter.objects.filter(pk=instance.pk).values_list("parent_id", flat=True)
    instance.is_moved = stood_below.first() != instance.parent_id  # type: ignore[attr-defined]


@receiver(post_save, sender=ResearchCenter)
def center_saved(instance: ResearchCenter, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """What belongs to a program is counted for its center too, and a program may move to another."""
    if not raw and not created and instance.is_moved:  # type: ignore[attr-defined]
        counts.enqueue_center(instance)


for _model in _HANGING:
    post_save.connect(_hanging_changed, sender=_model)
    post_delete.connect(_hanging_changed, sender=_model)
