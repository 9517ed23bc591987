"""What a publication lacks, asked of the database: for lists, filters and the desk."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from publications.enums import DocumentKind
from publications.models import Authorship, Document, TaggedPublication
from publications.querysets import PublicationQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _none(rows: "QuerySet[Any]") -> Q:
    """Nothing there. A probe for each row: of a few rows, PostgreSQL would otherwise read it all."""
    return Q(IsNull(Subquery(rows.values("pk")[:1]), True))


def _full_text() -> Q:
    stored = Document.objects.live().filter(
        publication=OuterRef("pk"), kind=DocumentKind.FULL_TEXT, current__isnull=False
    )
    return _none(stored.order_by())


def _tags() -> Q:
    return _none(TaggedPublication.objects.filter(content_object=OuterRef("pk")))


def _authors() -> Q:
    return _none(Authorship.objects.filter(publication=OuterRef("pk")).order_by())


def _summary() -> Q:
    # What the editor stores for nothing, and what an import may have brought.
    return Q(summary__in=["", "<p></p>"])


CONDITIONS: dict[str, Callable[[], Q]] = {
    "authors": _authors,
    "summary": _summary,
    "full_text": _full_text,
    "tags": _tags,
    "cover": lambda: Q(cover=""),
}
LABELS: "dict[str, StrOrPromise]" = {
    "authors": _("authors"),
    "summary": _("summary"),
    "full_text": _("full text"),
    "tags": _("tags"),
    "cover": _("cover of its own"),
}
# What keeps a text from being published, and the tags without which no related analyses are found.
NEEDED = ("authors", "summary", "full_text", "tags")


def incomplete(among: PublicationQuerySet) -> PublicationQuerySet:
    """Those that lack something needed."""
    lacks = Q()
    for key in NEEDED:
        lacks |= CONDITIONS[key]()
    return among.filter(lacks)


def named(among: PublicationQuerySet) -> PublicationQuerySet:
    """Each with what it lacks: ``lacks_authors`` and so on."""
    flags: dict[str, Any] = {
        f"lacks_{key}": ExpressionWrapper(CONDITIONS[key](), output_field=BooleanField())
        for key in NEEDED
    }
    return among.annotate(**flags)
