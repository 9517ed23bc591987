"""By the clock alone, on every address a reader can open: absent one second before, there at its time.

``ROUTES`` is the table. Whoever adds a page, a feed or a file adds a row: how to ask whether the
publication is to be had there. Strangers ask, over HTTP, in a process that has answered before.
"""

import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from publications import images
from publications.models import Publication, Series
from publications.workflow import Action
from tests import editorial, making

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
SECOND = datetime.timedelta(seconds=1)
HOUR = datetime.timedelta(hours=1)
TITLE = "War and Wires"
REASON = "Its figures are out of date."

# Either side of the two jumps of the clock in Paris, and an hour that comes twice.
MOMENTS = {
    "an ordinary morning": datetime.datetime(2026, 1, 12, 6, 0, tzinfo=PARIS),
    "the last second before spring": datetime.datetime(2026, 3, 29, 1, 59, 59, tzinfo=PARIS),
    "the first of spring": datetime.datetime(2026, 3, 29, 3, 0, tzinfo=PARIS),
    "2:30 for the first time": datetime.datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=0),
    "2:30 for the second time": datetime.datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=1),
    "the morning after": datetime.datetime(2026, 10, 25, 6, 0, tzinfo=PARIS),
}


@dataclass(frozen=True)
class World:
    """A paper with a time, open to all, and another that is public anyway and shares its tags."""

    paper: Publication
    author: str
    cover: str

    def fill(self, address: str) -> str:
        return address.format(slug=self.paper.slug, author=self.author, cover=self.cover)


Route = Callable[[World], bool]


def answers(address: str) -> Route:
    """The address is the publication's own: it answers or is missing."""

    def route(world: World) -> bool:
        status = Client().get(world.fill(address)).status_code
        assert status in {200, 404, 410}, status
        return status == 200

    return route


def tells(address: str) -> Route:
    """The address is there in any case, or because of this publication, and names it or does not."""

    def route(world: World) -> bool:
        answer = Client().get(world.fill(address))
        assert answer.status_code in {200, 404}, answer.status_code
        told = answer.content.decode()
        return TITLE in told or f"/publications/{world.paper.slug}/" in told

    return route


def _exported(world: World) -> bool:
    out = io.TextIOWrapper(beneath := io.BytesIO())
    call_command("export_publications", format="csv", stdout=out)
    return TITLE in beneath.getvalue().decode()


ROUTES: dict[str, Route] = {
    "page": answers("/en/publications/{slug}/"),
    "page in the other language": answers("/fr/publications/{slug}/"),
    "gate": lambda world: (
        Client().get(world.fill("/en/publications/{slug}/download/")).status_code == 302
    ),
    "full text": answers("/en/publications/{slug}/{slug}.pdf"),
    "cover": answers("{cover}"),
    **{f"citation as {each}": answers(f"/en/publications/{{slug}}/cite.{each}")
       for each in ("bib", "ris", "json")},
    "home": tells("/en/"),
    "listing": tells("/en/publications/"),
    "listing in French": tells("/fr/publications/"),
    "search": tells("/en/publications/?q=wires"),
    "filter by tag": tells("/en/publications/?tag=war"),
    "filter by center": tells("/en/publications/?center=cyber"),
    "filter by author": tells("/en/publications/?author={author}"),
    "filter by series": tells("/en/publications/?series=notes"),
    "related": tells("/en/publications/neighbour/"),
    "author's page": tells("/en/authors/{author}/"),
    "program's page": tells("/en/programs/cyber/"),
    "series' page": tells("/en/series/notes/"),
    "topic's page": tells("/en/topics/war/"),
    "newest feed": tells("/en/feed/"),
    "author's feed": tells("/en/authors/{author}/feed/"),
    "program's feed": tells("/en/programs/cyber/feed/"),
    "series' feed": tells("/en/series/notes/feed/"),
    "topic's feed": tells("/en/topics/war/feed/"),
    "sitemap": tells("/sitemap.xml"),
    "index of authors": lambda world: (
        f"/authors/{world.author}/" in Client().get("/en/authors/").content.decode()
    ),
    "index of topics": lambda world: (
        'war</a>&nbsp;<span class="count">2<' in Client().get("/en/topics/").content.decode()
    ),
    "author in the sitemap": lambda world: (
        f"/authors/{world.author}/" in Client().get("/sitemap.xml").content.decode()
    ),
    "export": _exported,
}  # fmt: skip


