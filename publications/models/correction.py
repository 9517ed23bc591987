"""What readers are told of a text that changed after it was published."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publications.enums import CorrectionKind
from publications.models.publication import Publication


class CorrectionNotice(models.Model):
    """An erratum, an update or a retraction, shown above the summary.

    It names the version of the full text by its number: that is the same in a working copy, in the
    live publication and in an old revision, where a row's key is not.
    """

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="corrections"
    )
    date = models.DateField(_("date"), default=timezone.localdate)
    kind = models.CharField(
        _("kind"), max_length=10, choices=CorrectionKind.choices, default=CorrectionKind.ERRATUM
    )
    text = models.TextField(_("text"), help_text=_("In the language of the publication."))
    version_number = models.PositiveSmallIntegerField(
        _("version of the full text that it concerns"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("correction notice")
        verbose_name_plural = _("correction notices, shown above the summary")
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["publication", "-date"], name="correction_newest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.date}"

    def clean(self) -> None:
        day: datetime.date | None = self.date  # None where what was typed is no date
        if day is not None and day > timezone.localdate():
            raise ValidationError({"date": _("A notice is dated when it is made, not later.")})
