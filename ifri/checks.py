"""What a language of the site still lacks, said before readers meet it (docs/languages.md)."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import to_locale
from translated_fields import to_attribute

from publications.search import stems

# The language the code is written in needs no catalogue.
_WRITTEN_IN = "en"


@checks.register(checks.Tags.translation)
def languages_are_complete(**_: Any) -> list[checks.CheckMessage]:
    """The site runs without these; it is then half in another language, or finds less."""
    return [each for code, _name in settings.LANGUAGES for each in _lacking(code)]


def _lacking(code: str) -> Iterator[checks.Warning]:
    if code != _WRITTEN_IN and not _has_catalogue(code):
        yield checks.Warning(
            f"The site is offered in “{code}”, and has no catalogue of its words in it.",
            hint=f"Translate locale/{to_locale(code)}/LC_MESSAGES/django.po and compile it: "
            "until then its pages are in English.",
            id="ifri.W001",
        )
    if not stems.is_stemmed(code):
        yield checks.Warning(
            f"The site is offered in “{code}”, and the search knows no stems of it.",
            hint="Name a stemmer in publications/search/stems.py: until then the words of its "
            "papers are found only in the form they are written in.",
            id="ifri.W002",
        )
    if not stems.without_weight(code):
        yield checks.Warning(
            f"The site is offered in “{code}”, and the search does not know its small words.",
            hint="List them in publications/search/stems.py: until then a question in whole "
            "sentences finds only papers with every word of it.",
            id="ifri.W003",
        )
    if not settings.INSTITUTE_FULL_NAME.get(code):
        yield checks.Warning(
            f"The site is offered in “{code}”, and the institute has no name in it.",
            hint="Add it to INSTITUTE_FULL_NAME in ifri/settings.py.",
            id="ifri.W004",
        )


def _has_catalogue(code: str) -> bool:
    name = Path(to_locale(code), "LC_MESSAGES", "django.mo")
    return any((Path(folder) / name).is_file() for folder in settings.LOCALE_PATHS)


# Asked by ``migrate`` and ``check --database``; not by ``makemigrations``, which mends it.
@checks.register(checks.Tags.database)
def languages_have_columns(
    databases: Sequence[str] | None = None, **_: Any
) -> list[checks.CheckMessage]:
    if not databases:
        return []
    return [
        checks.Error(
            f"The site is offered in “{code}”, and no migration makes the columns for it: "
            f"{', '.join(missing)}.",
            hint="Run manage.py makemigrations, keep what it writes with the code, then migrate.",
            id="ifri.E001",
        )
        for code, _name in settings.LANGUAGES
        if (missing := _columns_without_migration(code))
    ]


def _columns_without_migration(code: str) -> list[str]:
    migrated = MigrationLoader(None).project_state().models
    ending = to_attribute("", code)
    return [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if field.name.endswith(ending)
        if (state := migrated.get((model._meta.app_label, model._meta.model_name or "")))
        and field.name not in state.fields
    ]
