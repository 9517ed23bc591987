"""The catalogues say everything, say it in step, and are set as their language is set."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.utils.functional import Promise

from authors.models import ToldApart
from publications.models import (
    Alert,
    Attempt,
    CacheVersion,
    CountedPublication,
    CountRefresh,
    CountState,
    DocumentText,
    HourSalt,
    ListingCount,
    RelatedEntry,
    RelatedList,
    RelatedRefresh,
    RelatedState,
    SearchEntry,
    SearchName,
    SearchRebuild,
    SearchWord,
    TagRarity,
    Told,
    UsageEvent,
)
from tests.environment import ROOT, clean_environment
from tests.french import broken

LOCALES = sorted(path.name for path in (ROOT / "locale").iterdir() if path.is_dir())
APPS = ("programs", "authors", "publications")

_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")
_MARKUP = re.compile(r"<[^>]+>")
Key = tuple[str, str]


def po(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def said(catalogue: polib.POFile | polib.MOFile) -> dict[Key, list[str]]:
    return {(entry.msgctxt or "", entry.msgid): texts(entry) for entry in catalogue}


@pytest.mark.parametrize("language", LOCALES)
def test_nothing_is_left_unsaid_guessed_or_obsolete(language: str) -> None:
    catalogue = po(language)
    assert [entry.msgid for entry in catalogue if "" in texts(entry)] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


@pytest.mark.parametrize("language", LOCALES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    compiled = polib.mofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.mo"))
    assert said(compiled) == said(po(language)), "run `make messages` and commit both files"


@pytest.mark.parametrize("language", LOCALES)
def test_each_text_has_the_placeholders_of_what_it_translates(language: str) -> None:
    wrong = []
    for entry in po(language):
        wanted = sorted(_PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        wrong += [each for each in texts(entry) if sorted(_PLACEHOLDER.findall(each)) != wanted]
    assert wrong == []


@pytest.mark.parametrize("language", LOCALES)
def test_markup_and_nothing_else_holds_a_straight_quote(language: str) -> None:
    """Django does not escape what it translates: a quote in an attribute would end it."""
    for entry in po(language):
        for text in texts(entry):
            assert sorted(_MARKUP.findall(text)) == sorted(_MARKUP.findall(entry.msgid))
            assert not re.search(r"[\"'<>]", _MARKUP.sub("", text)), text


@pytest.mark.parametrize("language", LOCALES)
def test_the_header_names_nobody_and_no_place(language: str) -> None:
    catalogue = po(language)
    header = "\n".join([catalogue.header, *catalogue.metadata.values()])
    assert not re.search(r"@|<|/(home|root|work|Users)/|[A-Z]:\\", header)
    assert catalogue.metadata["Last-Translator"] == catalogue.metadata["Language-Team"] == ""
    assert all(not entry.occurrences for entry in catalogue)


# --- Nothing is missing ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, polib.POFile]:
    """What the code says now, extracted in a copy of it."""
    if shutil.which("xgettext") is None or shutil.which("msgmerge") is None:
        pytest.skip("NOT COMPARED WITH THE CODE: gettext is not installed")
    copy = tmp_path_factory.mktemp("extraction")
    for name in ("ifri", *APPS, "templates", "locale"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", copy)
    (copy / "var").mkdir()
    command = [sys.executable, "manage.py", "makemessages", "--all", "--no-location"]
    environment = clean_environment(VAR_DIR=copy / "var", DJANGO_SETTINGS_MODULE="ifri.settings")
    subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)
    return {path.parts[-3]: polib.pofile(str(path)) for path in Path(copy).rglob("django.po")}


@pytest.mark.parametrize("language", LOCALES)
def test_the_catalogue_holds_what_the_code_says_and_no_more(
    language: str, extracted: dict[str, polib.POFile]
) -> None:
    found = {
        (entry.msgctxt or "", entry.msgid) for entry in extracted[language] if not entry.obsolete
    }
    assert found - said(po(language)).keys() == set(), "run `make messages` and translate these"
    assert said(po(language)).keys() - found == set(), "run `make messages`: nothing says these"


# Names that are the same in every language.
_NAMES = re.compile(r"\b(PDF|DOI|ISBN|ISSN|ORCID|BibTeX|RIS|CSL-JSON)\b")
_TAGS = re.compile(
    r"{#.*?#}|{% blocktranslate.*?{% endblocktranslate %}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
_READ_ALOUD = re.compile(r'\b(?:alt|title|aria-label|placeholder)="([^"]*)"')


@pytest.mark.parametrize(
    "path",
    # The gallery is for developers, who read English.
    sorted(set((ROOT / "templates").rglob("*.html")) - {ROOT / "templates" / "gallery.html"}),
    ids=lambda path: str(path.relative_to(ROOT / "templates")),
)
def test_templates_hold_no_words_that_cannot_be_translated(path: Path) -> None:
    # Names of classes are no words.
    source = re.sub(r"{% block bodyclass %}.*?{% endblock", "", path.read_text(), flags=re.DOTALL)
    bare = _TAGS.sub("", source)
    bare = re.sub(r"<(script|style)\b.*?</\1>", "", bare, flags=re.DOTALL)
    words = _READ_ALOUD.findall(bare) + re.split(r"<[^>]*>", bare)
    left = [_NAMES.sub("", re.sub(r"&\w+;", "", each)).strip() for each in words]
    assert [each for each in left if re.search(r"[^\W\d_]{2}", each)] == []


def test_names_of_models_and_fields_that_editors_see_can_be_translated() -> None:
    """A relation to the record one is looking at, an id, an acronym need no name of their own."""
    own = {"ID", "ORCID", "ISSN", "DOI", "ISBN", "former pk"}
    # Bookkeeping that no page shows.
    derived = {
        *(CacheVersion, CountedPublication, CountRefresh, CountState, ListingCount),
        *(RelatedEntry, RelatedList, RelatedRefresh, RelatedState, TagRarity),
        *(DocumentText, SearchEntry, SearchName, SearchRebuild, SearchWord),
    }
    unseen = {Alert, Attempt, HourSalt, Told, ToldApart, UsageEvent} | derived
    unnamed = set()
    models = {model for app in ("ifri", *APPS) for model in apps.get_app_config(app).get_models()}
    for model in models - unseen:
        assert isinstance(model._meta.verbose_name, Promise), model
        for field in model._meta.fields:
            name = field.verbose_name
            if field.editable and not isinstance(name, Promise) and name not in own:
                unnamed.add(f"{model.__name__}.{field.name}")
    assert unnamed == {
        # The same word in French, or never shown: the parent of an inline.
        "Affiliation.author",
        "AuthorRedirect.author",
        "AuthorLink.author",
        "Authorship.publication",
        "CenterMembership.author",
        "Document.publication",
        "DocumentVersion.document",
        "DocumentVersion.uploaded_by",
        "DownloadRequest.publication",
        "Grant.document",
        "PublicationCenter.publication",
        "RelatedBan.publication",
        "RelatedPick.publication",
        "TagRedirect.tag",
        "TagSynonym.tag",
        "TaggedPublication.content_object",
        "TaggedPublication.tag",
        "CorrectionNotice.publication",
        "Comment.publication",
        "Comment.user",
        "DailyUsage.document",
        "DailyUsage.publication",
        "NoticePreference.user",
        "OpenForm.publication",
        "OpenForm.user",
        "PressOpening.link",
        "PreviewLink.publication",
        "PreviewOpening.link",
        "Revision.publication",
        "Revision.user",
        "SlugRedirect.publication",
        "Transition.publication",
    }


# --- French, as it is set -------------------------------------------------------------------------


def test_french_is_set_as_french() -> None:
    assert broken(text for entry in po("fr") for text in texts(entry)) == {}


def test_french_begins_as_english_does() -> None:
    """A label in lower case stays one: Django puts it into sentences."""
    wrong = [
        (entry.msgid, text)
        for entry in po("fr")
        for text in texts(entry)
        if entry.msgid[:2].isalpha()
        and not entry.msgid[:2].isupper()
        and text[0].isalpha()
        and entry.msgid[0].isupper() != text[0].isupper()
        and entry.msgid != "No. %(number)s"
    ]
    assert wrong == []
