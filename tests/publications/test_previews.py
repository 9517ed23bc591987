"""A preview is the page readers will get, in any state, and nobody but who may see it gets it."""

import pytest
from django.test import Client

from publications import pending
from publications.models import Publication
from tests import editorial, making
from tests.html import attributes, page, parse, text

pytestmark = pytest.mark.django_db
STATES = {
    "draft": making.draft,
    "in review": making.in_review,
    "approved": editorial.approved,
    "scheduled": making.scheduled,
    "published": making.published,
    "withdrawn": making.withdrawn,
    "withdrawn by the clock": editorial.withdrawn_by_the_clock,
}


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(making.user("staff"))
    return client


def address(publication: Publication) -> str:
    return f"/admin/publications/publication/{publication.pk}/preview/"


@pytest.mark.parametrize("state", STATES)
def test_any_state_is_previewed_and_named(desk: Client, state: str) -> None:
    paper = STATES[state]("War and Wires", tags=["war"])
    shown = page(desk, address(paper))
    assert text(shown, "h1") == ["War and Wires"]
    assert text(shown, ".preview-banner strong") == [
        f"Preview – {state.removesuffix(' by the clock')}"
    ]


def test_it_is_the_readers_page_but_for_the_banner_and_what_has_no_address_yet(
    desk: Client,
) -> None:
    """Everything between the masthead and the foot, word by word."""
    center = editorial.center("Cyber")
    paper = making.published("War and Wires", tags=["war"], lead="<p>In short.</p>", access="open")
    paper.center_links.create(center=center)
    previewed, public = page(desk, address(paper)), page(desk, paper.get_absolute_url())
    assert text(previewed, "main") == text(public, "main")
    assert text(previewed, "title") == text(public, "title")
    assert text(previewed, "header.masthead") == text(public, "header.masthead")
    assert attributes(previewed, "main section", "class") == attributes(
        public, "main section", "class"
    )


def test_the_team_sees_the_cover_and_reads_the_document(desk: Client) -> None:
    paper = making.draft()
    assert paper.current_pdf is not None
    shown = page(desk, address(paper))
    [cover] = attributes(shown, ".paper-cover img", "src")
    [document] = attributes(shown, "#download a.button", "href")
    assert desk.get(cover).headers["Content-Type"] == "image/webp"
    assert b"".join(desk.get(document).streaming_content) == making.pdf_bytes()  # type: ignore[attr-defined]


def test_links_lead_back_to_the_desk(client: Client) -> None:
    client.force_login(making.user("editor"))
    paper = making.published()
    form = f"/admin/publications/publication/{paper.pk}"
    shown = page(client, address(paper))
    assert dict(
        zip(
            text(shown, ".preview-banner a"),
            attributes(shown, ".preview-banner a", "href"),
            strict=True,
        )
    ) == {
        "Back to the form": f"{form}/change/",
        "Preview links": f"{form}/preview-links/",
        "The public page": f"/en/publications/{paper.slug}/",
    }
    assert f'href="{address(paper)}"' in client.get(f"{form}/change/").content.decode()


def test_it_speaks_the_papers_language_and_on_request_the_other(desk: Client) -> None:
    paper = making.draft("Guerre et câbles", language="fr")
    shown = page(desk, address(paper))
    assert attributes(shown, "html", "lang") == ["fr"]
    assert attributes(shown, ".languages a", "href") == ["?language=en", "?language=fr"]
    other = page(desk, f"{address(paper)}?language=en")
    assert attributes(other, "html", "lang") == ["en"]
    assert attributes(page(desk, f"{address(paper)}?language=xx"), "html", "lang") == ["fr"]


def test_nobody_keeps_it_and_nobody_indexes_it(desk: Client) -> None:
    paper = making.draft(tags=["war"])
    answer = desk.get(address(paper))
    kept = {each.strip() for each in answer.headers["Cache-Control"].split(",")}
    assert {"private", "no-store"} <= kept
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    shown = parse(answer.content.decode())
    assert attributes(shown, "head meta[name=robots]", "content") == ["noindex"]
    assert set(attributes(shown, "head link", "rel")) == {"stylesheet", "icon", "preload"}
    assert attributes(shown, "head meta[property]", "property") == []
    assert not [name for name in attributes(shown, "meta", "name") if name.startswith("citation")]
    assert "ld+json" not in answer.content.decode()


@pytest.mark.parametrize("who", ["", "member"])
def test_it_is_for_people_with_the_right(client: Client, who: str) -> None:
    paper = making.draft()
    if who:
        client.force_login(making.user())
    answer = client.get(address(paper))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/admin/login/")


def test_staff_without_the_right_are_refused(client: Client) -> None:
    someone = making.user()
    someone.is_staff = True
    someone.save()
    client.force_login(someone)
    assert client.get(address(making.draft())).status_code == 403


def test_what_is_not_there_is_not_found(desk: Client) -> None:
    assert desk.get("/admin/publications/publication/4711/preview/").status_code == 404


def test_a_pending_change_is_shown_at_its_live_address(desk: Client) -> None:
    live = making.published("War and Wires", slug="wires", tags=["war"])
    copy = pending.start(live, user=making.user("editor"))
    editorial.write(copy, title="War without Wires")
    answer = desk.get(address(copy))
    shown = parse(answer.content.decode())
    assert text(shown, "h1") == ["War without Wires"]
    assert text(shown, ".preview-banner strong") == ["Preview – pending change, draft"]
    assert text(shown, ".on-paper") == ["http://127.0.0.1:8000/en/publications/wires/"]
    assert copy.slug not in answer.content.decode()
    assert text(shown, ".versions") == []  # the live one is no translation of it
    dates = attributes(shown, ".paper-date time", "datetime")
    assert dates == attributes(
        page(desk, "/en/publications/wires/"), ".paper-date time", "datetime"
    )
    [cover] = attributes(shown, ".paper-cover img", "src")
    assert desk.get(cover).status_code == 200
    assert text(page(Client(), "/en/publications/wires/"), "h1") == ["War and Wires"]


def test_a_new_paper_is_shown_under_todays_date(desk: Client) -> None:
    shown = page(desk, address(making.draft()))
    assert len(text(shown, ".paper-date time")[0]) > 5
    assert Publication.objects.filter(published_at=None).count() == 1
