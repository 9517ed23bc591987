"""A third language is a setting and a migration, as docs/languages.md says; what lacks is said."""

import json
import shutil
from collections.abc import Mapping

import pytest
from django.core import checks as django_checks
from pytest_django import Settings

from ifri import checks
from tests.environment import ROOT, clean_environment
from tests.server import manage, run

APPS = ("ifri", "programs", "authors", "publications")


# --- the site with German ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a site with German, on a database of its own that is not made yet."""
    folder = tmp_path_factory.mktemp("german")
    for app in APPS:
        shutil.copytree(
            ROOT / app / "migrations",
            folder / "german_migrations" / app,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    return clean_environment(
        VAR_DIR=folder / "var",
        PYTHONPATH=folder,
        DJANGO_SETTINGS_MODULE="tests.ifri.german_settings",
        ALLOWED_HOSTS="testserver",
        DEBUG="1",  # static files without their collected names
    )


@pytest.fixture(scope="module")
def before(german: dict[str, str]) -> dict[str, str]:
    """What the commands say before there is a migration."""
    return {
        name: manage(german, *command).stderr
        for name, command in {"check": ("check",), "migrate": ("migrate", "--noinput")}.items()
    }


@pytest.fixture(scope="module")
def facts(german: Mapping[str, str], before: dict[str, str]) -> dict[str, object]:
    """What the site's pages say once it was migrated; ``before`` only has to come first."""
    for command in (
        ("makemigrations", "--noinput", *APPS),
        ("makemigrations", "--check", "--dry-run"),
        ("migrate", "--noinput", "--verbosity=0"),
    ):
        done = manage(german, *command)
        assert done.returncode == 0, done.stderr
    done = run(german, "-m", "tests.ifri.german_site")
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_without_its_migration_the_database_is_not_touched(before: dict[str, str]) -> None:
    assert (
        "(ifri.E001) The site is offered in “de”, and no migration makes the columns"
        in (before["migrate"])
    )
    assert "programs.ResearchCenter.name_de" in before["migrate"]


def test_what_else_it_lacks_is_said_by_every_command(before: dict[str, str]) -> None:
    assert "(ifri.W001) The site is offered in “de”, and has no catalogue" in before["check"]
    assert "(ifri.W003)" in before["check"]
    # The stemmer is there, and the settings name the institute.
    assert "(ifri.W002)" not in before["check"]
    assert "(ifri.W004)" not in before["check"]


def test_readers_and_editors_have_it_on_every_page(facts: dict[str, object]) -> None:
    assert facts == {
        "canonical": "/de/publications/kriege/",
        "page": ["de"],
        # Where a label is not written in German, it is shown in another language.
        "headings": ["Asien", "Africa", "Notizen", "Krieg"],
        "switcher": ["/en/", "/fr/", "/de/"],
        "versions": ["de", "en", "x-default"],
        "affiliation": ["Fellow, Schule des Krieges"],
        "found by another form": ["Die Kriege in Asien"],
        "feed": 200,
        "sitemap": 200,
        "requests in": ["de"],
        "form": ["name_en", "name_fr", "name_de"],
    }


# --- the checks by themselves -----------------------------------------------------------------------


def test_the_languages_the_site_has_lack_nothing() -> None:
    assert checks.languages_are_complete() == []
    assert checks.languages_have_columns(databases=["default"]) == []


def test_each_thing_a_language_lacks_has_its_own_warning(settings: Settings) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("ja", "Japanese")]
    found = checks.languages_are_complete()
    assert [each.id for each in found] == ["ifri.W001", "ifri.W002", "ifri.W003", "ifri.W004"]
    assert all(isinstance(each, django_checks.Warning) for each in found)
    assert all("“ja”" in each.msg and each.hint for each in found)


def test_a_region_has_the_catalogue_that_gettext_looks_for(settings: Settings) -> None:
    settings.LANGUAGES = [("pt-br", "Brazilian Portuguese")]
    [catalogue, *_others] = checks.languages_are_complete()
    assert catalogue.hint is not None
    assert "locale/pt_BR/LC_MESSAGES/django.po" in catalogue.hint


def test_columns_without_a_migration_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_columns_without_migration", lambda code: [f"a.B.name_{code}"])
    found = checks.languages_have_columns(databases=["default"])
    assert [(each.id, type(each)) for each in found] == [("ifri.E001", django_checks.Error)] * 2
    assert checks.languages_have_columns() == []
