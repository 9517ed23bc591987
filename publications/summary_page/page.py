"""What the templates of a summary page print, beside the publication's own columns."""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ifri.templatetags.typography import full_date
from ifri.translation import language_name, own_name
from publications import richtext, sharing
from publications.bibliography import PageMetadata, page_metadata, record_of, reference
from publications.images import Picture
from publications.models import CorrectionNotice, Publication, PublicationCenter
from publications.summary_page.downloads import Downloads, downloads
from publications.summary_page.leads import CITATIONS, Leads, ReadersLeads
from publications.summary_page.people import Biography, Signature, biographies, signatures
from publications.summary_page.reading import read


class Link(NamedTuple):
    name: str
    address: str  # empty for what is named without a link


class Day(NamedTuple):
    iso: str
    words: str


class Center(NamedTuple):
    kind: str
    name: str
    address: str


class Version(NamedTuple):
    """The text in another language."""

    language: str
    name: str
    path: str
    url: str


class Card(NamedTuple):
    """A related analysis."""

    kind: str
    foreign: str  # the name of its language, where that is not the page's
    address: str
    language: str
    title: str
    teaser: str
    day: Day
    is_retracted: bool


@dataclass(frozen=True)
class SummaryPage:
    """In the page's language. Rich text is cleaned, all else is for the templates to escape."""

    url: str  # in the publication's own language
    default_url: str  # for readers of no language of ours
    versions: list[Version]
    languages: list[str]  # those the text can be read in
    language: str
    foreign: str
    kind: str
    series: Link | None
    number: str  # “No. 12”
    day: Day
    moment: str
    pages: str  # “12 pages”
    teaser: str
    lead: SafeString
    takeaways: SafeString
    summary: SafeString
    corrections: list[CorrectionNotice]
    signatures: list[Signature]
    cover: Picture
    cover_alt: str
    downloads: Downloads
    licence: Link
    reference: str
    citations: list[Link]
    shares: list[tuple[str, str]]
    biographies: list[Biography]
    centers: list[Center]
    topics: list[Link]
    related: list[Card]
    metadata: PageMetadata


def collect(
    publication: Publication,
    *,
    language: str,
    link: str = "",
    leads: Leads | None = None,
    published_at: datetime.datetime | None = None,
) -> SummaryPage:
    """Everything for the page of a publication; for readers, of one that ``access.find`` gave.

    A preview has ``leads`` of its own, and shows the time that the publication does not have yet.
    """
    material = read(publication)
    leads = leads or ReadersLeads(publication)
    published_at = published_at or publication.published_at
    record = record_of(publication, material.tags, material.signatures, material.corrections)
    versions = [_version(each) for each in material.translations]
    url = publication.canonical_url()
    return SummaryPage(
        url=url,
        default_url=_default_version([publication, *material.translations]).canonical_url(),
        versions=versions,
        languages=[publication.language, *(each.language for each in versions)],
        language=language_name(publication.language),
        foreign=_foreign(publication, language),
        kind=str(publication.type),
        series=_series(publication),
        number=_("No. %(number)s") % {"number": publication.number} if publication.number else "",
        day=_day(published_at),
        moment=timezone.localtime(published_at).isoformat(),
        pages=_pages(publication.page_count),
        teaser=publication.short_text,
        lead=richtext.shown(publication.lead),
        takeaways=richtext.shown(publication.key_takeaways),
        summary=richtext.shown(publication.summary),
        corrections=material.corrections,
        signatures=signatures(material, leads, language),
        cover=leads.cover(),
        cover_alt=_cover_alt(publication),
        downloads=downloads(material, leads, link),
        licence=_licence(publication, record.licence_url),
        reference=reference(record),
        citations=[Link(name, leads.citation(ending)) for name, ending in CITATIONS],
        shares=sharing.ways(publication.title, url),
        biographies=biographies(material, leads, language),
        centers=[_center(each) for each in material.centers],
        topics=[Link(str(each), each.get_absolute_url()) for each in material.tags],
        related=[_card(each, language) for each in material.related],
        metadata=page_metadata(record),
    )


def addresses(publication: Publication, page: SummaryPage, shown_in: str) -> dict[str, str]:
    """Where the language switcher leads: to the paper's other version, or else to this one."""
    found: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = publication.get_absolute_url()
    return found | {each.language: each.path for each in page.versions if each.language != shown_in}


def _version(other: Publication) -> Version:
    path = other.canonical_path()
    return Version(other.language, own_name(other.language), path, f"{settings.SITE_URL}{path}")


def _default_version(versions: list[Publication]) -> Publication:
    """In the site's own language, or else the original."""
    in_default = (each for each in versions if each.language == settings.LANGUAGE_CODE)
    return next(in_default, min(versions, key=lambda each: each.pk))


def _foreign(publication: Publication, language: str) -> str:
    """What a text is marked with that is not in the page's language."""
    return "" if publication.language == language else language_name(publication.language)


def _series(publication: Publication) -> Link | None:
    series = publication.series
    return Link(str(series), series.get_absolute_url()) if series else None


def _day(moment: datetime.datetime | None) -> Day:
    """Today, for what has no date yet."""
    day = timezone.localdate(moment)
    return Day(day.isoformat(), full_date(day))


def _pages(number: int | None) -> str:
    if not number:
        return ""
    return ngettext("%(pages)s page", "%(pages)s pages", number) % {"pages": number}


def _cover_alt(publication: Publication) -> str:
    if publication.cover:
        return publication.cover_alt
    return _("First page of the full analysis") if publication.cover_image else ""


def _licence(publication: Publication, address: str) -> Link:
    name = str(publication.get_licence_display())
    return Link(name if address else capfirst(name), address)


def _center(link: PublicationCenter) -> Center:
    center = link.center
    address = center.get_absolute_url() if center.is_active else ""
    return Center(capfirst(str(center.get_kind_display())), str(center), address)


def _card(other: Publication, language: str) -> Card:
    return Card(
        kind=str(other.type),
        foreign=_foreign(other, language),
        address=other.get_absolute_url(),
        language=other.language,
        title=other.title,
        teaser=other.short_text,
        day=_day(other.published_at),
        is_retracted=other.is_retracted,
    )
