"""The sitemap's sections: what search engines may know of. Addresses are the site's own, whatever
host a request named."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from authors.models import Author
from programs.models import ResearchCenter
from publications.models import Publication, Series, Tag
from publications.querysets import with_public_work


class Section(Sitemap):
    """Pages that exist in every language, each with its alternates."""

    limit = 5000
    i18n = True
    alternates = True
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class PublicationPages(Section):
    """Each in its own language; alternates only where there is a translation to read."""

    i18n = False

    def items(self) -> "QuerySet[Publication]":
        return (
            Publication.objects.public()
            .newest_first()
            .only("slug", "language", "translation_group", "published_at", "modified_at")
        )

    def location(self, item: Publication) -> str:
        return item.canonical_path()

    def lastmod(self, item: Publication) -> datetime.datetime:
        return item.changed_at

    def get_urls(
        self, page: int | str = 1, site: Any = None, protocol: str | None = None
    ) -> list[dict[str, Any]]:
        urls = super().get_urls(page, site, protocol)
        versions = _versions([url["item"] for url in urls])
        for url in urls:
            group = versions[url["item"].translation_group]
            if len(group) > 1:
                url["alternates"] = [
                    {"lang_code": each.language, "location": each.canonical_url()} for each in group
                ]
        return urls


def _versions(publications: Sequence[Publication]) -> dict[UUID, list[Publication]]:
    """The public versions of each of these texts, by language; one query."""
    groups = {each.translation_group for each in publications}
    found = Publication.objects.public().filter(translation_group__in=groups)
    versions = defaultdict(list)
    for each in found.only("slug", "language", "translation_group").order_by("language"):
        versions[each.translation_group].append(each)
    return versions


class AuthorPages(Section):
    def items(self) -> "QuerySet[Author]":
        return with_public_work(Author.objects.only("slug").order_by("pk"))


class ProgramPages(Section):
    def items(self) -> "QuerySet[ResearchCenter]":
        return ResearchCenter.objects.active().only("slug").order_by("pk")


class SeriesPages(Section):
    def items(self) -> "QuerySet[Series]":
        return with_public_work(Series.objects.only("slug").order_by("pk"))


class TopicPages(Section):
    def items(self) -> "QuerySet[Tag]":
        return with_public_work(Tag.objects.only("slug").order_by("pk"))


class FixedPages(Section):
    """Pages that are always there."""

    def items(self) -> list[str]:
        return ["home", "publications", "authors", "programs", "topics"]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS: Mapping[str, type[Section]] = {
    "pages": FixedPages,
    "publications": PublicationPages,
    "authors": AuthorPages,
    "programs": ProgramPages,
    "series": SeriesPages,
    "topics": TopicPages,
}
