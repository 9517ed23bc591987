"""Embargoed papers given to named journalists before their time."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publications.models.publication import Publication


class PressLink(models.Model):
    """A journalist's personal link to one embargoed paper. Only the hash of its token is stored."""

    publication = models.ForeignKey(
        Publication,
        on_delete=models.CASCADE,
        related_name="press_links",
        verbose_name=_("publication"),
    )
    name = models.CharField(_("journalist"), max_length=150)
    outlet = models.CharField(_("newspaper, station, agency"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("given"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("press link")
        verbose_name_plural = _("press links")
        ordering = ["-created_at"]
        permissions = [("give_press_access", _("Can give the press embargoed papers"))]

    def __str__(self) -> str:
        return f"{self.name} – {self.publication}"


class PressOpening(models.Model):
    """One opening of a press link: the page or the stamped paper."""

    link = models.ForeignKey(PressLink, on_delete=models.CASCADE, related_name="openings")
    what = models.CharField(
        _("what"), max_length=10, choices=[("page", _("page")), ("paper", _("paper"))]
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("opening of a press link")
        verbose_name_plural = _("openings of press links")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.link} {self.at:%Y-%m-%d %H:%M}"
