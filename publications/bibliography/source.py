"""From a publication to its record."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone, translation

from ifri.translation import chosen
from publications import access
from publications.bibliography.record import Affiliation, Correction, Creator, Record
from publications.enums import Access, AuthorRole, CorrectionKind
from publications.models import Authorship, CorrectionNotice, Publication, Tag, TaggedPublication
from publications.querysets import PublicationQuerySet
from publications.richtext import plain

_LICENCE_VERSION = "4.0"


def with_records(queryset: PublicationQuerySet) -> PublicationQuerySet:
    """With all that ``record_of`` reads, in four more queries (a chunk, with ``iterator()``)."""
    return (
        queryset.prefetch_related(None)
        .select_related("type", "series")
        .prefetch_related(
            Prefetch(
                "authorships", Authorship.objects.select_related("author", "organisation", "center")
            ),
            Prefetch("taggings", TaggedPublication.objects.select_related("tag")),
            "corrections",
        )
        .with_full_text()
        .defer("key_takeaways")
    )


def record_of(
    publication: Publication,
    tags: Iterable[Tag] | None = None,
    signatures: Iterable[Authorship] | None = None,
    corrections: Iterable[CorrectionNotice] | None = None,
) -> Record:
    """The record in the publication's own language, whatever the page's.

    Free of queries after ``with_records``, or where what hangs on it is handed over.
    """
    if corrections is None:
        corrections = publication.corrections.all()
    if signatures is None:
        signatures = publication.authorships.all()
    if tags is None:
        tags = [tagging.tag for tagging in publication.taggings.all()]
    language = publication.language
    series = publication.series
    # Names of centers, series and types carry a column per language.
    with translation.override(language):
        return Record(
            key=publication.slug,
            kind=str(publication.type),
            title=publication.title,
            subtitle=publication.subtitle,
            language=language,
            url=publication.canonical_url(),
            publisher=settings.INSTITUTE_NAME,
            publisher_url=settings.SITE_URL,
            creators=tuple(_creator(each, language) for each in signatures),
            issued=timezone.localdate(publication.published_at)
            if publication.published_at
            else None,
            modified=timezone.localdate(publication.changed_at),
            series=str(series) if series else "",
            number=publication.number,
            issn=series.issn if series else "",
            doi=publication.doi,
            isbn=publication.isbn,
            pages=publication.page_count,
            licence_url=_licence_url(publication.licence),
            teaser=publication.short_text,
            abstract=plain(publication.summary),
            keywords=tuple(sorted({str(tag) for tag in tags}, key=str.casefold)),
            pdf_url=f"{settings.SITE_URL}{publication.pdf_path()}"
            if access.policy_of(publication) == Access.OPEN
            else "",
            corrections=tuple(
                Correction(CorrectionKind(each.kind), each.date, each.text) for each in corrections
            ),
        )


def _creator(signature: Authorship, language: str) -> Creator:
    role = AuthorRole(signature.role)
    if signature.author is None:
        return Creator(literal=signature.name, role=role)
    return Creator(
        family=signature.author.last_name,
        given=signature.author.first_name,
        role=role,
        orcid=signature.author.orcid,
        # Frozen at publication; before, a preview goes without them.
        affiliations=tuple(
            Affiliation(chosen(each["organisation"], language), each.get("ror", ""))
            for each in signature.frozen_affiliations or ()
        ),
    )


def _licence_url(spdx: str) -> str:
    """``CC-BY-NC-4.0`` is ``https://creativecommons.org/licenses/by-nc/4.0/``."""
    if not spdx.startswith("CC-"):
        return ""
    terms = spdx.removeprefix("CC-").removesuffix(f"-{_LICENCE_VERSION}").lower()
    return f"https://creativecommons.org/licenses/{terms}/{_LICENCE_VERSION}/"
