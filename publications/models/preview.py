"""Links by which people without an account read what is not public yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publications.models.publication import Publication


class PreviewLink(models.Model):
    """A personal, expiring, revocable link to the preview of one publication.

    Only the hash of its token is stored.
    """

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="preview_links"
    )
    recipient = models.CharField(_("for"), max_length=150, help_text=_("Name of the person."))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-created_at"]

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
