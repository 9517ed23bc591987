"""Embargoed papers given to named journalists before their time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publications.models.personal_link import PersonalLink
from publications.models.publication import Publication


class PressLink(PersonalLink):
    """A journalist's personal link to one embargoed paper."""

    publication = models.ForeignKey(
        Publication,
        on_delete=models.CASCADE,
        related_name="press_links",
        verbose_name=_("publication"),
    )
    name = models.CharField(_("journalist"), max_length=150)
    outlet = models.CharField(_("newspaper, station, agency"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    created_at = models.DateTimeField(_("given"), auto_now_add=True)

    class Meta(PersonalLink.Meta):
        verbose_name = _("press link")
        verbose_name_plural = _("press links")
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
