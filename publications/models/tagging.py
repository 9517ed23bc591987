"""Tags: the topics by which analyses are found and related."""

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from ifri.translation import per_language


class Tag(TagBase):
    """A topic. ``name`` is its key; readers see the label of their language, or else the name."""

    label = per_language(
        models.CharField(
            _("label"), max_length=100, blank=True, help_text=_("Shown instead of the name.")
        ),
        needed=False,
    )

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def __str__(self) -> str:
        # The label of another language would be no better than the name.
        return getattr(self, f"label_{get_language()}", "") or self.name

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])


class TaggedPublication(ItemBase, models.Model):  # noqa: DJ008 - ItemBase has one
    """A tag on a publication, by a real foreign key (``docs/decisions/0003-tags.md``)."""

    content_object = models.ForeignKey(
        "publications.Publication", on_delete=models.CASCADE, related_name="taggings"
    )
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")

    objects: "models.Manager[TaggedPublication]" = models.Manager()

    class Meta:
        verbose_name = _("tag of a publication")
        verbose_name_plural = _("tags of publications")
        constraints = [
            # Read both ways: the tags of a publication, the publications of a tag.
            models.UniqueConstraint(fields=["content_object", "tag"], name="tagging_once"),
        ]
        indexes = [models.Index(fields=["tag", "content_object"], name="tagging_by_tag")]
