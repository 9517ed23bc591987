"""What editors say of related analyses: which come first, and which never."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from publications.models.publication import Publication


class RelatedPick(models.Model):
    """A related analysis chosen by an editor, shown before the computed ones."""

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="related_picks"
    )
    picked = models.ForeignKey(
        Publication,
        on_delete=models.CASCADE,
        related_name="picked_for",
        verbose_name=_("related analysis"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("related analysis")
        verbose_name_plural = _("related analyses (chosen)")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "picked"], name="related_pick_once"),
            models.CheckConstraint(
                condition=~Q(publication=F("picked")),
                name="related_pick_not_itself",
                violation_error_message=_("A publication is not related to itself."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.picked)


class RelatedBan(models.Model):
    """What editors do not want to see under a publication, whatever its score."""

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="related_bans"
    )
    banned = models.ForeignKey(
        Publication,
        on_delete=models.CASCADE,
        related_name="banned_from",
        verbose_name=_("never shown"),
    )

    class Meta:
        verbose_name = _("analysis that is never shown")
        verbose_name_plural = _("related analyses (never shown)")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "banned"], name="related_ban_once"),
            models.CheckConstraint(
                condition=~Q(publication=F("banned")),
                name="related_ban_not_itself",
                violation_error_message=_("A publication is not related to itself."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.banned)
