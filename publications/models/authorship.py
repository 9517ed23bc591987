"""Who signed a publication, in what order, and under which affiliations."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from authors.models import Author, Organisation
from programs.models import ResearchCenter
from publications.enums import AuthorRole
from publications.models.publication import Publication

ONE_SIGNATORY = (
    Q(author__isnull=False, organisation=None, center=None)
    | Q(author=None, organisation__isnull=False, center=None)
    | Q(author=None, organisation=None, center__isnull=False)
)


class Authorship(models.Model):
    """One signature: a person, or a corporate author (an organisation or one of our centers)."""

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="authorships"
    )
    author = models.ForeignKey(
        Author,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="authorships",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="authorships",
        verbose_name=_("or organisation"),
    )
    center = models.ForeignKey(
        ResearchCenter,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="authorships",
        verbose_name=_("or center"),
    )
    role = models.CharField(
        _("role"), max_length=12, choices=AuthorRole.choices, default=AuthorRole.AUTHOR
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    # A list of {"text": {"en": …, "fr": …}, "organisation": …, "ror": …}; None until publication.
    frozen_affiliations: "models.JSONField[Any, Any]" = models.JSONField(
        null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("authors, in the order of the byline")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=ONE_SIGNATORY,
                name="authorship_one_signatory",
                violation_error_message=_("Choose one of: a person, an organisation, a center."),
            ),
            models.UniqueConstraint(
                fields=["publication", "author", "role"],
                name="authorship_author_once",
                violation_error_message=_("This person already signs in this role."),
            ),
        ]
        indexes = [models.Index(fields=["publication", "order"], name="authorship_in_order")]

    def __str__(self) -> str:
        return self.name

    @property
    def signatory(self) -> Author | Organisation | ResearchCenter:
        signatory = self.author or self.organisation or self.center
        assert signatory is not None  # noqa: S101 - the check constraint holds it
        return signatory

    @property
    def name(self) -> str:
        return str(self.signatory)

    @property
    def is_corporate(self) -> bool:
        return self.author_id is None
