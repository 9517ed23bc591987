"""What is kept about use: short-lived events without addresses, and daily sums without people."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publications.enums import UsageKind, UsageMetric
from publications.models.document import Document
from publications.models.publication import Publication


class HourSalt(models.Model):
    """The random salt of one hour. It is deleted soon after, and with it the way back to anybody."""

    hour = models.DateTimeField(primary_key=True)
    salt = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H}"


class UsageEvent(models.Model):
    """One page view or file sent, until it is summed up.

    ``session`` is a salted hash of network address and browser within one hour; ``carried`` is the
    same with the salt of the hour before, kept only where a double click may span the two.
    """

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=13, choices=UsageKind.choices)
    session = models.CharField(max_length=32)
    carried = models.CharField(max_length=32, blank=True)
    is_robot = models.BooleanField(default=False)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.publication_id} {self.at:%Y-%m-%d %H:%M:%S}"


class DailyUsage(models.Model):
    """The sums of one day in the terms of the COUNTER Code of Practice 5.1.

    ``document`` is empty for a publication as a whole. Robots are counted apart, to be seen as left
    out.
    """

    day = models.DateField(_("day"))
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="usage")
    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, null=True, blank=True, related_name="usage"
    )
    metric = models.CharField(_("metric"), max_length=30, choices=UsageMetric.choices)
    is_robot = models.BooleanField(_("robots"), default=False)
    count = models.PositiveIntegerField(_("count"), default=0)

    class Meta:
        verbose_name = _("usage of a day")
        verbose_name_plural = _("usage by day")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "publication", "document", "metric", "is_robot"],
                condition=Q(document__isnull=False),
                name="daily_usage_of_document_once",
            ),
            # Two empty documents are different to a database, hence the second rule.
            models.UniqueConstraint(
                fields=["day", "publication", "metric", "is_robot"],
                condition=Q(document=None),
                name="daily_usage_of_publication_once",
            ),
        ]
        indexes = [
            models.Index(fields=["publication", "day"], name="usage_by_publication"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.publication_id} {self.metric}: {self.count}"
