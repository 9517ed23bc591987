"""A preview link opens one publication for a named person, for a time, and says that it was opened."""

import datetime
import hashlib

import pytest
import time_machine
from django.utils import timezone

from publications import pending, previews
from publications.models import PreviewLink, PreviewOpening, Publication
from publications.workflow import Action
from tests import editorial, making

pytestmark = pytest.mark.django_db
START = datetime.datetime(2026, 5, 4, 9, 0, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)


def opened(token: str) -> Publication | None:
    link = previews.open_link(token)
    return link.publication if link else None


def link_to(publication: Publication, **extra: datetime.datetime) -> tuple[PreviewLink, str]:
    return previews.make(publication, recipient="Ms Reader", user=making.user("editor"), **extra)


@pytest.mark.parametrize(
    "make", [making.draft, making.in_review, editorial.approved, making.scheduled, making.withdrawn]
)
def test_it_opens_a_publication_in_any_state(make: object) -> None:
    assert callable(make)
    publication = make()
    _link, token = link_to(publication)
    making.draft()
    assert opened(token) == publication


def test_every_opening_is_logged_with_its_time_and_its_link() -> None:
    publication = making.draft()
    link, token = link_to(publication)
    other, _token = link_to(publication)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        times: list[datetime.datetime] = []
        for _ in range(3):
            clock.shift(SECOND)
            opened(token)
            times.insert(0, timezone.now())
    assert list(link.openings.values_list("at", flat=True)) == times
    assert not other.openings.exists()


def test_what_belongs_to_the_page_is_found_without_a_further_opening() -> None:
    link, token = link_to(making.draft())
    assert previews.find(token) == link
    assert not link.openings.exists()
    previews.revoke(link)
    assert previews.find(token) is None


def test_it_ends_at_its_time_by_the_clock() -> None:
    with time_machine.travel(START, tick=False) as clock:
        link, token = link_to(making.draft())
        assert link.expires_at == START + previews.DEFAULT_LIFETIME
        clock.move_to(link.expires_at - SECOND)
        assert opened(token) is not None
        clock.move_to(link.expires_at)
        assert opened(token) is None
    assert link.openings.count() == 1


def test_its_end_can_be_chosen() -> None:
    with time_machine.travel(START, tick=False) as clock:
        _link, token = link_to(making.draft(), expires_at=START + SECOND)
        assert opened(token) is not None
        clock.shift(SECOND)
        assert opened(token) is None


def test_it_is_revoked_at_once_and_for_good() -> None:
    publication = making.draft()
    link, token = link_to(publication)
    _other, other_token = link_to(publication)
    previews.revoke(link)
    link.refresh_from_db()
    first = link.revoked_at
    assert opened(token) is None
    assert opened(other_token) == publication
    previews.revoke(link)
    link.refresh_from_db()
    assert link.revoked_at == first


def test_a_withdrawal_ends_the_links_given_before_it() -> None:
    publication = making.published()
    _link, before = link_to(publication)
    assert previews.find(before) is not None
    making.move(publication, Action.WITHDRAW, comment="It was wrong.")
    _link, after = link_to(publication)

    assert previews.find(before) is None
    assert previews.find(after) is not None


def test_it_ends_the_links_to_a_pending_change_of_it_too() -> None:
    publication = making.published()
    editor = making.user("editor")
    _link, before = link_to(pending.start(publication, user=editor))
    assert previews.find(before) is not None
    making.move(publication, Action.WITHDRAW, comment="It was wrong.")
    _link, after = link_to(Publication.objects.get(pending_for=publication))

    assert previews.find(before) is None
    assert previews.find(after) is not None


def test_a_withdrawal_that_is_planned_ends_them_at_its_time() -> None:
    with time_machine.travel(START, tick=False) as clock:
        publication = making.published()
        _link, token = link_to(pending.start(publication, user=making.user("editor")))
        at = START + 60 * SECOND
        clock.shift(SECOND)
        making.move(publication, Action.PLAN_WITHDRAWAL, comment="It was wrong.", at=at)
        clock.move_to(at - SECOND)
        assert previews.find(token) is not None
        clock.move_to(at)
        assert previews.find(token) is None


@pytest.mark.parametrize("token", ["", "x", "0" * 43, "é", "\x00", "a" * 100_000])
def test_a_guess_opens_nothing_and_leaves_nothing(token: str) -> None:
    link_to(making.draft())
    assert opened(token) is None
    assert not PreviewOpening.objects.exists()


def test_only_the_hash_of_its_token_is_stored() -> None:
    link, token = link_to(making.draft())
    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()
    stored = PreviewLink.objects.filter(pk=link.pk).values().get()
    assert token not in str(stored)
    assert opened(link.token_hash) is None
    assert len(token) >= 43


def test_two_links_never_share_a_token() -> None:
    publication = making.draft()
    tokens = {link_to(publication)[1] for _ in range(20)}
    assert len(tokens) == 20


def test_it_goes_with_its_publication() -> None:
    publication = making.draft()
    _link, token = link_to(publication)
    publication.delete()
    assert opened(token) is None
