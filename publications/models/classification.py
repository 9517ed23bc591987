"""What kind of text a publication is, and the series it appears in."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ifri.translation import per_language
from publications.enums import Access


class PublicationType(models.Model):
    """Paper, report, brief, op-ed …"""

    name = per_language(models.CharField(_("name"), max_length=100))
    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    access = models.CharField(
        _("access to full texts"),
        max_length=10,
        choices=Access.choices,
        blank=True,
        help_text=_("For publications of this type that have no rule of their own."),
    )
    open_after_days = models.PositiveSmallIntegerField(
        _("open to all after (days)"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("publication type")
        verbose_name_plural = _("publication types")
        ordering = ["order", "name_en", "pk"]

    def __str__(self) -> str:
        return str(self.name)


class Series(models.Model):
    """A numbered series of publications."""

    name = per_language(models.CharField(_("name"), max_length=150))
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    description = per_language(models.TextField(_("description"), blank=True), needed=False)
    issn = models.CharField(
        "ISSN",
        max_length=9,
        blank=True,
        validators=[RegexValidator(r"^\d{4}-\d{3}[\dX]\Z", _("An ISSN looks like 2049-3630."))],
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("several", "series")
        ordering = ["order", "name_en", "pk"]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("series", args=[self.slug])
