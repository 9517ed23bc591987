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
