"""The columns of an export, and the rows of a queryset."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publications.enums import AuthorRole
from publications.models import Authorship, Publication, PublicationCenter, TaggedPublication
from publications.querysets import PublicationQuerySet

# Publications held in memory at a time, and about as many bytes in a block.
CHUNK = 500
BLOCK = 64 * 1024

Value = str | int | list[str] | None
Row = dict[str, Value]


@dataclass(frozen=True)
class Column:
    key: str  # in JSON
    label: str | Promise  # in a spreadsheet
    value: Callable[[Publication], Value]


def _public_from(publication: Publication) -> str | None:
    """In the site's time zone: a paper of New Year's Day belongs to the year readers saw it in."""
    moment = publication.published_at
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


def _authors(publication: Publication) -> list[str]:
    signatures = publication.authorships.all()
    return [each.name for each in signatures if each.role == AuthorRole.AUTHOR]


def _others(publication: Publication) -> list[str]:
    signatures = publication.authorships.all()
    return [
        f"{each.name} ({each.get_role_display()})"
        for each in signatures
        if each.role != AuthorRole.AUTHOR
    ]


COLUMNS = [
    Column("id", _("Id"), lambda p: p.pk),
    Column("title", _("Title"), lambda p: p.title),
    Column("subtitle", _("Subtitle"), lambda p: p.subtitle),
    Column("language", _("Language"), lambda p: p.language),
    Column("type", _("Type"), lambda p: str(p.type)),
    Column("series", _("Series"), lambda p: str(p.series) if p.series else ""),
    Column("number", _("Number"), lambda p: p.number),
    Column("issn", "ISSN", lambda p: p.series.issn if p.series else ""),
    Column("status", _("Status"), lambda p: p.status),
    Column("public_from", _("Public from"), _public_from),
    Column("authors", _("Authors"), _authors),
    Column("other_roles", _("Other roles"), _others),
    Column("centers", _("Centers"), lambda p: [str(link.center) for link in p.center_links.all()]),
    Column("tags", _("Tags"), lambda p: [str(tagging.tag) for tagging in p.taggings.all()]),
    Column("doi", "DOI", lambda p: p.doi),
    Column("isbn", "ISBN", lambda p: p.isbn),
    Column("pages", _("Pages"), lambda p: p.page_count),
    Column("licence", _("Licence"), lambda p: p.licence),
    Column("access", _("Access"), lambda p: p.access),
    Column("url", _("Address"), lambda p: p.canonical_url()),
]


def rows(queryset: PublicationQuerySet, language: str) -> Iterator[Row]:
    """Each publication as a row, labels in ``language``; read in chunks, whatever their number."""
    for publication in loaded(queryset).iterator(chunk_size=CHUNK):
        # Whoever takes the rows may have another language active by then.
        with translation.override(language):
            row = {column.key: column.value(publication) for column in COLUMNS}
        yield row


def loaded(queryset: PublicationQuerySet) -> PublicationQuerySet:
    """With all that the columns read, in four more queries a chunk, and without the long texts."""
    signatures = Authorship.objects.select_related("author", "organisation", "center")
    return (
        # What a page or the admin prefetched may clash with ours, and is of no use here.
        queryset.prefetch_related(None)
        .select_related("type", "series")
        .prefetch_related(
            Prefetch("authorships", signatures),
            Prefetch("center_links", PublicationCenter.objects.select_related("center")),
            Prefetch(
                "taggings", TaggedPublication.objects.select_related("tag").order_by("tag__name")
            ),
        )
        .with_full_text()
        .defer("lead", "summary", "key_takeaways", "teaser")
    )


def labels(language: str) -> list[str]:
    with translation.override(language):
        return [str(column.label) for column in COLUMNS]


def as_cell(value: Value) -> str | int:
    """For formats that know only text and numbers."""
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else value


def in_blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Small pieces joined to blocks: a server sends few large ones faster."""
    block = bytearray()
    for piece in pieces:
        block += piece
        if len(block) >= BLOCK:
            yield bytes(block)
            block.clear()
    if block:
        yield bytes(block)
