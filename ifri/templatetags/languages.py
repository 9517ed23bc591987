"""The way to the same page in the site's other languages."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from django import template
from django.conf import settings
from django.template.context import RequestContext
from django.urls import reverse, translate_url
from django.utils.translation import get_language, override

register = template.Library()


class LanguageLink(NamedTuple):
    code: str
    address: str
    is_current: bool
    # Whether what the page shows exists in that language, not only the frame around it.
    has_text: bool


@register.simple_tag(takes_context=True)
def language_links(context: RequestContext) -> list[LanguageLink]:
    """One link per language of the site.

    A page may name better addresses in ``language_addresses`` (a paper's other versions). Error
    pages have no counterpart: theirs lead home, so that they repeat nothing of what was asked.
    """
    named: Mapping[str, str] = context.get("language_addresses") or {}
    versions: Collection[str] | None = context.get("language_versions")
    current = get_language()
    return [
        LanguageLink(
            code,
            named.get(code) or _address(context, code),
            code == current,
            versions is None or code in versions,
        )
        for code, _name in settings.LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def translations(context: RequestContext) -> list[tuple[str, str]]:
    """Language and address of each version for ``<link rel="alternate">``, with ``x-default``.

    Only for a page whose view named its ``language_versions``, and only where there are several:
    the frame in another language is no translation. A publication names its own in its head.
    """
    request = context.get("request")
    versions: Collection[str] = context.get("language_versions") or ()
    if request is None or "publication" in context or len(versions) < 2:
        return []
    found = [
        (code, f"{settings.SITE_URL}{translate_url(request.path, code)}")
        for code, _name in settings.LANGUAGES
        if code in versions
    ]
    default = dict(found).get(settings.LANGUAGE_CODE, found[0][1])
    return [*found, ("x-default", default)]


def _address(context: RequestContext, code: str) -> str:
    request = context.get("request")
    if request is None or context.get("is_error"):
        with override(code):
            return reverse("home")
    return translate_url(request.get_full_path(), code)
