"""Who asked for a full text, and the links they were given."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publications.models.document import Document
from publications.models.publication import Publication


class DownloadRequest(models.Model):
    """One passage through the gate: by a reader's address, or by a member's account."""

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="download_requests"
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="download_requests",
        verbose_name=_("member"),
    )
    wants_newsletter = models.BooleanField(_("asked for the newsletter"), default=False)
    notice_version = models.CharField(_("version of the privacy notice"), max_length=20)
    language = models.CharField(_("language"), max_length=10)
    created_at = models.DateTimeField(_("asked"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("download request")
        verbose_name_plural = _("download requests")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(email="") | Q(user__isnull=False), name="download_request_by_someone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email or self.user} – {self.publication}"


class Grant(models.Model):
    """A link that opens one document for a time. Only the hash of its token is stored."""

    request = models.ForeignKey(
        DownloadRequest,
        on_delete=models.CASCADE,
        related_name="grants",
        verbose_name=_("download request"),
    )
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="grants")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("given"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("download link")
        verbose_name_plural = _("download links")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.document} – {self.request}"
