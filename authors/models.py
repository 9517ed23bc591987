"""People, the organisations they work for, and how the two are tied."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from authors.identifiers import validate_orcid, validate_ror
from ifri.pictures import Focus, PictureField
from ifri.storage import PrivateStorage, unguessable_name
from ifri.translation import per_language
from programs.models import ResearchCenter


class Organisation(models.Model):
    """A university, school, ministry, institute or a part of one."""

    name = per_language(models.CharField(_("name"), max_length=250))
    article = per_language(
        models.CharField(
            _("article"),
            max_length=10,
            blank=True,
            help_text=_(
                "The article used before the name in a sentence, if any: “the”; in French “le”, “la”, “l’”."
            ),
        ),
        needed=False,
    )
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    ror_id = models.CharField(_("ROR id"), max_length=40, blank=True, validators=[validate_ror])
    website = models.URLField(_("website"), blank=True)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        help_text=_("Two letters (ISO 3166-1), for example FR."),
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_en", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ror_id"], condition=~Q(ror_id=""), name="organisation_ror_once"
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")), name="organisation_not_part_of_itself"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Author(models.Model):
    """A person who signs publications."""

    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100)
    slug = models.SlugField(_("slug"), max_length=150, unique=True)
    photo = PictureField(
        _("photo"), upload_to=unguessable_name, storage=PrivateStorage(), blank=True, max_length=120
    )
    photo_focus = models.CharField(
        _("what of the photo stays when it is cut"),
        max_length=12,
        choices=Focus.choices,
        blank=True,
        default=Focus.CENTER,
    )
    photo_credit = models.CharField(_("photo credit"), max_length=150, blank=True)
    biography = per_language(
        models.TextField(
            _("biography"),
            blank=True,
            help_text=_("Left empty, a sentence is made from the affiliations."),
        ),
        needed=False,
    )
    orcid = models.CharField("ORCID", max_length=19, blank=True, validators=[validate_orcid])
    website = models.URLField(_("website"), blank=True)
    is_current = models.BooleanField(
        _("current"),
        default=True,
        help_text=_("Works with the institute now; past authors keep their page."),
    )
    centers: "models.ManyToManyField[ResearchCenter, CenterMembership]" = models.ManyToManyField(
        ResearchCenter,
        through="CenterMembership",
        related_name="members",
        blank=True,
        verbose_name=_("centers"),
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["last_name", "first_name", "pk"]
        indexes = [models.Index(fields=["last_name", "first_name"], name="author_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["orcid"], condition=~Q(orcid=""), name="author_orcid_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        """What stands where a portrait would."""
        return f"{self.first_name[:1]}{self.last_name[:1]}".upper()


class AuthorLink(models.Model):
    """A page elsewhere that belongs to the author: a social account, a university profile."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("label"), max_length=60)
    url = models.URLField(_("address"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.label


class Relation(models.TextChoices):
    """What ties a person to an organisation; it decides the verb of the generated sentence."""

    POSITION = "position", _("holds a position (is a lecturer at …)")
    MEMBER = "member", _("is a member of …")
    HEAD = "head", _("heads …")


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def on(self, day: datetime.date) -> "AffiliationQuerySet":
        """Those shown to readers and in force on that day."""
        return (
            self.filter(is_visible=True)
            .filter(Q(start=None) | Q(start__lte=day))
            .filter(Q(end=None) | Q(end__gte=day))
            .select_related("organisation__parent")
        )


class Affiliation(models.Model):
    """One tie of an author to an organisation; an author has any number of them, in a chosen order."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="affiliations",
        verbose_name=_("organisation"),
    )
    relation = models.CharField(
        _("relation"), max_length=10, choices=Relation.choices, default=Relation.POSITION
    )
    position = per_language(
        models.CharField(
            _("position"),
            max_length=150,
            blank=True,
            help_text=_("In lower case: “associate fellow”."),
        ),
        needed=False,
    )
    unit = per_language(
        models.CharField(
            _("unit or chair"),
            max_length=200,
            blank=True,
            help_text=_("For example “Cyber Risk Governance chair”."),
        ),
        needed=False,
    )
    unit_article = per_language(
        models.CharField(
            _("article of the unit"),
            max_length=10,
            blank=True,
            help_text=_("“the”; in French “le”, “la”, “l’”."),
        ),
        needed=False,
    )
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("until"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_primary = models.BooleanField(_("primary"), default=False)
    is_visible = models.BooleanField(_("visible"), default=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start=None) | Q(end=None) | Q(end__gte=F("start")),
                name="affiliation_ends_after_start",
                violation_error_message=_("An affiliation cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["author"],
                condition=Q(is_primary=True),
                name="affiliation_one_primary",
                violation_error_message=_("An author has one primary affiliation."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} – {self.organisation}" if self.position else str(self.organisation)

    def is_shown_on(self, day: datetime.date) -> bool:
        """The same rule as ``AffiliationQuerySet.on``, for rows that are loaded already."""
        return self.is_visible and (self.start or day) <= day <= (self.end or day)


class CenterMembership(models.Model):
    """An author's place in a center or program."""

    class Role(models.TextChoices):
        HEAD = "head", _("head")
        RESEARCHER = "researcher", _("researcher")
        ASSOCIATE = "associate", _("associate")

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="memberships")
    center = models.ForeignKey(
        ResearchCenter,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("center"),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.RESEARCHER)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("center membership")
        verbose_name_plural = _("center memberships")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["author", "center"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.author} – {self.center}"


class ToldApart(models.Model):
    """Two authors of like names of whom somebody said that they are two people."""

    one = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="+")

    class Meta:
        # Whoever may change authors may say it.
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="told_apart_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="told_apart_in_one_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"
