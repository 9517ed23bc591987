"""What the search box offers while somebody types: by keyboard, by mouse, and to a screen reader."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from programs.models import ResearchCenter
from publications.models import Publication, Tag
from tests import making


def offered(client: Client, q: str, language: str = "en") -> list[tuple[str, str]]:
    answer = client.get(f"/{language}/suggest/", {"q": q})
    assert answer["Content-Type"] == "application/json"
    return [(each["kind"], each["text"]) for each in json.loads(answer.content)["suggestions"]]


@pytest.fixture
def paper(transactional_db: None) -> Publication:
    made = making.published(
        "Zirconium and the state",
        authors=[making.author("Zoé Zimmer", slug="zoe-zimmer")],
        tags=["zinc"],
    )
    tag = Tag.objects.get(name="zinc")
    tag.label_fr = "Étain"
    tag.save()
    center = ResearchCenter.objects.create(name_en="Zone center", name_fr="Centre zonal", slug="z")
    made.center_links.create(center=center)
    return made


def test_publications_people_topics_and_centers_are_offered(
    client: Client, paper: Publication
) -> None:
    assert offered(client, "zir") == [("publication", paper.title)]
    # What she signed and herself.
    assert offered(client, "zim") == [("publication", paper.title), ("author", "Zoé Zimmer")]
    assert ("author", "Zoé Zimmer") in offered(client, "zoe zi")
    assert ("topic", "zinc") in offered(client, "zi")
    assert ("topic", "Étain") in offered(client, "eta", "fr")
    assert ("center", "Zone center") in offered(client, "zon")
    assert ("center", "Centre zonal") in offered(client, "centre z", "fr")
    assert offered(client, "irconium") == []


@pytest.mark.parametrize("q", ["", "z", " ", "?", "\x00", "xyzzy"])
def test_nothing_is_offered_for_too_little(client: Client, paper: Publication, q: str) -> None:
    assert offered(client, q) == []


def test_addresses_are_in_the_language_of_the_page(client: Client, paper: Publication) -> None:
    answer = client.get("/fr/suggest/", {"q": "zircon"}).json()["suggestions"][0]

    assert answer["address"] == f"/fr/publications/{paper.slug}/"
    assert answer["language"] == "en"


def test_only_reading_is_allowed(client: Client, paper: Publication) -> None:
    assert client.post("/en/suggest/", {"q": "zir"}).status_code == 405


def test_a_dozen_is_the_most(client: Client, transactional_db: None) -> None:
    for number in range(8):
        making.published(
            f"Zirconium {number}", authors=[making.author(f"Zir N{number}")], tags=[f"zir{number}"]
        )

    kinds = [kind for kind, _ in offered(client, "zir")]

    assert {kind: kinds.count(kind) for kind in kinds} == {
        "publication": 5,
        "author": 3,
        "topic": 3,
    }


def test_the_script_is_small() -> None:
    script = Path(settings.BASE_DIR) / "static" / "site" / "suggest.js"
    assert script.stat().st_size < 4096


# --- In a browser ---------------------------------------------------------------------------------


@pytest.mark.browser
def test_by_keyboard(page: Page, live_server: LiveServer, paper: Publication) -> None:
    page.goto(f"{live_server.url}/en/")
    box = page.get_by_role("combobox", name="Search the publications")
    expect(box).to_have_attribute("aria-expanded", "false")

    box.press_sequentially("zi")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("output")).to_have_text(["2 suggestions"])

    page.keyboard.press("ArrowDown")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute(
        "aria-activedescendant", options.nth(0).get_attribute("id") or "?"
    )
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(options).to_have_count(0)

    box.press_sequentially("r")
    expect(options).to_have_count(1)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/en/publications/{paper.slug}/")


@pytest.mark.browser
def test_by_mouse_and_enter_without_a_choice_searches(
    page: Page, live_server: LiveServer, paper: Publication
) -> None:
    page.goto(f"{live_server.url}/en/publications/")
    box = page.get_by_role("combobox", name="Words")
    box.press_sequentially("zim")
    # The filters' own choices are options too.
    page.get_by_role("listbox").get_by_role("option", name="Zoé Zimmer").click()
    expect(page).to_have_url(f"{live_server.url}/en/authors/{paper.authors.get().slug}/")

    page.goto(f"{live_server.url}/en/")
    box = page.get_by_role("combobox", name="Search the publications")
    box.press_sequentially("zircon")
    expect(page.get_by_role("option")).to_have_count(1)
    box.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/en/publications/?q=zircon")


@pytest.mark.browser
def test_one_is_announced_as_one(page: Page, live_server: LiveServer, paper: Publication) -> None:
    page.goto(f"{live_server.url}/en/")
    box = page.get_by_role("combobox", name="Search the publications")
    box.press_sequentially("zir")
    expect(page.locator("output")).to_have_text(["1 suggestion"])
    box.press("Escape")
    expect(page.locator("output")).to_have_text([""])


def _look(page: Page, selector: str, properties: str) -> list[str]:
    return [
        page.eval_on_selector(selector, "(each, name) => getComputedStyle(each)[name]", name)
        for name in properties.split()
    ]


@pytest.mark.browser
def test_what_is_chosen_and_where_one_types_can_be_seen(
    page: Page, live_server: LiveServer, paper: Publication
) -> None:
    page.goto(f"{live_server.url}/en/")
    page.get_by_role("combobox", name="Search the publications").press_sequentially("zi")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    chosen, other = ".suggestions > [aria-selected=true]", ".suggestions > [aria-selected=false]"

    # Against the list's ground at 3:1 and more, by day and by night.
    for scheme, colour in (("light", "rgb(176, 80, 28)"), ("dark", "rgb(242, 166, 107)")):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert _look(page, chosen, "outlineStyle outlineWidth outlineColor") == [
            "solid", "2px", colour,
        ]  # fmt: skip
        assert _look(page, other, "outlineStyle") == ["none"]
    # Its ring, 3 pixels wide and 2 away, lies over the button and ends before the list begins.
    field, below = page.locator("#site-search"), page.locator("#site-search-suggestions")
    assert _look(page, "#site-search", "position zIndex outlineWidth") == ["relative", "1", "3px"]
    one, two = field.bounding_box(), below.bounding_box()
    assert one is not None
    assert two is not None
    assert two["y"] - (one["y"] + one["height"]) >= 5

    page.emulate_media(forced_colors="active")
    assert _look(page, chosen, "backgroundColor") != _look(page, other, "backgroundColor")
    assert _look(page, chosen, "color") != _look(page, other, "color")
