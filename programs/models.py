"""Research centers and programs: the institute's own structure."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ifri.pictures import Focus, PictureField
from ifri.storage import PrivateStorage, unguessable_name
from ifri.translation import per_language


class Kind(models.TextChoices):
    CENTER = "center", _("research center")
    PROGRAM = "program", _("program")


class ResearchCenterQuerySet(models.QuerySet["ResearchCenter"]):
    def active(self) -> "ResearchCenterQuerySet":
        return self.filter(is_active=True)


class ResearchCenter(models.Model):
    """A center, or a program that may belong to a center."""

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.CENTER)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs to"),
        help_text=_("The center that a program is part of."),
    )
    name = per_language(models.CharField(_("name"), max_length=200))
    acronym = models.CharField(_("acronym"), max_length=20, blank=True)
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    description = per_language(models.TextField(_("description"), blank=True), needed=False)
    image = PictureField(
        _("image"), upload_to=unguessable_name, storage=PrivateStorage(), blank=True, max_length=120
    )
    image_focus = models.CharField(
        _("what of the image stays when it is cut"),
        max_length=12,
        choices=Focus.choices,
        blank=True,
        default=Focus.CENTER,
    )
    image_credit = models.CharField(_("image credit"), max_length=150, blank=True)
    image_alt = per_language(
        models.CharField(_("image description"), max_length=250, blank=True), needed=False
    )
    website = models.URLField(_("website"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ResearchCenterQuerySet.as_manager()

    class Meta:
        verbose_name = _("research center or program")
        verbose_name_plural = _("research centers and programs")
        ordering = ["order", "name_en", "pk"]
        indexes = [models.Index(fields=["is_active", "order"], name="center_active_order")]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("program", args=[self.slug])

    def clean(self) -> None:
        ancestor = self.parent
        while ancestor is not None:
            if ancestor.pk == self.pk and self.pk is not None:
                raise ValidationError(
                    {"parent": _("A center cannot belong to itself, directly or through others.")}
                )
            ancestor = ancestor.parent
