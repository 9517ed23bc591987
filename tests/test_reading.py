"""The readers' pages in a browser: by keyboard, without scripts, narrow, enlarged, in the dark."""

import gzip
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from publications.models import DownloadRequest
from tests import reading
from tests.accessibility import violations_everywhere
from tests.keyboard import go_to
from tests.reading import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KILOBYTE = 1024
TEXTS = ("text/", "application/json", "image/svg")


@pytest.fixture
def world() -> World:
    return reading.world()


def sideways(page: Page) -> int:
    """How many pixels one would have to scroll sideways."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


# --- by keyboard ------------------------------------------------------------------------------------


def test_searched_read_and_downloaded_without_a_mouse(
    page: Page, live_server: LiveServer, world: World
) -> None:
    page.goto(f"{live_server.url}/en/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    go_to(page, page.get_by_role("combobox", name="Search the publications"))
    page.keyboard.type("long road")
    page.keyboard.press("Enter")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the masthead
    go_to(page, page.get_by_role("link", name=world.paper.title))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(world.paper.title)

    go_to(page, page.get_by_role("link", name="To the full analysis"))
    page.keyboard.press("Enter")
    go_to(page, page.get_by_role("link", name="Download the full analysis"))
    page.keyboard.press("Enter")
    go_to(page, page.get_by_label("E-mail address"))
    page.keyboard.type("reader@example.org")
    go_to(page, page.get_by_role("button", name="Get the full text"))
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="Download the full analysis")
    go_to(page, link)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.path().read_bytes().startswith(b"%PDF")
    assert DownloadRequest.objects.get().email == "reader@example.org"


def test_the_citation_is_copied_by_keyboard(
    page: Page, live_server: LiveServer, world: World
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(live_server.url + world.paper.get_absolute_url())
    button = page.get_by_role("button", name="Copy", exact=True)
    go_to(page, button)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Ada Writer, Recep Erdoğan, Zoe Plain, “The Long Road: Russia")
    assert copied.endswith("https://doi.org/10.1234/road.")


# --- without scripts --------------------------------------------------------------------------------


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    yield context.new_page()
    context.close()


def test_everything_is_there_without_scripts(
    scriptless: Page, live_server: LiveServer, world: World
) -> None:
    page = scriptless
    page.goto(live_server.url + world.paper.get_absolute_url())
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".cite-text")).to_be_visible()
    # What only a script could do is not offered.
    expect(page.locator("button[data-copy]").first).to_be_hidden()
    page.get_by_role("link", name="Download the full analysis").click()
    page.get_by_label("E-mail address").fill("reader@example.org")
    page.get_by_role("button", name="Get the full text").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Here is the full text")
    page.get_by_role("searchbox", name="Search the publications").fill("road 3")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Road 3", exact=True)).to_be_visible()


# --- narrow and enlarged ----------------------------------------------------------------------------


def test_nothing_is_scrolled_sideways(page: Page, live_server: LiveServer, world: World) -> None:
    """On 320 pixels, at 200 % of a screen of 1280, and with letters of twice the size."""
    too_wide = {}
    for language in ("en", "fr"):
        for name, address in world.addresses.items():
            page.goto(live_server.url + address.replace("/en/", f"/{language}/", 1))
            for width, letters in ((320, "100%"), (640, "100%"), (1280, "200%")):
                page.set_viewport_size({"width": width, "height": 800})
                page.evaluate("size => document.documentElement.style.fontSize = size", letters)
                if over := sideways(page):
                    too_wide[f"{language} {name} {width} {letters}"] = over
    assert too_wide == {}


def test_a_word_without_end_is_broken_where_the_screen_ends(
    page: Page, live_server: LiveServer, world: World
) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    for word in ("a" * 150, "road OR " + "a" * 150):
        page.goto(f"{live_server.url}/en/publications/?q={word}&type=paper")
        assert sideways(page) == 0


def test_results_come_before_the_filters_on_a_telephone(
    scriptless: Page, live_server: LiveServer, world: World
) -> None:
    page = scriptless
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/en/publications/?q=road&language=en")
    types, first = page.get_by_label("Type"), page.locator(".card").first
    expect(page.get_by_label("Words")).to_be_visible()
    expect(types).to_be_hidden()
    box = first.bounding_box()
    assert box is not None
    assert box["y"] < 700
    page.get_by_text("Filters (1)").click()
    types.select_option("paper")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(
        f"{live_server.url}/en/publications/?q=road&center=&type=paper&series=&tag=&author=&year="
        "&language=en&sort=relevance"
    )
    page.set_viewport_size({"width": 960, "height": 844})
    expect(types).to_be_visible()
    expect(page.get_by_text("Filters (2)")).to_be_hidden()


def test_paper_has_what_was_asked_and_nothing_to_press(
    page: Page, live_server: LiveServer, world: World
) -> None:
    page.goto(f"{live_server.url}/en/publications/?q=road&language=en")
    asked, follow = page.get_by_text("Words: road; Language: English"), page.locator(".follow")
    expect(asked).to_be_hidden()
    expect(follow).to_be_visible()
    page.emulate_media(media="print")
    expect(asked).to_be_visible()
    expect(follow).to_be_hidden()


# --- axe --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["home", "listing", "search", "summary", "gate", "author", "center", "series", "static page"],
)
def test_axe_finds_nothing(page: Page, live_server: LiveServer, world: World, name: str) -> None:
    page.goto(live_server.url + world.addresses[name])
    assert violations_everywhere(page) == {}


def test_nothing_moves_for_who_does_not_want_it(
    page: Page, live_server: LiveServer, world: World
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(live_server.url + world.paper.get_absolute_url())
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


# --- weight -----------------------------------------------------------------------------------------


def weights(page: Page, address: str) -> dict[str, int]:
    """What the first view of a page costs, by kind, as a server that compresses would send it."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    found: dict[str, int] = {}
    for answer in answers:
        kind = answer.headers.get("content-type", "").partition(";")[0]
        body = answer.body()
        size = len(gzip.compress(body, 6) if kind.startswith(TEXTS) else body)
        if "/cover-" in answer.url and world_cover(answer.url):
            kind = "cover"
        found[kind] = found.get(kind, 0) + size
    return found


def world_cover(address: str) -> bool:
    return "/images/publications/the-long-road" in address


def test_a_summary_page_is_light(page: Page, live_server: LiveServer, world: World) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    found = weights(page, live_server.url + world.paper.get_absolute_url())
    total, cover = sum(found.values()), found.get("cover", 0)
    assert cover > 0, found
    assert total <= 120 * KILOBYTE, found
    assert total - cover <= 90 * KILOBYTE, found
    assert found["text/javascript"] <= 15 * KILOBYTE, found


def test_a_summary_page_keeps_its_place_while_it_loads(
    page: Page, live_server: LiveServer, world: World
) -> None:
    page.goto(live_server.url + world.paper.get_absolute_url())
    page.wait_for_load_state("networkidle")
    unsized = page.evaluate(
        "[...document.images].filter(each => !each.width || !each.getAttribute('height')).length"
    )
    assert unsized == 0
    shift = page.evaluate(
        """() => new Promise(done => {
            let total = 0;
            new PerformanceObserver(list => {
                for (const entry of list.getEntries()) total += entry.value;
            }).observe({type: 'layout-shift', buffered: true});
            setTimeout(() => done(total), 200);
        })"""
    )
    assert shift < 0.05
