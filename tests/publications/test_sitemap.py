"""The sitemap: public pages only, at the site's own address, translations tied to each other."""

import uuid
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from programs.models import ResearchCenter
from publications.models import Series
from publications.sitemaps import Section
from tests import making

pytestmark = pytest.mark.django_db

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SITE = "http://127.0.0.1:8000"


def entries(client: Client, path: str = "/sitemap.xml", **headers: str) -> dict[str, Any]:
    """The alternates of each address."""
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own
    return {
        url.findtext(f"{MAP}loc", ""): {
            link.get("hreflang"): link.get("href") for link in url.findall(f"{XHTML}link")
        }
        for url in root
    }


FIXED = [
    f"{SITE}/{language}/{page}"
    for page in ("", "publications/", "authors/", "programs/", "topics/")
    for language in ("en", "fr")
]


def test_an_empty_site_has_its_fixed_pages(client: Client) -> None:
    assert list(entries(client)) == FIXED


def test_every_page_with_public_work_is_in_it(client: Client) -> None:
    ResearchCenter.objects.create(name_en="Energy", slug="energy")
    ResearchCenter.objects.create(name_en="Closed", slug="closed", is_active=False)
    making.published(
        "Paper",
        slug="paper",
        language="fr",
        authors=[making.author("Ada Power", slug="ada-power")],
        series=Series.objects.create(name_en="Notes", slug="notes"),
        tags=["wind"],
    )

    both = ["authors/ada-power/", "programs/energy/", "series/notes/", "topics/wind/"]
    expected = [f"{SITE}/fr/publications/paper/"] + [
        f"{SITE}/{language}/{page}" for page in both for language in ("en", "fr")
    ]
    assert [address for address in entries(client) if address not in FIXED] == expected


def test_a_publication_has_alternates_only_where_a_translation_is_public(client: Client) -> None:
    group = uuid.uuid4()
    making.published("Paper", slug="paper", translation_group=group)
    making.published("Étude", slug="etude", language="fr", translation_group=group)
    making.published("Alone", slug="alone", translation_group=(other := uuid.uuid4()))
    making.draft("Seul", slug="seul", language="fr", translation_group=other)

    found = entries(client)

    both = {"en": f"{SITE}/en/publications/paper/", "fr": f"{SITE}/fr/publications/etude/"}
    assert found[both["en"]] == found[both["fr"]] == both
    assert found[f"{SITE}/en/publications/alone/"] == {}
    assert found[f"{SITE}/en/authors/"] == {
        "en": f"{SITE}/en/authors/",
        "fr": f"{SITE}/fr/authors/",
    }


def test_what_is_not_public_is_not_in_it(client: Client) -> None:
    for make in (making.draft, making.in_review, making.scheduled, making.withdrawn):
        make(
            "Secret",
            authors=[making.author(slug=f"{make.__name__}-author")],
            series=Series.objects.create(name_en=make.__name__, slug=make.__name__),
            tags=[make.__name__],
        )

    assert list(entries(client)) == FIXED


def test_addresses_are_the_sites_own_whatever_host_was_asked(client: Client) -> None:
    assert list(entries(client, host="localhost")) == FIXED


def test_a_publication_says_when_it_changed(client: Client, time_machine: Any) -> None:
    time_machine.move_to("2025-05-06T10:00:00Z")
    making.published("Paper", slug="paper")

    assert b"<lastmod>2025-05-06" in client.get("/sitemap.xml").content


def test_a_large_site_has_an_index_of_pages(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        making.published(
            slug=f"p{number}", authors=[making.author("One Author", slug=f"a{number}")]
        )
    monkeypatch.setattr(Section, "limit", 8)

    index = list(entries(client))
    listed = {address: entries(client, address.removeprefix(SITE)) for address in index}

    names = ["pages", "publications", "authors", "programs", "series", "topics"]
    assert index == [
        f"{SITE}/sitemap-pages.xml?p=1",
        f"{SITE}/sitemap-pages.xml?p=2",
        *(f"{SITE}/sitemap-{name}.xml?p=1" for name in names[1:3]),
        f"{SITE}/sitemap-authors.xml?p=2",
        *(f"{SITE}/sitemap-{name}.xml?p=1" for name in names[3:]),
    ]
    assert [len(listed[address]) for address in index] == [8, 2, 5, 8, 2, 0, 0, 0]
    assert client.get("/sitemap-secret.xml").status_code == 404
    assert client.get("/sitemap-authors.xml?p=3").status_code == 404


def test_it_costs_the_same_queries_however_large_and_sets_no_cookie(
    client: Client, django_assert_num_queries: Any
) -> None:
    def ask() -> int:
        with django_assert_num_queries(12, exact=False) as queries:
            response = client.get("/sitemap.xml")
        assert not response.cookies
        return len(queries)

    making.published("One", tags=["one"])
    before = ask()
    for number in range(10):
        making.published(tags=[f"tag {number}"])

    assert ask() == before
