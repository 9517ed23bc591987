"""The French site speaks French and nothing else, and the English one English."""

import datetime
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import polib
import pytest
from django.contrib import admin
from django.template import Context, Template
from django.template.defaultfilters import filesizeformat
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from authors.models import Affiliation, Author, CenterMembership, Organisation
from ifri.templatetags.typography import full_date, grouped
from programs.models import Kind, ResearchCenter
from publications import pagination
from publications.enums import Access, AuthorRole
from publications.models import Authorship, NoticePreference, Series, Tag
from publications.workflow import Action
from tests import making
from tests.crawling import crawl
from tests.environment import ROOT
from tests.html import Element, attributes, page, parse, text

pytestmark = pytest.mark.django_db

NO_BREAK = "\u00a0"
ON_THE_FIRST = datetime.datetime(2024, 11, 1, 11, tzinfo=datetime.UTC)
ON_THE_TWENTIETH = datetime.datetime(2024, 11, 20, 11, tzinfo=datetime.UTC)


# --- What a page says, and what it must not -------------------------------------------------------

_READ_ALOUD = ("alt", "title", "aria-label", "placeholder", "content")
_PUT_IN = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}|<[^>]+>")


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


@cache
def _phrases(language: str) -> frozenset[str]:
    """All that the interface says in that language, cut where something is put in."""
    said: list[str] = []
    for entry in polib.pofile(str(ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po")):
        french = [entry.msgstr, *entry.msgstr_plural.values()]
        said += french if language == "fr" else [entry.msgid, entry.msgid_plural]
    parts = (part.strip(" .,:;()«»“”\u00a0") for each in said for part in _PUT_IN.split(each))
    return frozenset(_plain(part) for part in parts if len(part) > 8)


@cache
def _foreign(language: str) -> re.Pattern[str]:
    """What only the other language says."""
    other = _phrases("en" if language == "fr" else "fr") - _phrases(language)
    longest_first = sorted(other, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _said(element: Element, language: str) -> Iterator[str]:
    """Words and labels of a page, without what is marked as another language's."""
    is_foreign = element.attributes.get("lang", language) != language
    if element.tag in ("script", "style") or is_foreign:
        return
    yield from (element.attributes[name] for name in _READ_ALOUD if name in element.attributes)
    for child in element.children:
        if isinstance(child, Element):
            yield from _said(child, language)
        else:
            yield child


def slips(content: str, language: str) -> list[str]:
    shown = parse(content)
    assert attributes(shown, "html", "lang")[:1] == [language]
    return _foreign(language).findall(_plain(" · ".join(_said(shown, language))))


def test_a_slip_would_be_noticed() -> None:
    wrong = '<html lang="fr"><p title="Download the full analysis">Chosen filters</p></html>'
    assert slips(wrong, "fr") == ["download the full analysis", "chosen filters"]
    assert slips(wrong.replace('lang="fr"', 'lang="en"'), "en") == []
    marked = '<html lang="fr"><p lang="en">Chosen filters</p></html>'
    assert slips(marked, "fr") == []


# --- A site with something of everything ----------------------------------------------------------

_TITLE = {"fr": "Les routes du grain", "en": "The routes of grain"}
_SUMMARY = {"fr": "<p>Ce que dit le texte.</p>", "en": "<p>What it finds.</p>"}
_POSITION = {"fr": "chercheuse", "en": "fellow"}


def _center() -> ResearchCenter:
    asia = ResearchCenter.objects.create(name_en="Asia", name_fr="Asie", slug="asia")
    ResearchCenter.objects.create(
        name_en="Japan", name_fr="Japon", slug="japan", parent=asia, kind=Kind.PROGRAM
    )
    return asia


def _people(language: str, center: ResearchCenter) -> list[Author]:
    people = [making.author(f"{name} Plume") for name in ("Ada", "Max", "Zoe")]
    people[2].is_current = False
    people[2].save()
    house = Organisation.objects.create(name_en="Ifri", name_fr="Ifri")
    position = {f"position_{language}": _POSITION[language]}
    Affiliation.objects.create(author=people[0], organisation=house, **position)
    for person, role in zip(people, CenterMembership.Role, strict=True):
        CenterMembership.objects.create(author=person, center=center, role=role)
    return people


@pytest.fixture(params=["fr", "en"])
def site(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """One paper of each kind of access, a withdrawn one and a draft, in the site's language."""
    language: str = request.param
    monkeypatch.setattr(pagination, "PER_PAGE", 2)
    center = _center()
    people = _people(language, center)
    series = Series.objects.create(name_en="Visions", name_fr="Visions", slug="visions")
    tag = Tag.objects.create(name="silos", slug="silos")
    common: dict[str, Any] = {
        "language": language,
        "series": series,
        **dict.fromkeys(("lead", "summary", "key_takeaways"), _SUMMARY[language]),
    }
    for access in Access.values:
        paper = making.draft(
            f"{_TITLE[language]} ({access[0]})",
            slug=access,
            access=access,
            authors=people,
            **common,
        )
        paper.center_links.create(center=center, is_primary=True)
        paper.taggings.create(tag=tag)
        for order, role in enumerate(set(AuthorRole) - {AuthorRole.AUTHOR}, 3):
            Authorship.objects.create(publication=paper, author=people[0], role=role, order=order)
        making.move(paper, Action.SUBMIT, Action.APPROVE, Action.PUBLISH, at=ON_THE_FIRST)
    making.move(
        making.published(slug="retired", at=ON_THE_FIRST, **common), Action.WITHDRAW, comment="Non."
    )
    making.draft(_TITLE[language], slug="waiting", authors=people[:1], **common)
    return language


# --- Readers' pages -------------------------------------------------------------------------------

_SEEDS = (
    "",
    "login/",
    "nowhere/",
    "publications/retired/",
    "publications/form/?link=expired",
    "publications/form/?link=revoked",
    "publications/form/?link=invalid",
    "publications/?center=asia&author=ada-plume&type=paper&series=visions&year=2024",
    "publications/?q=silos&tag=silos&language=fr&sort=oldest",
    "publications/?q=nothing-of-the-kind",
    "publications/?sort=title&page=2",
)


def test_readers_never_meet_the_other_language(client: Client, site: str) -> None:
    answers = crawl(client, [f"/{site}/{seed}" for seed in _SEEDS])
    pages = {
        address: answer[answer.index("<!DOCTYPE") :]
        for address, answer in answers.items()
        if address.startswith(f"/{site}/") and "<!DOCTYPE html>" in answer
    }
    for path in ("authors/zoe-plume/", "programs/asia/", "series/visions/", "topics/silos/"):
        assert f"/{site}/{path}" in pages, sorted(pages)
    assert len(pages) >= 22
    assert {address: found for address in pages if (found := slips(pages[address], site))} == {}


def test_the_gate_never_speaks_the_other_language(client: Client, site: str) -> None:
    form, members = (f"/{site}/publications/{slug}/download/" for slug in ("form", "members"))
    answers = [client.post(form, {"email": "x"}), client.post(form, {})]
    answers += [client.post(form, {"email": "ada@example.org"}), client.get(members)]
    client.force_login(making.user())
    answers += [client.get(members), client.post(members), client.get(f"/{site}/login/")]
    assert [answer.status_code for answer in answers] == [400, 400, 200, 200, 200, 200, 200]
    assert [slips(answer.content.decode(), site) for answer in answers] == [[]] * 7


# --- The editorial desk ---------------------------------------------------------------------------


def test_editors_never_meet_the_other_language(site: str) -> None:
    client = Client(headers={"accept-language": site})
    client.force_login(making.user("admin"))
    client.post(f"/{site}/publications/form/download/", {"email": "ada@example.org"})
    found = {}
    for address in _desk():
        answer = client.get(address)
        # What is only looked at has no form to add one.
        assert answer.status_code == 200 or address.endswith("/add/"), address
        found[address] = slips(answer.content.decode(), site)
    assert {address: words for address, words in found.items() if words} == {}


def _desk() -> Iterator[str]:
    """The desk's own pages: each list, each empty form and a form of every record."""
    yield reverse("admin:index")
    for model in admin.site._registry:
        if model._meta.app_label in ("programs", "authors", "publications"):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            yield reverse(f"{name}_changelist")
            if model is NoticePreference:  # one page, of the person who looks
                continue
            if _can_be_added(name):
                yield reverse(f"{name}_add")
            for record in model._default_manager.all()[:6]:
                yield reverse(f"{name}_change", args=[record.pk])


def _can_be_added(name: str) -> bool:
    """Some records are only looked at or made elsewhere, and have no form to add one."""
    try:
        reverse(f"{name}_add")
    except NoReverseMatch:
        return False
    return True


# --- Dates, numbers, sizes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "day", "written"),
    [
        ("fr", datetime.date(2026, 11, 20), "20 novembre 2026"),
        ("fr", datetime.date(2026, 11, 1), "1er novembre 2026"),
        ("fr", datetime.date(2026, 8, 11), "11 août 2026"),
        ("en", datetime.date(2026, 11, 20), "20 November 2026"),
        ("en", datetime.date(2026, 11, 1), "1 November 2026"),
        ("fr", None, ""),
    ],
)
def test_a_date_is_spelt_out(language: str, day: datetime.date | None, written: str) -> None:
    with translation.override(language):
        assert full_date(day) == written


def test_a_moment_has_the_date_of_the_sites_own_clock() -> None:
    late = datetime.datetime(2026, 10, 31, 23, 30, tzinfo=datetime.UTC)
    template = Template("{% load typography %}{{ moment|full_date }}")
    with translation.override("fr"):
        assert template.render(Context({"moment": late})) == "1er novembre 2026"


def test_pages_date_a_paper_in_their_language(client: Client) -> None:
    making.published(slug="first", at=ON_THE_FIRST)
    making.published(slug="twentieth", at=ON_THE_TWENTIETH)
    dates = ["20 novembre 2024", "1er novembre 2024"]
    assert text(page(client, "/fr/publications/"), ".card-foot time") == dates
    assert text(page(client, "/fr/publications/first/"), ".paper-date time") == dates[1:]
    assert dates[1] in text(page(client, "/fr/publications/first/"), ".facts dd")
    assert text(page(client, "/en/publications/first/"), ".paper-date time") == ["1 November 2024"]


def test_thousands_and_sizes_are_set_as_each_language_sets_them() -> None:
    with translation.override("fr"):
        assert grouped(1234) == f"1{NO_BREAK}234"
        assert filesizeformat(20_378) == f"19,9{NO_BREAK}Ko"
        assert filesizeformat(5 * 1024 * 1024) == f"5,0{NO_BREAK}Mo"
    assert grouped(1234) == "1,234"
    assert filesizeformat(20_378) == f"19.9{NO_BREAK}KB"


def test_pages_count_in_their_language(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert text(page(client, "/fr/publications/"), ".count") == ["0 publication"]
    assert text(page(client, "/en/publications/"), ".count") == ["0 publications"]
    making.published(slug="paper")
    facts = " ".join(text(page(client, "/fr/publications/paper/"), ".download-facts"))
    assert re.fullmatch(r"PDF · 2 pages · \d,\d Ko · Anglais", facts)
    monkeypatch.setattr(pagination.Cards, "total", property(lambda cards: 1234))
    assert text(page(client, "/fr/publications/"), ".count") == ["1 234 publications"]
    assert text(page(client, "/en/publications/"), ".count") == ["1,234 publications"]
