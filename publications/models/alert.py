"""Readers who are mailed what is new: who they are, what they follow, what they were told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from authors.models import Author
from programs.models import ResearchCenter
from publications.enums import Frequency
from publications.models.classification import PublicationType, Series
from publications.models.publication import Publication
from publications.models.tagging import Tag


class Follower(models.Model):
    """An address that follows something, or was asked whether it does. It goes with its last alert."""

    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(_("language"), max_length=10)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")

    def __str__(self) -> str:
        # Not the address: what is printed may end in a log.
        return f"{self._meta.verbose_name} {self.pk}"


class Alert(models.Model):
    """One thing an address follows: whatever fits all of the filters, as in the listing.

    It counts once confirmed by the link sent to the address.
    """

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="alerts")
    q = models.CharField(_("words"), max_length=200, blank=True)
    center = models.ForeignKey(ResearchCenter, models.CASCADE, null=True, related_name="+")
    author = models.ForeignKey(Author, models.CASCADE, null=True, related_name="+")
    type = models.ForeignKey(PublicationType, models.CASCADE, null=True, related_name="+")
    series = models.ForeignKey(Series, models.CASCADE, null=True, related_name="+")
    tag = models.ForeignKey(Tag, models.CASCADE, null=True, related_name="+")
    language = models.CharField(_("language of the publications"), max_length=10, blank=True)
    frequency = models.CharField(
        _("how often"), max_length=10, choices=Frequency.choices, default=Frequency.DAILY
    )
    # Of the address and the filters: the same thing is followed once.
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    notice_version = models.CharField(_("version of the privacy notice"), max_length=20)
    asked_at = models.DateTimeField(_("asked"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    # When there was last looked for something to tell.
    looked_at = models.DateTimeField(_("looked"), null=True)

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["frequency", "looked_at"], name="alert_by_turn")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None, looked_at=None)
                | models.Q(confirmed_at__isnull=False, looked_at__isnull=False),
                name="alert_confirmed_is_looked_at",
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Told(models.Model):
    """A publication that an address was mailed about: kept so that it is never mailed about again."""

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="told")
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="+")
    # The versions of one text in several languages are one paper.
    translation_group = models.UUIDField()
    mail = models.ForeignKey(
        "post_office.Email", on_delete=models.SET_NULL, null=True, related_name="told"
    )
    at = models.DateTimeField(_("told"))

    class Meta:
        verbose_name = _("publication told of")
        verbose_name_plural = _("publications told of")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["follower", "publication"], name="told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.at:%Y-%m-%d %H:%M}"
