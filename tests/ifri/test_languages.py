"""Every page in every language, and the way between them."""

import pytest
from django.test import Client

from programs.models import ResearchCenter
from publications.models import Series
from tests import making
from tests.html import attributes, page, text

pytestmark = pytest.mark.django_db


def test_every_page_stands_in_each_language_and_links_to_the_other(client: Client) -> None:
    center = ResearchCenter.objects.create(name_en="Asia", name_fr="Asie", slug="asia")
    series = Series.objects.create(name_en="Visions", slug="visions")
    person = making.author("Ada Writer", slug="ada")
    making.published(slug="paper", authors=[person], tags=["arms"], series=series)
    for path in (
        "",
        "publications/",
        "publications/paper/",
        "authors/",
        "authors/ada/",
        "programs/",
        "programs/asia/",
        "series/visions/",
        "topics/",
        "topics/arms/",
        "login/",
    ):
        for language in ("en", "fr"):
            shown = page(client, f"/{language}/{path}")
            assert attributes(shown, "html", "lang") == [language]
            assert attributes(shown, ".languages a", "href") == [f"/en/{path}", f"/fr/{path}"]
            assert attributes(shown, ".languages a[aria-current]", "lang") == [language]
    assert text(page(client, f"/fr{center.get_absolute_url()[3:]}"), "h1") == ["Asie"]


def test_an_address_without_its_language_is_completed(client: Client) -> None:
    answer = client.get("/publications/", headers={"accept-language": "fr"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/publications/")
    assert "Accept-Language" in answer.headers["Vary"]


def test_a_language_there_is_not_is_an_address_there_is_not(client: Client) -> None:
    assert client.get("/de/").status_code == 404


def test_only_real_translations_name_each_other(client: Client) -> None:
    ResearchCenter.objects.create(name_en="Asia", slug="asia")
    making.published(slug="paper", authors=[making.author("Ada Writer", slug="ada")])
    for path, languages in [
        ("", ["en", "fr", "x-default"]),
        ("programs/", ["en", "fr", "x-default"]),
        ("topics/", ["en", "fr", "x-default"]),
        ("publications/paper/", []),
        ("authors/ada/", []),
        ("publications/", []),
    ]:
        shown = page(client, f"/en/{path}")
        assert attributes(shown, "link[rel=alternate][hreflang]", "hreflang") == languages
    default = attributes(page(client, "/fr/"), "link[hreflang=x-default]", "href")
    assert default == ["http://127.0.0.1:8000/en/"]


def test_the_way_to_the_other_language_says_where_the_text_is_not_translated(
    client: Client,
) -> None:
    paper = making.published()
    shown = page(client, f"/en/publications/{paper.slug}/")
    assert text(shown, ".languages a") == ["English", "Français (this text is not translated)"]
    assert attributes(shown, ".languages a", "hreflang") == ["en", ""]
    framed = page(client, f"/fr/publications/{paper.slug}/")
    assert len(text(framed, ".only-version")) == 1
    assert text(shown, ".only-version") == []
