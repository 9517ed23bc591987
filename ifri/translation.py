"""Labels and short texts that carry one column per language of the site."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext
from translated_fields import TranslatedField, fallback_to_any


def per_language(field: "models.Field[Any, Any]", *, needed: bool = True) -> Any:
    """One column per language in ``settings.LANGUAGES``; reading falls back to any that is filled.

    With ``needed`` the site's default language must be filled; the others never must. A third
    language is a line in the settings and a migration.
    """
    optional = {
        code: {"blank": True}
        for code, _ in settings.LANGUAGES
        if not needed or code != settings.LANGUAGE_CODE
    }
    return TranslatedField(field, optional, attrgetter=fallback_to_any)


def in_each_language(text: Callable[[str], str]) -> dict[str, str]:
    """``{"en": text("en"), "fr": text("fr")}``."""
    return {code: text(code) for code, _ in settings.LANGUAGES}


def chosen(texts: dict[str, str], language: str) -> str:
    """The text in that language, or in the default one, or in any there is."""
    return (
        texts.get(language)
        or texts.get(settings.LANGUAGE_CODE)
        or next(filter(None, texts.values()), "")
    )


def language_name(code: str) -> str:
    """What a language is called in the active one, to stand alone: “French”, « Français »."""
    return str(capfirst(gettext(get_language_info(code)["name"])))


def own_name(code: str) -> str:
    """What a language calls itself: “Français”."""
    return str(capfirst(get_language_info(code)["name_local"]))
