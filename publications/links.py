"""Links that editors put into rich text: which of those to our own pages lead nowhere."""

import re
from html import unescape
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Model, QuerySet
from django.urls import Resolver404, resolve
from django.utils import translation

from authors.models import Author
from programs.models import ResearchCenter
from publications import redirects
from publications.models import Publication, Series, Tag


def broken_internal(html: str) -> list[str]:
    """The addresses on this site that no reader could open, in their order."""
    found = (unescape(each) for each in re.findall(r'href="([^"]*)"', html))
    return [each for each in dict.fromkeys(found) if _is_ours(each) and not _leads_somewhere(each)]


def _is_ours(address: str) -> bool:
    return (address.startswith("/") and not address.startswith("//")) or _on_site(address)


def _on_site(address: str) -> bool:
    return address == settings.SITE_URL or address.startswith(f"{settings.SITE_URL}/")


def _leads_somewhere(address: str) -> bool:
    path = unquote(urlsplit(address).path) or "/"
    language = path.split("/")[1]
    if language not in dict(settings.LANGUAGES):
        language = settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            match = resolve(path)
        except Resolver404:
            return False
    slug = match.kwargs.get("slug")
    kind = (match.url_name or "").split("-")[0]
    known = _of_kind(kind)
    if slug is None or known is None or known.filter(slug=slug).exists():
        return True
    if kind == "publication":
        return redirects.target(slug) is not None
    models: dict[str, type[Model]] = {"author": Author, "topic": Tag}
    merged = models.get(kind)
    return merged is not None and redirects.merged_into(merged, slug) is not None


def _of_kind(name: str) -> "QuerySet[Model] | None":
    kinds: dict[str, QuerySet[Model]] = {
        "publication": Publication.objects.public(),
        "author": Author.objects.all(),
        "program": ResearchCenter.objects.active(),
        "series": Series.objects.all(),
        "topic": Tag.objects.all(),
    }
    return kinds.get(name)
