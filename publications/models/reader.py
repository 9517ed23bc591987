"""Readers who gave an address: their newsletter, their links to what is held about them, limits."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class NewsletterSubscription(models.Model):
    """A wish for the newsletter; it counts once confirmed by the link sent to the address."""

    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(_("language"), max_length=10)
    notice_version = models.CharField(_("version of the privacy notice"), max_length=20)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    class Meta:
        verbose_name = _("newsletter subscription")
        verbose_name_plural = _("newsletter subscriptions")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.email


class ReaderLink(models.Model):
    """A link by which whoever reads the mails of an address sees, takes or erases what is held of it."""

    email = models.EmailField(_("e-mail address"), db_index=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))

    class Meta:
        verbose_name = _("link to a reader's data")
        verbose_name_plural = _("links to readers' data")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.email


class Attempt(models.Model):
    """One passage or one mail, by keyed hashes: enough to count an hour, nothing to find anybody by.

    Each is of one address and of one network; a mail is of an address alone.
    """

    address = models.CharField(max_length=32, blank=True)
    network = models.CharField(max_length=32)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["address", "at"], name="attempt_by_address"),
            models.Index(fields=["network", "at"], name="attempt_by_network"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"


class PersonalDataLog(models.Model):
    """What was erased or exported, by whom and how much; never whose."""

    class Kind(models.TextChoices):
        ERASED = "erased", _("erased by the reader")
        PURGED = "purged", _("erased by age")
        EXPORTED = "exported", _("exported")

    kind = models.CharField(_("what happened"), max_length=10, choices=Kind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("user"),
    )
    rows = models.PositiveIntegerField(_("rows"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("handling of personal data")
        verbose_name_plural = _("handling of personal data")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"