def world(moment: datetime.datetime) -> World:
    """Scheduled two days earlier, so that a clock may have jumped in between."""
    with time_machine.travel(moment.astimezone(datetime.UTC) - 48 * HOUR, tick=False):
        making.published("Its Neighbour", slug="neighbour", tags=["war"])
        author = making.author("Ada North")
        paper = making.draft(
            TITLE,
            authors=[author],
            tags=["war"],
            access="open",
            series=Series.objects.create(name_en="Notes", slug="notes"),
        )
        paper.center_links.create(center=editorial.center("Cyber"), is_primary=True)
        making.move(paper, Action.SUBMIT, Action.APPROVE, Action.PUBLISH, at=moment)
    return World(paper, author.slug, images.cover_url(paper))


def had_at(world: World) -> set[str]:
    return {name for name, route in ROUTES.items() if route(world)}


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=list(MOMENTS))
def test_absent_one_second_before_its_time_and_there_at_it(moment: datetime.datetime) -> None:
    made = world(moment)
    with time_machine.travel(moment.astimezone(datetime.UTC) - SECOND, tick=False) as clock:
        assert had_at(made) == set()
        assert Client().get(made.fill("/en/publications/{slug}/")).status_code == 404
        clock.shift(SECOND)
        assert had_at(made) == set(ROUTES)


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=list(MOMENTS))
def test_there_until_its_planned_withdrawal_and_then_a_tombstone(moment: datetime.datetime) -> None:
    made = world(moment - 24 * HOUR)
    with time_machine.travel(moment.astimezone(datetime.UTC) - 6 * HOUR, tick=False) as clock:
        making.move(made.paper, Action.PLAN_WITHDRAWAL, comment=REASON, at=moment)
        clock.move_to(moment.astimezone(datetime.UTC) - SECOND)
        assert had_at(made) == set(ROUTES)
        clock.shift(SECOND)
        assert had_at(made) == set()
        for rest in ("", "download/", f"{made.paper.slug}.pdf", "cite.bib"):
            answer = Client().get(f"/en/publications/{made.paper.slug}/{rest}")
            assert answer.status_code == 410
            assert REASON in answer.content.decode()
            assert TITLE not in answer.content.decode()


@pytest.mark.parametrize("address", ["/en/feed/", "/en/topics/war/feed/", "/en/publications/"])
def test_a_kept_copy_is_not_said_to_be_current_after_its_time(address: str) -> None:
    """Whoever asks “has it changed since?” across the moment is given the new state."""
    moment = MOMENTS["an ordinary morning"]
    made = world(moment)
    with time_machine.travel(moment.astimezone(datetime.UTC) - SECOND, tick=False) as clock:
        before = Client().get(address)
        known = {
            asked: before.headers[told]
            for asked, told in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
            if told in before.headers
        }
        clock.shift(SECOND)
        after = Client().get(address, headers=known)
        assert after.status_code == 200
        assert made.paper.title in after.content.decode()


def test_the_desk_names_its_state_by_the_clock(client: Client) -> None:
    moment = MOMENTS["an ordinary morning"]
    made = world(moment)
    paper = made.paper

    def named() -> tuple[str, bool]:
        """In the list's column, and by the list's filter for what is withdrawn."""
        staff = Client()
        staff.force_login(making.user("staff"))
        listed = staff.get("/admin/publications/publication/", {"q": paper.slug}).content.decode()
        filtered = staff.get("/admin/publications/publication/", {"status": "withdrawn"})
        state = next(
            each
            for each in ("scheduled", "published", "withdrawn")
            if f'status-{each}">{each}<' in listed
        )
        return state, TITLE in filtered.content.decode()

    with time_machine.travel(moment.astimezone(datetime.UTC) - SECOND, tick=False) as clock:
        assert named() == ("scheduled", False)
        clock.shift(SECOND)
        assert named() == ("published", False)
        at = moment + 24 * HOUR
        making.move(paper, Action.PLAN_WITHDRAWAL, comment=REASON, at=at)
        clock.move_to(at.astimezone(datetime.UTC) - SECOND)
        assert named() == ("published", False)
        clock.shift(SECOND)
        assert named() == ("withdrawn", True)
