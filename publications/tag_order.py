"""The time that a tagging carries of its publication, by which a topic's page is read in order."""

from django.db.models import OuterRef, Subquery

from publications.models import Publication, TaggedPublication


def follow(pk: int) -> None:
    """Carry the publication's time. It orders and hides nothing: who may see what is asked of it."""
    time = Publication.objects.filter(pk=pk).values_list("published_at", flat=True).first()
    taggings = TaggedPublication.objects.filter(content_object=pk)
    if time is None:
        taggings.filter(published_at__isnull=False).update(published_at=None)
    else:
        taggings.exclude(published_at=time).update(published_at=time)


def follow_all() -> int:
    """For rows that were written in bulk."""
    time = Publication.objects.filter(pk=OuterRef("content_object")).values("published_at")
    return TaggedPublication.objects.update(published_at=Subquery(time))
