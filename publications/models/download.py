"""Who asked for a full text, and the links they were given."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from publications.enums import Passage, Sector
from publications.models.document import Document
from publications.models.publication import Publication


class DownloadRequest(models.Model):
    """One passage through the gate: by an address, by an account, or once more on a browser."""

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
    passage = models.CharField(
        _("how"), max_length=12, choices=Passage.choices, default=Passage.ADDRESS
    )
    organisation = models.CharField(_("organisation"), max_length=150, blank=True)
    sector = models.CharField(_("sector"), max_length=15, choices=Sector.choices, blank=True)
    wants_newsletter = models.BooleanField(_("asked for the newsletter"), default=False)
    notice_version = models.CharField(_("version of the privacy notice"), max_length=20)
    language = models.CharField(_("language"), max_length=10)
    created_at = models.DateTimeField(_("asked"), auto_now_add=True, db_index=True)
    # Erased by the reader or by age: the row goes on counting, and says nothing of anybody.
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("download request")
        verbose_name_plural = _("download requests")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(email="")
                | Q(user__isnull=False)
                | Q(passage__in=[Passage.REMEMBERED, Passage.RECOGNISED, Passage.ANONYMOUS])
                | Q(erased_at__isnull=False),
                name="download_request_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(email="", user=None, organisation="", sector=""),
                name="download_request_erased_is_empty",
            ),
        ]
        # Found again whatever the case it was typed in.
        indexes = [models.Index(Upper("email"), name="download_request_by_email")]
        permissions = [
            ("export_downloadrequest", _("Can export download requests, which hold addresses"))
        ]

    def __str__(self) -> str:
        return f"{self.email or self.user or self.get_passage_display()} – {self.publication}"


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
        # Not for whom: who may look at links may not yet look at addresses.
        return f"{self.document} – {self.created_at:%Y-%m-%d %H:%M}"
