"""Every state a publication's text has been in."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publications.enums import Status
from publications.models.publication import Publication


class Revision(models.Model):
    """A whole copy of the editorial content (``publications.content``) as it stood after a change.

    Rows are only ever added. ``number`` counts from 1 within a publication and is what a form is
    based on: a save based on an older number is refused.
    """

    class Kind(models.TextChoices):
        SAVE = "save", _("edited")
        TRANSITION = "transition", _("changed status")
        RESTORE = "restore", _("restored")
        MERGE = "merge", _("took over a pending change")

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("revision"))
    kind = models.CharField(_("what happened"), max_length=10, choices=Kind.choices)
    content: "models.JSONField[Any, Any]" = models.JSONField(_("content"))
    status = models.CharField(_("status"), max_length=10, choices=Status.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="revision_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.publication} #{self.number}"
