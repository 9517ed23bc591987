"""What editors put on top of the home page."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publications.models.publication import Publication


class FeaturedPublication(models.Model):
    """A place on the home page, shown while its publication is public.

    The French page shows the paper's French version where there is one.
    """

    publication = models.OneToOneField(
        Publication,
        on_delete=models.CASCADE,
        related_name="featured",
        verbose_name=_("publication"),
        limit_choices_to={"pending_for": None},
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("featured publication")
        verbose_name_plural = _("featured publications (home page)")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return str(self.publication)
