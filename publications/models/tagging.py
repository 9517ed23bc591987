"""Tags: the topics by which analyses are found and related."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from ifri.translation import per_language
from publications.enums import TagKind


class Tag(TagBase):
    """A topic. ``name`` is its key; readers see the label of their language, or else the name."""

    label = per_language(
        models.CharField(
            _("label"), max_length=100, blank=True, help_text=_("Shown instead of the name.")
        ),
        needed=False,
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=TagKind.choices, default=TagKind.TOPIC
    )
    description = per_language(
        models.TextField(
            _("description"), blank=True, help_text=_("Shown at the top of the topic’s page.")
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


class TagSynonym(models.Model):
    """Another word for a tag: whoever types it as a tag, or asks for it, gets that tag."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="synonyms")
    name = models.CharField(_("name"), max_length=100)
    # Without case: what makes two of them the same on every database.
    key = models.CharField(max_length=100, unique=True, editable=False)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = " ".join(self.name.split())
        self.key = self.key_of(self.name)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        key = self.key_of(self.name)
        others = TagSynonym.objects.filter(key=key).exclude(pk=self.pk)
        tags = Tag.objects.filter(name__iexact=self.name).exclude(pk=self.tag_id)
        if others.exists() or tags.exists():
            raise ValidationError({"name": _("Another tag has this name or this synonym.")})

    @staticmethod
    def key_of(name: str) -> str:
        return " ".join(name.split()).casefold()[:100]


class TaggedPublication(ItemBase, models.Model):  # noqa: DJ008 - ItemBase has one
    """A tag on a publication, by a real foreign key (``docs/decisions/0003-tags.md``)."""

    content_object = models.ForeignKey(
        "publications.Publication", on_delete=models.CASCADE, related_name="taggings"
    )
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")
    # The publication's own, carried here for the order of a topic's page (publications.derived).
    published_at = models.DateTimeField(null=True, editable=False)

    objects: "models.Manager[TaggedPublication]" = models.Manager()

    class Meta:
        verbose_name = _("tag of a publication")
        verbose_name_plural = _("tags of publications")
        constraints = [
            # Read both ways: the tags of a publication, the publications of a tag.
            models.UniqueConstraint(fields=["content_object", "tag"], name="tagging_once"),
        ]
        indexes = [
            models.Index(fields=["tag", "content_object"], name="tagging_by_tag"),
            # A topic's newest, whatever the number of publications that carry the tag.
            models.Index(
                F("tag"),
                F("published_at").desc(),
                F("content_object").desc(),
                name="tagging_newest",
            ),
        ]
