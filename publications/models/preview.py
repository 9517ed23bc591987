"""Links by which people without an account read what is not public yet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publications.models.personal_link import PersonalLink
from publications.models.publication import Publication


class PreviewLink(PersonalLink):
    """A link for somebody without an account to the preview of one publication."""

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="preview_links"
    )
    recipient = models.CharField(_("for"), max_length=150, help_text=_("Name of the person."))
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta(PersonalLink.Meta):
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")

    def __str__(self) -> str:
        return f"{self.publication} – {self.recipient}"


class PreviewOpening(models.Model):
    """One opening of a preview link. When, and nothing about the reader but whose link it was."""

    link = models.ForeignKey(PreviewLink, on_delete=models.CASCADE, related_name="openings")
    at = models.DateTimeField(_("opened"), auto_now_add=True)

    class Meta:
        verbose_name = _("opening of a preview link")
        verbose_name_plural = _("openings of preview links")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.link} {self.at:%Y-%m-%d %H:%M}"
