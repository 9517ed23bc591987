"""What a link given to one person has, whatever it opens."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonalLink(models.Model):
    """Expires and can be revoked. Only the hash of its token is stored."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-created_at"]
