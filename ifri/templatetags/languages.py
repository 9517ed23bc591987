"""The way to the same page in the site's other languages."""

from collections.abc import Mapping
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


@register.simple_tag(takes_context=True)
def language_links(context: RequestContext) -> list[LanguageLink]:
    """One link per language of the site.

    A page may name better addresses in ``language_addresses`` (a paper's other versions). Error
    pages have no counterpart: theirs lead home, so that they repeat nothing of what was asked.
    """
    named: Mapping[str, str] = context.get("language_addresses") or {}
    current = get_language()
    return [
        LanguageLink(code, named.get(code) or _address(context, code), code == current)
        for code, _name in settings.LANGUAGES
    ]


def _address(context: RequestContext, code: str) -> str:
    request = context.get("request")
    if request is None or context.get("is_error"):
        with override(code):
            return reverse("home")
    return translate_url(request.get_full_path(), code)
