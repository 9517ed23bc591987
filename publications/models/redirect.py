"""Addresses that were public once and now lead elsewhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from authors.models import Author
from publications.models.publication import Publication
from publications.models.tagging import Tag


class SlugRedirect(models.Model):
    """A former slug of a publication. It points at the row, so there is never a chain or a loop."""

    slug = models.SlugField(_("former slug"), max_length=150, unique=True)
    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="former_slugs"
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class TagRedirect(models.Model):
    """The slug of a topic that was merged into another."""

    slug = models.SlugField(_("former slug"), max_length=100, unique=True, allow_unicode=True)
    # The row it had: revisions of publications name it.
    former_pk = models.BigIntegerField(db_index=True)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="former_slugs")
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("former address of a topic")
        verbose_name_plural = _("former addresses of topics")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class AuthorRedirect(models.Model):
    """The slug of an author who was merged with another entry of the same person."""

    slug = models.SlugField(_("former slug"), max_length=150, unique=True)
    former_pk = models.BigIntegerField(db_index=True)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="former_slugs")
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("former address of an author")
        verbose_name_plural = _("former addresses of authors")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug
