"""Nothing of what is hidden is in any page, feed, listing, search, export or header.

Four papers in the four hidden states carry words that are nowhere else. Strangers crawl the whole
site and none of the words comes up; once the papers are published, the same crawl finds them all.
"""

import datetime
import io
import json
import zipfile
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from authors.models import Author, Organisation
from programs.models import ResearchCenter
from publications import documents, exports
from publications.enums import AuthorRole, DocumentKind
from publications.models import (
    Authorship,
    Document,
    DocumentVersion,
    Publication,
    PublicationType,
    Series,
)
from publications.workflow import Action
from tests import making
from tests.crawling import crawl, told

pytestmark = pytest.mark.django_db

STATES = ["draft", "inreview", "scheduled", "withdrawn"]
# What readers see of a published paper, each as a word of its own: “zqdrafttitle”.
SHOWN = ["title", "slug", "summary", "first", "last", "tag", "series", "organisation", "type"]
# What they never see, published or not.
NEVER = ["filename"]
LANGUAGES = ["en", "fr"]


@dataclass(frozen=True)
class World:
    """A public paper, and hidden ones tied to it in every way there is."""

    visible: Publication
    hidden: dict[str, Publication]


def word(state: str, what: str) -> str:
    return f"zq{state}{what}"


def stored_names() -> set[str]:
    """Names on disk, which no answer ever holds."""
    versions = DocumentVersion.objects.all()
    return {
        str(file.name).split("/")[-1].split(".")[0]
        for version in versions
        for file in (version.file, version.first_page)
    }


def author_of(state: str, center: ResearchCenter) -> Author:
    name = f"{word(state, 'first')} {word(state, 'last')}"
    author = making.author(name, slug=word(state, "author"), biography_en=word(state, "bio"))
    author.memberships.create(center=center)
    return author


def hide(state: str, visible: Publication, center: ResearchCenter) -> Publication:
    """A draft full of its own words, sharing center, tag, author and a pick with the public paper."""
    shared = visible.authors.get()
    paper = making.draft(
        word(state, "title"),
        slug=word(state, "slug"),
        subtitle=word(state, "subtitle"),
        summary=f"<p>{word(state, 'summary')}</p>",
        authors=[author_of(state, center), shared],
        tags=[word(state, "tag"), "sharedtag"],
        doi=f"10.1234/{word(state, 'doi')}",
        cover_alt=word(state, "alt"),
        series=Series.objects.create(name_en=word(state, "series"), slug=word(state, "series")),
    )
    Publication.objects.filter(pk=paper.pk).update(
        type=PublicationType.objects.create(name_en=word(state, "type"), slug=word(state, "type"))
    )
    organisation = Organisation.objects.create(name_en=word(state, "organisation"))
    Authorship.objects.create(
        publication=paper, organisation=organisation, role=AuthorRole.CONTRIBUTOR, order=5
    )
    paper.center_links.create(center=center, is_primary=True)
    annex = Document.objects.create(
        publication=paper, kind=DocumentKind.ANNEX, title=word(state, "annex"), order=1
    )
    upload = ContentFile(making.pdf_bytes(text=state), name=f"{word(state, 'filename')}.pdf")
    documents.add_version(annex, upload, user=None)
    visible.related_picks.create(picked=paper)
    return paper


@pytest.fixture
def world() -> World:
    center = ResearchCenter.objects.create(name_en="Shared center", slug="shared-center")
    visible = making.published(
        "Visible",
        slug="visible",
        authors=[making.author("Shared Author", slug="shared-author")],
        tags=["sharedtag"],
    )
    visible.center_links.create(center=center)
    hidden = {state: hide(state, visible, center) for state in STATES}
    making.move(hidden["inreview"], Action.SUBMIT)
    until_scheduled = (Action.SUBMIT, Action.APPROVE, Action.PUBLISH)
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    making.move(hidden["scheduled"], *until_scheduled, at=tomorrow)
    making.move(hidden["withdrawn"], *until_scheduled)
    making.move(hidden["withdrawn"], Action.WITHDRAW, comment="It was wrong.")
    return World(visible, hidden)


def publish_all(world: World) -> None:
    hidden = world.hidden
    making.move(hidden["draft"], Action.SUBMIT, Action.APPROVE, Action.PUBLISH)
    making.move(hidden["inreview"], Action.APPROVE, Action.PUBLISH)
    making.move(hidden["scheduled"], Action.UNSCHEDULE, Action.PUBLISH)
    making.move(hidden["withdrawn"], Action.REPUBLISH)


def seeds() -> list[str]:
    """The doors of the site, its listing with every filter, and searches for parts of the words.

    A search says again what was asked for: so parts are asked, and whole words looked for.
    """
    fixed = ["/", "/robots.txt", "/sitemap.xml", "/health/ready"]
    for language in LANGUAGES:
        page = f"/{language}/publications/"
        fixed += [f"/{language}/feed/?tag=sharedtag", f"/{language}/feed/?q=zq"]
        fixed += [f"/{language}/follow/", f"/{language}/follow/?author=shared-author"]
        fixed += [f"/{language}/", f"/{language}/feed/", page, f"/{language}/login/"]
        fixed += [f"{page}?sort={sort}" for sort in ("newest", "oldest", "title")]
        fixed += [f"{page}?language={each}" for each in LANGUAGES]
        fixed += [f"{page}?center=shared-center", f"{page}?author=shared-author"]
        fixed += [
            f"{page}?tag=sharedtag",
            f"{page}?type=paper",
            f"{page}?year={timezone.now().year}",
        ]
        fixed += [f"{page}?q=zq{state}" for state in STATES]
        fixed += [f"{page}?q=Visible", f"{page}?q=shared"]
        fixed += [f"/{language}/authors/shared-author/feed/"]
        fixed += [f"/{language}/programs/shared-center/feed/"]
        fixed += [f"/{language}/topics/sharedtag/feed/"]
        fixed += [f"{page}visible/cite.{ending}" for ending in ("bib", "ris", "json")]
    return fixed


def every_answer(client: Client) -> dict[str, str]:
    return crawl(client, seeds())


def found_in(answers: dict[str, str], needle: str) -> list[str]:
    return [address for address, text in answers.items() if needle.lower() in text.lower()]


def test_strangers_who_crawl_the_site_find_no_word_of_what_is_hidden(
    client: Client, world: World
) -> None:
    answers = every_answer(client)

    # The crawl went everywhere.
    assert {"/en/publications/visible/", "/fr/authors/shared-author/"} <= set(answers)
    assert {"/fr/programs/shared-center/", "/en/topics/sharedtag/"} <= set(answers)
    assert found_in(answers, "Visible")
    # Every word begins with the state's own beginning; only a search may say that much again.
    leaks = {
        state: [
            address
            for address in found_in(answers, word(state, ""))
            if not address.endswith(f"?q=zq{state}")
        ]
        for state in STATES
    }
    assert leaks == {state: [] for state in STATES}
    for state in STATES:
        for what in (*SHOWN, *NEVER, "author", "subtitle", "doi", "alt", "bio", "annex"):
            assert found_in(answers, word(state, what)) == []


def test_the_same_crawl_finds_every_word_once_they_are_published(
    client: Client, world: World
) -> None:
    publish_all(world)

    answers = every_answer(client)

    missing = [
        word(state, what)
        for state in STATES
        for what in SHOWN
        if not found_in(answers, word(state, what))
    ]
    assert missing == []
    for needle in chain((word(state, what) for state in STATES for what in NEVER), stored_names()):
        assert found_in(answers, needle) == []


def test_each_kind_of_page_shows_them_once_published_and_not_before(
    client: Client, world: World
) -> None:
    """So that no page passes the crawl merely because it would never show such a thing."""
    kinds = {
        "home": "/en/",
        "listing": "/en/publications/",
        "center": "/en/publications/?center=shared-center",
        "author filter": "/en/publications/?author=shared-author",
        "tag filter": "/en/publications/?tag=sharedtag",
        "author page": "/en/authors/shared-author/",
        "program page": "/en/programs/shared-center/",
        "topic page": "/en/topics/sharedtag/",
        "related": "/en/publications/visible/",
        "feed": "/en/feed/",
        "author feed": "/en/authors/shared-author/feed/",
        "program feed": "/en/programs/shared-center/feed/",
        "topic feed": "/en/topics/sharedtag/feed/",
        **{f"search for {state}": f"/en/publications/?q=zq{state}" for state in STATES},
    }

    def shown() -> dict[str, list[str]]:
        texts = {kind: told(client.get(address)) for kind, address in kinds.items()}
        return {
            kind: [state for state in STATES if word(state, "title") in text]
            for kind, text in texts.items()
        }

    assert shown() == {kind: [] for kind in kinds}
    publish_all(world)
    assert shown() == {
        kind: [kind.removeprefix("search for ")] if kind.startswith("search") else STATES
        for kind in kinds
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_indexes_and_choices_name_nobody_and_nothing_that_has_only_hidden_work(
    client: Client, world: World, language: str
) -> None:
    places = {
        "authors": (f"/{language}/authors/", "last"),
        "people of a program": (f"/{language}/programs/shared-center/", "last"),
        "series to choose": (f"/{language}/publications/", "series"),
        "types to choose": (f"/{language}/publications/", "type"),
        "index of topics": (f"/{language}/topics/", "tag"),
        "topics in the sitemap": ("/sitemap.xml", "tag"),
        "authors in the sitemap": ("/sitemap.xml", "author"),
        "series in the sitemap": ("/sitemap.xml", "series"),
    }

    def named() -> dict[str, list[str]]:
        return {
            place: [state for state in STATES if word(state, what) in told(client.get(address))]
            for place, (address, what) in places.items()
        }

    assert named() == {place: [] for place in places}
    publish_all(world)
    assert named() == dict.fromkeys(places, STATES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_asking_by_a_hidden_name_answers_as_for_a_name_that_is_not_there(
    client: Client, world: World, language: str
) -> None:
    def answer(pattern: str, name: str) -> str:
        response = client.get(f"/{language}/{pattern.format(name)}")
        client.cookies.clear()
        return told(response).replace(name, "…")

    patterns = {
        "publications/?author={}": "author",
        "publications/?tag={}": "tag",
        "publications/?series={}": "series",
        "publications/?type={}": "type",
        "publications/?q={}": "title",
        "publications/?q=10.1234/{}": "doi",
        "authors/{}/": "author",
        "authors/{}/feed/": "author",
        "topics/{}/": "tag",
        "topics/{}/feed/": "tag",
        "series/{}/": "series",
        "series/{}/feed/": "series",
    }
    for pattern, what in patterns.items():
        # As long as the hidden name: a length in a header must not differ either.
        for state in STATES:
            name = word(state, what)
            absent = "y" * len(name)
            assert answer(pattern, name) == answer(pattern, absent), (pattern, state)


@pytest.mark.parametrize("format_name", exports.FORMATS)
def test_an_export_holds_only_what_is_public_unless_asked_for_more(
    world: World, format_name: str
) -> None:
    def exported(**options: Any) -> str:
        out = io.TextIOWrapper(beneath := io.BytesIO())
        call_command("export_publications", format=format_name, stdout=out, **options)
        content = beneath.getvalue()
        if format_name != "xlsx":
            return content.decode()
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(book.read(name).decode() for name in book.namelist())

    default, everything = exported(), exported(all=True)

    assert "Visible" in default
    assert "zq" not in default
    for state in STATES:
        assert word(state, "title") in everything


def test_rights_in_the_admin_show_readers_pages_no_more(world: World) -> None:
    """An editor who reads the site sees what readers see."""
    client = Client()
    client.force_login(making.user("editor"))

    answers = every_answer(client)

    assert {state: found_in(answers, word(state, "title")) for state in STATES} == {
        state: [] for state in STATES
    }


def test_the_data_block_of_a_page_names_nothing_hidden(client: Client, world: World) -> None:
    text = client.get("/en/publications/visible/").content.decode()
    block = text.split('<script type="application/ld+json">')[1].split("</script>")[0]

    assert json.loads(block)["headline"] == "Visible"
    assert "zq" not in block
