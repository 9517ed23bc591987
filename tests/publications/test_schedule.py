"""By the clock alone: not public one second before its time, public at it, and gone at its end.

``ROUTES`` is every way in which a publication can reach a reader. Each new one (a page, a feed, an
export) is added here as a function that says whether this publication is to be had through it.
"""

import datetime
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from authors.models import Author
from publications import access, redirects
from publications.access import Reason
from publications.models import Document, Publication, Tag
from publications.querysets import public_q, with_public_work
from publications.workflow import Action
from tests import editorial, making

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
SECOND = datetime.timedelta(seconds=1)
HOUR = datetime.timedelta(hours=1)

Route = Callable[[Publication], bool]


def listed_on(address: str) -> Route:
    """Whether the page at that address, once the publication is filled in, links to it."""

    def route(publication: Publication) -> bool:
        author = publication.authorships.get().author
        assert author is not None
        found = Client().get(address.format(slug=publication.slug, author=author.slug))
        return f"/publications/{publication.slug}/" in found.content.decode()

    return route


def answers_at(address: str) -> Route:
    def route(publication: Publication) -> bool:
        return Client().get(address.format(slug=publication.slug)).status_code == 200

    return route


def _file(publication: Publication) -> bool:
    document = Document.objects.get(publication=publication)
    return access.decide(document, None).allowed


def _visible_to_strangers(publication: Publication) -> bool:
    return publication in Publication.objects.visible_to(AnonymousUser())


ROUTES: dict[str, Route] = {
    "queryset": lambda each: each in Publication.objects.public(),
    "loaded row": lambda each: each.is_public,
    "through a relation": lambda each: Author.objects.filter(
        public_q("authorships__publication__"), authorships__publication=each
    ).exists(),
    "author's work": lambda each: with_public_work(Author.objects.all()).exists(),
    "tag's work": lambda each: with_public_work(Tag.objects.all()).exists(),
    "visible to strangers": _visible_to_strangers,
    "address": lambda each: access.find(each.slug) == (each, None),
    "file": _file,
    "page": answers_at("/en/publications/{slug}/"),
    "page in the other language": answers_at("/fr/publications/{slug}/"),
    "full text": answers_at("/en/publications/{slug}/{slug}.pdf"),
    "citation": answers_at("/en/publications/{slug}/cite.bib"),
    "home": listed_on("/en/"),
    "listing": listed_on("/en/publications/"),
    "search": listed_on("/en/publications/?q=wires"),
    "author's page": listed_on("/en/authors/{author}/"),
    "topic": listed_on("/en/topics/war/"),
}

# The hour before, the jump and the hour after, on the two nights on which Paris changes its clocks.
MOMENTS = {
    "an ordinary morning": datetime.datetime(2026, 1, 12, 6, 0, tzinfo=PARIS),
    "before the spring jump": datetime.datetime(2026, 3, 29, 1, 59, 59, tzinfo=PARIS),
    "at the spring jump": datetime.datetime(2026, 3, 29, 3, 0, tzinfo=PARIS),
    "after the spring jump": datetime.datetime(2026, 3, 29, 6, 0, tzinfo=PARIS),
    "2:30 for the first time": datetime.datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=0),
    "2:30 for the second time": datetime.datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=1),
    "after the autumn jump": datetime.datetime(2026, 10, 25, 6, 0, tzinfo=PARIS),
}


def scheduled(moment: datetime.datetime) -> Publication:
    """Made two days earlier, so that a clock changes in between, and open to everybody."""
    with time_machine.travel(moment.astimezone(datetime.UTC) - 48 * HOUR, tick=False):
        return making.published("War and Wires", at=moment, tags=["war"], access="open")


def had_through(publication: Publication) -> set[str]:
    cache.clear()
    fresh = Publication.objects.get(pk=publication.pk)
    return {name for name, route in ROUTES.items() if route(fresh)}


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=list(MOMENTS))
def test_it_is_to_be_had_at_its_time_and_not_one_second_before(moment: datetime.datetime) -> None:
    publication = scheduled(moment)
    with time_machine.travel(moment.astimezone(datetime.UTC) - SECOND, tick=False) as clock:
        assert had_through(publication) == set()
        assert list(Publication.objects.scheduled()) == [publication]
        before = publication.is_scheduled
        clock.shift(SECOND)
        assert had_through(publication) == set(ROUTES)
        assert not Publication.objects.scheduled().exists()
        assert (before, publication.is_scheduled) == (True, False)


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=list(MOMENTS))
def test_at_its_planned_withdrawal_it_is_gone(moment: datetime.datetime) -> None:
    publication = scheduled(moment - 24 * HOUR)
    with time_machine.travel(moment.astimezone(datetime.UTC) - 6 * HOUR, tick=False) as clock:
        making.move(publication, Action.PLAN_WITHDRAWAL, comment="Out of date.", at=moment)
        clock.move_to(moment.astimezone(datetime.UTC) - SECOND)
        assert had_through(publication) == set(ROUTES)
        assert access.tombstone(publication.slug) is None
        clock.shift(SECOND)
        assert had_through(publication) == set()
        assert access.find(publication.slug) == (None, Reason.GONE)
        assert access.tombstone(publication.slug) == publication


def test_the_two_half_past_twos_of_the_autumn_night_are_an_hour_apart() -> None:
    first, second = (
        scheduled(MOMENTS[f"2:30 for the {which} time"]) for which in ("first", "second")
    )
    assert first.published_at is not None
    assert second.published_at is not None
    assert second.published_at - first.published_at == HOUR


def test_an_embargo_is_no_tombstone_and_no_redirect_before_its_time() -> None:
    publication = making.scheduled()
    assert access.find(publication.slug) == (None, Reason.MISSING)
    assert access.tombstone(publication.slug) is None
    public = making.published(slug="one")
    editorial.save(public, slug="two")
    assert redirects.target("one") == public


def test_nothing_runs_for_it() -> None:
    """The row at its time is, byte for byte, the row that was stored when it was scheduled."""
    moment = timezone.now() + HOUR
    publication = making.published(at=moment)
    stored = Publication.objects.filter(pk=publication.pk).values().get()
    with time_machine.travel(moment, tick=False):
        assert had_through_the_queryset(publication)
        assert Publication.objects.filter(pk=publication.pk).values().get() == stored


def had_through_the_queryset(publication: Publication) -> bool:
    return Publication.objects.public().filter(pk=publication.pk).exists()


def test_a_moment_can_be_asked_for() -> None:
    moment = timezone.now() + HOUR
    publication = making.published(at=moment)
    for at, expected in ((moment - SECOND, []), (moment, [publication])):
        assert list(Publication.objects.public(at=at)) == expected
        assert list(Publication.objects.visible_to(AnonymousUser(), at=at)) == expected
