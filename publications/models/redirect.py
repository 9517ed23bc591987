"""Addresses that were public once and now lead elsewhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publications.models.publication import Publication


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
