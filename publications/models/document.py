"""The files behind the gate, each with its versions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ifri.pictures import PictureField
from ifri.storage import PrivateStorage, unguessable_name
from publications.enums import DocumentKind
from publications.models.publication import Publication


class DocumentQuerySet(models.QuerySet["Document"]):
    def live(self) -> "DocumentQuerySet":
        """Those that editors have not taken off; the others are kept for the history."""
        return self.filter(is_removed=False)


class Document(models.Model):
    """One document of a publication; readers get its current version."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(
        _("kind"), max_length=10, choices=DocumentKind.choices, default=DocumentKind.FULL_TEXT
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    current = models.ForeignKey(
        "publications.DocumentVersion",
        on_delete=models.RESTRICT,
        null=True,
        editable=False,
        related_name="+",
    )

    is_removed = models.BooleanField(_("taken off"), default=False, editable=False)
    # In the working copy of a pending change: the live document this one will replace.
    stands_for = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = DocumentQuerySet.as_manager()

    offered_versions: "list[DocumentVersion]"  # set by publications.access

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication"],
                condition=Q(kind=DocumentKind.FULL_TEXT, is_removed=False),
                name="document_one_full_text",
                violation_error_message=_(
                    "A publication has one full text; add the others as annexes."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()


class DocumentVersion(models.Model):
    """One file as it was uploaded. It is never changed; a replacement is a new version."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    file = models.FileField(
        _("file"), upload_to=unguessable_name, storage=PrivateStorage(), max_length=120
    )
    original_name = models.CharField(_("name when uploaded"), max_length=255, blank=True)
    sha256 = models.CharField(_("checksum (SHA-256)"), max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    page_count = models.PositiveIntegerField(_("pages"))
    # What the file says of itself; each is looked at before publishing.
    has_text = models.BooleanField(_("has a text layer"), default=True)
    is_tagged = models.BooleanField(_("is tagged"), default=False)
    pdf_title = models.CharField(_("title in the file"), max_length=300, blank=True)
    pdf_language = models.CharField(_("language in the file"), max_length=35, blank=True)
    first_page = PictureField(
        _("image of the first page"),
        upload_to=unguessable_name,
        storage=PrivateStorage(),
        blank=True,
        max_length=120,
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    reason = models.CharField(_("why it replaces the one before"), max_length=300, blank=True)
    is_offered = models.BooleanField(
        _("offered to readers as an earlier version"),
        default=False,
        help_text=_("A replaced version that has been cited can stay available."),
    )

    class Meta:
        verbose_name = _("document version")
        verbose_name_plural = _("document versions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.document} v{self.number}"
