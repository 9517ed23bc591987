"""Where a publication comes from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import ResearchCenter
from publications.models.publication import Publication


class PublicationCenter(models.Model):
    """A center or program a publication belongs to; the first is its main one."""

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="center_links"
    )
    center = models.ForeignKey(
        ResearchCenter,
        on_delete=models.PROTECT,
        related_name="publication_links",
        verbose_name=_("center"),
    )
    is_primary = models.BooleanField(_("primary"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("center of a publication")
        verbose_name_plural = _("centers of a publication")
        ordering = ["-is_primary", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "center"], name="publication_center_once"
            ),
            models.UniqueConstraint(
                fields=["publication"],
                condition=Q(is_primary=True),
                name="publication_one_primary_center",
                violation_error_message=_("A publication has one primary center."),
            ),
        ]
        indexes = [models.Index(fields=["center", "publication"], name="publication_by_center")]

    def __str__(self) -> str:
        return str(self.center)
