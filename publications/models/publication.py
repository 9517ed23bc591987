"""The publication itself: one row per language."""

import datetime
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from authors.models import Author
from ifri.pictures import Focus, PictureField
from ifri.storage import PrivateStorage, unguessable_name
from programs.models import ResearchCenter
from publications.enums import Access, CorrectionKind, DocumentKind, Licence, Status
from publications.identifiers import validate_isbn
from publications.models.classification import PublicationType, Series
from publications.models.publication_table import CONSTRAINTS, INDEXES
from publications.models.tagging import TaggedPublication
from publications.querysets import PublicationQuerySet
from publications.richtext import plain, rich_text

if TYPE_CHECKING:
    from publications.models.authorship import Authorship
    from publications.models.document import Document, DocumentVersion
    from publications.models.publication_center import PublicationCenter
    from publications.models.related_choices import RelatedPick


class Publication(models.Model):
    """A paper as readers know it: its summary page, and behind the gate its documents.

    ``status`` is changed by ``publications.workflow.transition`` alone.
    """

    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    translation_group = models.UUIDField(
        _("translation group"),
        default=uuid.uuid4,
        editable=False,
        help_text=_("Shared by the versions of one text in several languages."),
    )
    type = models.ForeignKey(
        PublicationType,
        on_delete=models.PROTECT,
        related_name="publications",
        verbose_name=_("type"),
    )
    title = models.CharField(_("title"), max_length=300)
    subtitle = models.CharField(_("subtitle"), max_length=300, blank=True)
    slug = models.SlugField(_("slug"), max_length=150, unique=True)
    lead = rich_text(_("lead"), blank=True, help_text=_("One or two sentences above the summary."))
    summary = rich_text(_("summary"), blank=True)
    key_takeaways = rich_text(_("key takeaways"), blank=True)
    teaser = models.CharField(
        _("teaser"),
        max_length=300,
        blank=True,
        help_text=_(
            "Shown in listings and feeds; left empty, it is cut from the lead or the summary."
        ),
    )
    disclosure = models.TextField(
        _("funding and disclosures"),
        blank=True,
        help_text=_("Who paid for it, and what readers should know of the authors' interests."),
    )
    series = models.ForeignKey(
        Series,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="publications",
        verbose_name=_("series"),
    )
    number = models.CharField(_("number in the series"), max_length=20, blank=True)
    pages = models.PositiveSmallIntegerField(
        _("pages"),
        null=True,
        blank=True,
        help_text=_("Left empty, the full text's own count is shown."),
    )
    doi = models.CharField(
        "DOI",
        max_length=120,
        blank=True,
        validators=[
            RegexValidator(
                r"^10\.\d{4,9}/\S+\Z", _("A DOI looks like 10.1234/abc, without https://.")
            )
        ],
    )
    isbn = models.CharField("ISBN", max_length=17, blank=True, validators=[validate_isbn])
    licence = models.CharField(
        _("licence"),
        max_length=20,
        choices=Licence.choices,
        blank=True,
        default=Licence.ALL_RIGHTS_RESERVED,
    )
    cover = PictureField(
        _("cover"),
        upload_to=unguessable_name,
        storage=PrivateStorage(),
        blank=True,
        max_length=120,
        help_text=_("Left empty, the first page of the full text is shown."),
    )
    cover_focus = models.CharField(
        _("what of the cover stays when it is cut"),
        max_length=12,
        choices=Focus.choices,
        blank=True,
        default=Focus.CENTER,
    )
    cover_alt = models.CharField(_("cover description"), max_length=250, blank=True)
    cover_credit = models.CharField(_("cover credit"), max_length=150, blank=True)
    access = models.CharField(
        _("access to the full text"),
        max_length=10,
        choices=Access.choices,
        blank=True,
        help_text=_("Left empty, the rule of its type holds, or else that of the site."),
    )
    open_after_days = models.PositiveSmallIntegerField(
        _("open to all after (days)"),
        null=True,
        blank=True,
        help_text=_("So many days after publication the gate opens for everybody. Empty: never."),
    )
    member_group = models.ForeignKey(
        "auth.Group",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only for members of"),
        help_text=_("Where access is for members: this group. Empty: every member."),
    )
    authors: "models.ManyToManyField[Author, Authorship]" = models.ManyToManyField(
        Author, through="Authorship", related_name="publications", blank=True
    )
    centers: "models.ManyToManyField[ResearchCenter, PublicationCenter]" = models.ManyToManyField(
        ResearchCenter,
        through="PublicationCenter",
        related_name="publications",
        blank=True,
        verbose_name=_("centers"),
    )
    picks: "models.ManyToManyField[Publication, RelatedPick]" = models.ManyToManyField(
        "self",
        through="RelatedPick",
        through_fields=("publication", "picked"),
        symmetrical=False,
        related_name="picked_by",
        blank=True,
    )
    tags = TaggableManager(
        through=TaggedPublication, blank=True, related_name="publications", verbose_name=_("tags")
    )

    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("public from"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("public until"), null=True, blank=True, editable=False)
    withdrawal_reason = models.CharField(
        _("reason of the withdrawal"), max_length=500, blank=True, editable=False
    )
    version = models.PositiveIntegerField(
        _("revision"),
        default=0,
        editable=False,
        help_text=_("Number of the newest revision; a save must be based on it."),
    )
    pending_for = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        editable=False,
        related_name="pending_changes",
        verbose_name=_("pending change of"),
    )
    # The revision of the live publication that this working copy was made from.
    pending_base = models.PositiveIntegerField(null=True, editable=False)
    translated_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="derived_translations",
        verbose_name=_("translated from"),
    )
    # The revision of the original with which this translation is in step.
    translated_revision = models.PositiveIntegerField(null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    modified_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = PublicationQuerySet.as_manager()

    full_text_documents: "list[Document]"  # set by PublicationQuerySet.with_full_text

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        permissions = [
            ("review_publication", _("Can approve publications and request changes")),
            ("publish_publication", _("Can publish and withdraw publications")),
            ("export_publication", _("Can export publications")),
        ]
        constraints = CONSTRAINTS
        indexes = INDEXES

    def __str__(self) -> str:
        return self.title

    # --- addresses --------------------------------------------------------------------------------

    def get_absolute_url(self) -> str:
        """The summary page on the site of the active language."""
        return reverse("publication", args=[self.slug])

    def canonical_path(self) -> str:
        """The summary page on the site of its own language."""
        with translation.override(self.language):
            return self.get_absolute_url()

    def canonical_url(self) -> str:
        return f"{settings.SITE_URL}{self.canonical_path()}"

    def pdf_path(self) -> str:
        """The full text's address; what it answers is decided by ``publications.access``."""
        return reverse("publication-pdf", args=[self.slug, self.slug])

    def gate_path(self) -> str:
        return reverse("publication-gate", args=[self.slug])

    # --- what is shown ----------------------------------------------------------------------------

    @property
    def is_public(self) -> bool:
        """``PublicationQuerySet.public`` for a row that is loaded already."""
        return self.is_public_at(timezone.now())

    def is_public_at(self, moment: datetime.datetime) -> bool:
        if (
            self.status != Status.PUBLISHED
            or self.published_at is None
            or self.published_at > moment
        ):
            return False
        return self.withdrawn_at is None or self.withdrawn_at > moment

    @property
    def is_scheduled(self) -> bool:
        """``PublicationQuerySet.scheduled`` for a row that is loaded already."""
        is_to_come = self.published_at is not None and self.published_at > timezone.now()
        return self.status == Status.PUBLISHED and is_to_come

    @property
    def awaits_readers(self) -> bool:
        """Read and approved, and not public yet."""
        return self.status == Status.APPROVED or self.is_scheduled

    @property
    def was_public(self) -> bool:
        """Whether strangers can see it, or could once: then its address must never be another's."""
        if self.status not in (Status.PUBLISHED, Status.WITHDRAWN) or self.published_at is None:
            return False
        end = self.withdrawn_at
        return self.published_at <= timezone.now() and (end is None or self.published_at < end)

    @property
    def changed_at(self) -> datetime.datetime:
        """When readers last got something new: an edit, or its appearance if that came later."""
        return max(self.modified_at, self.published_at or self.modified_at)

    @property
    def short_text(self) -> str:
        """The teaser, or the beginning of the lead or summary."""
        return self.teaser or Truncator(plain(self.lead or self.summary)).chars(240, truncate="…")

    @cached_property
    def is_retracted(self) -> bool:
        """Public still, and not to be relied on; free of queries after ``with_retraction()``."""
        return any(each.kind == CorrectionKind.RETRACTION for each in self.corrections.all())

    @property
    def full_text(self) -> "Document | None":
        """The document behind the gate; free of queries after ``with_full_text()``."""
        loaded = getattr(self, "full_text_documents", None)
        if loaded is None:
            return (
                self.documents.live()
                .filter(kind=DocumentKind.FULL_TEXT)
                .select_related("current")
                .first()
            )
        return loaded[0] if loaded else None

    @property
    def current_pdf(self) -> "DocumentVersion | None":
        document = self.full_text
        return document.current if document else None

    @property
    def page_count(self) -> int | None:
        if self.pages:
            return self.pages
        return self.current_pdf.page_count if self.current_pdf else None

    @property
    def cover_image(self) -> "models.fields.files.ImageFieldFile | None":
        """The chosen cover, or the first page of the full text."""
        if self.cover:
            return self.cover
        return (
            self.current_pdf.first_page
            if self.current_pdf and self.current_pdf.first_page
            else None
        )
