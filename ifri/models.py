"""What another institute writes about itself in the admin: its look, its footer, its own pages."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ifri.colours import is_legible
from ifri.pictures import PictureField
from ifri.richtext import rich_text
from ifri.storage import PrivateStorage, unguessable_name
from ifri.translation import per_language


class Institute(models.Model):
    """One row. The institute's name and addresses are settings; this is what editors may change."""

    logo = PictureField(
        _("logo"),
        upload_to=unguessable_name,
        storage=PrivateStorage(),
        blank=True,
        max_length=120,
        help_text=_(
            "In place of the name set in type; transparent PNG or WebP, at least 160 px high."
        ),
    )
    logo_dark = PictureField(
        _("logo on dark ground"),
        upload_to=unguessable_name,
        storage=PrivateStorage(),
        blank=True,
        max_length=120,
    )
    main_colour = models.CharField(
        _("main colour"),
        max_length=7,
        blank=True,
        validators=[is_legible],
        help_text=_("Buttons and rules, for example #14304a. The dark scheme's is made from it."),
    )
    accent_colour = models.CharField(
        _("accent colour"), max_length=7, blank=True, validators=[is_legible]
    )
    footer = per_language(
        models.TextField(
            _("footer"),
            blank=True,
            help_text=_(
                "Address, telephone, how the institute is financed: whatever stands below."
            ),
        ),
        needed=False,
    )
    disclaimer = per_language(
        models.TextField(
            _("disclaimer"),
            blank=True,
            help_text=_("Stands at the end of every publication's page."),
        ),
        needed=False,
    )

    class Meta:
        verbose_name = _("institute")
        verbose_name_plural = _("institute")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="institute_is_one")]

    def __str__(self) -> str:
        return str(_("Look, footer and disclaimer"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)


class StaticPage(models.Model):
    """A page of the institute's own: about, legal notice, privacy, accessibility."""

    slug = models.SlugField(
        _("slug"),
        max_length=60,
        unique=True,
        help_text=_("Its address: “about” stands at /en/pages/about/ and /fr/pages/about/."),
    )
    title = per_language(models.CharField(_("title"), max_length=150))
    body = per_language(rich_text(_("text"), blank=True), needed=False)
    is_public = models.BooleanField(_("public"), default=True)
    in_footer = models.BooleanField(_("linked in the footer"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    modified_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        verbose_name = _("page of the institute")
        verbose_name_plural = _("pages of the institute")
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])

    def languages(self) -> list[str]:
        """Those it is written in, as far as its text goes."""
        return [
            field.removeprefix("body_") for field in StaticPage.body.fields if getattr(self, field)
        ]
