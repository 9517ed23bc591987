"""The editors' pages pass axe at WCAG 2.2 AA, in light and dark, wide and narrow."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from publications import pending, previews, translating
from publications.models import Comment, Publication
from tests import editorial, making
from tests.accessibility import violations_everywhere
from tests.browser import BrowserLog

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def numbers() -> dict[str, int]:
    """Of a paper with everything in it, of a pending change and of an outdated translation."""
    person = making.user("editor")
    made = editorial.everything()
    editorial.write(made, cover="")
    editorial.save(made, subtitle="A Short History", user=person)
    editorial.save(made, title="War without Wires", tags=[editorial.tag("war").pk], user=person)
    previews.make(made, recipient="Ms Reader", user=person)
    Comment.objects.create(publication=made, user=person, text="Is the title right?")
    translation = translating.start(made, "fr", user=person)
    editorial.save(made, lead="<p>Put otherwise.</p>", user=person)
    live = making.published("Out", tags=["war"])
    copy = pending.start(live, user=person)
    editorial.save(copy, title="Out Again", user=person)
    making.scheduled("Soon")
    making.in_review("To read")
    return {"pk": made.pk, "copy": copy.pk, "translation": translation.pk}


@pytest.fixture
def paper(numbers: dict[str, int]) -> Publication:
    return Publication.objects.get(pk=numbers["pk"])


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Without the policy: axe writes styles of its own into what it looks at."""
    context = browser.new_context(bypass_csp=True)
    context.set_default_timeout(15_000)
    log = BrowserLog()
    log.watch(context)
    yield context.new_page()
    log.leave(context)
    context.close()


def enter(page: Page, site: str, group: str) -> None:
    client = Client()
    client.force_login(making.user(group))
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": site}])


PAGES = {
    "desk": "/admin/",
    "list": "/admin/publications/publication/",
    "new form": "/admin/publications/publication/add/",
    "form": "/admin/publications/publication/{pk}/change/",
    "history": "/admin/publications/publication/{pk}/history/",
    "comparison": "/admin/publications/publication/{pk}/history/?from=1&to=2",
    "restore": "/admin/publications/publication/{pk}/history/1/restore/",
    "pending change": "/admin/publications/publication/{copy}/change/",
    "what it changes": "/admin/publications/publication/{copy}/pending/difference/",
    "outdated translation": "/admin/publications/publication/{translation}/translation/",
    "preview": "/admin/publications/publication/{pk}/preview/",
    "preview links": "/admin/publications/publication/{pk}/preview-links/",
    "delete": "/admin/publications/publication/{pk}/delete/",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_desk(
    page: Page, live_server: LiveServer, numbers: dict[str, int], name: str
) -> None:
    enter(page, live_server.url, "admin")
    answer = page.goto(live_server.url + PAGES[name].format(**numbers))
    assert answer is not None
    assert answer.ok
    assert violations_everywhere(page) == {}


def test_the_login(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/admin/login/")
    assert violations_everywhere(page) == {}
    page.get_by_label("Username").fill("nobody")
    page.get_by_label("Password").fill("nothing")
    page.get_by_role("button", name="Log in").click()
    assert violations_everywhere(page) == {}


def test_a_refused_form(page: Page, live_server: LiveServer) -> None:
    enter(page, live_server.url, "editor")
    page.goto(f"{live_server.url}/admin/publications/publication/add/")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".errornote").wait_for()
    assert violations_everywhere(page) == {}


def test_two_versions_side_by_side(page: Page, live_server: LiveServer, paper: Publication) -> None:
    enter(page, live_server.url, "editor")
    page.goto(f"{live_server.url}/admin/publications/publication/{paper.pk}/change/")
    editorial.save(paper, title="Said by somebody else")
    page.get_by_label("Title:", exact=True).fill("Said by me")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("heading", name="Somebody else saved meanwhile").wait_for()
    assert violations_everywhere(page) == {}


def test_a_new_preview_link(page: Page, live_server: LiveServer, paper: Publication) -> None:
    enter(page, live_server.url, "editor")
    page.goto(f"{live_server.url}/admin/publications/publication/{paper.pk}/preview-links/")
    page.get_by_label("For:").fill("Mr Reader")
    page.get_by_role("button", name="Make the link").click()
    page.get_by_label("Copy it now").wait_for()
    assert violations_everywhere(page) == {}


def test_a_form_to_look_at(page: Page, live_server: LiveServer, paper: Publication) -> None:
    enter(page, live_server.url, "staff")
    page.goto(f"{live_server.url}/admin/publications/publication/{paper.pk}/change/")
    assert violations_everywhere(page) == {}


def test_a_guests_preview(page: Page, live_server: LiveServer, paper: Publication) -> None:
    _link, token = previews.make(paper, recipient="Ms Reader", user=making.user("editor"))
    page.goto(f"{live_server.url}/en/preview/{token}/")
    assert violations_everywhere(page) == {}
