"""The log of every change of status."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publications.enums import Status
from publications.models.publication import Publication


class Transition(models.Model):
    """Who moved a publication from which status to which, when and why. Rows are only ever added."""

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="transitions"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("user"),
    )
    from_status = models.CharField(
        pgettext_lazy("status", "from"), max_length=10, choices=Status.choices
    )
    to_status = models.CharField(
        pgettext_lazy("status", "to"), max_length=10, choices=Status.choices
    )
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("change of status")
        verbose_name_plural = _("changes of status")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} → {self.get_to_status_display()}"
