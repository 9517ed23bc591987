"""What the editorial team says to each other, who is at the desk, and who wants mail."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publications.models.publication import Publication


class Comment(models.Model):
    """A remark in the thread of a publication. Readers never see it."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="comments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(_("comment"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class OpenForm(models.Model):
    """Somebody has the form of a publication open; the browser says so every now and then."""

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="open_forms"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        constraints = [
            models.UniqueConstraint(fields=["publication", "user"], name="open_form_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.publication}"


class NoticePreference(models.Model):
    """Whether a member of the team is told by mail when it is their turn. Without a row: yes."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preference"
    )
    by_mail = models.BooleanField(_("tell me by mail when it is my turn"), default=True)

    class Meta:
        verbose_name = _("notices by mail")
        verbose_name_plural = _("notices by mail")

    def __str__(self) -> str:
        return str(self.user)
