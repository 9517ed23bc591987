"""No paper is mailed to an address twice, whatever happens to the paper or to the sender."""

import contextlib
import datetime
import re
from collections import Counter
from typing import Any

import pytest
import time_machine as travelling
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from post_office.models import Email

from publications import mailing
from publications.alerts import sending
from publications.models import Alert, Follower, Publication, TaggedPublication, Told
from publications.workflow import Action
from tests import making
from tests.following import READER, WEDNESDAY, digests, follow, next_day, send

pytestmark = pytest.mark.django_db
TITLE = re.compile(r"Paper number \d+")


@pytest.fixture
def clock(time_machine: Any) -> Any:
    time_machine.move_to(WEDNESDAY, tick=False)
    return time_machine


def told_in_all() -> Counter[str]:
    """How often each paper stands in a mail."""
    return Counter(title for mail in digests() for title in set(TITLE.findall(mail.message)))


def test_two_alerts_that_fit_the_same_paper_tell_of_it_once(clock: Any) -> None:
    author = making.author("Ada Writer", slug="ada")
    making.published("Old", authors=[author], tags=["war"])
    follow("author=ada", frequency="daily")
    follow("tag=war", frequency="weekly")
    follow("", frequency="daily")
    clock.shift(60)
    making.published("Paper number 1", authors=[author], tags=["war"])
    for _ in range(8):
        next_day(clock)
        send()

    assert told_in_all() == {"Paper number 1": 1}
    assert len(digests()) == 1


def test_withdrawn_and_published_again_it_is_not_told_again(clock: Any) -> None:
    follow("")
    clock.shift(60)
    paper = making.published("Paper number 1")
    next_day(clock)
    send()
    making.move(paper, Action.WITHDRAW, comment="Wrong.")
    next_day(clock)
    send()
    # With a new date, as if it were new.
    making.move(paper, Action.REPUBLISH, at=timezone.now())
    next_day(clock)
    send()

    assert told_in_all() == {"Paper number 1": 1}


def test_a_translation_that_comes_later_is_the_same_paper(clock: Any) -> None:
    follow("")
    clock.shift(60)
    paper = making.published("Paper number 1")
    next_day(clock)
    send()
    making.published("Paper number 2", language="fr", translation_group=paper.translation_group)
    next_day(clock)
    send()

    assert told_in_all() == {"Paper number 1": 1}


def test_the_database_refuses_a_second_time(clock: Any) -> None:
    follow("")
    clock.shift(60)
    making.published("Paper number 1")
    next_day(clock)
    send()
    told = Told.objects.get()
    told.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        told.save()


# --- any order of events --------------------------------------------------------------------------

QUERIES = ["", "tag=war", "author=ada", "q=number", "language=fr"]
EVENTS = st.one_of(
    st.tuples(st.just("publish"), st.integers(0, 3)),
    st.tuples(st.just("schedule"), st.integers(0, 3)),
    st.tuples(st.just("withdraw"), st.integers(0, 9)),
    st.tuples(st.just("republish"), st.integers(0, 9)),
    st.tuples(st.just("redate"), st.integers(0, 9)),
    st.tuples(st.just("retag"), st.integers(0, 9)),
    st.tuples(st.just("translate"), st.integers(0, 9)),
    st.tuples(st.just("follow"), st.integers(0, 4)),
    st.tuples(st.just("send"), st.integers(1, 40)),
    st.tuples(st.just("killed"), st.integers(0, 2)),
)


class World:
    """What happens, as it is told to happen; what is not possible just now does not."""

    def __init__(self, clock: Any) -> None:
        self.clock = clock
        self.author = making.author("Ada Writer", slug="ada")
        making.published("Old", authors=[self.author], tags=["war"])
        making.published("Vieux", language="fr")
        self.papers: list[Publication] = []
        self.followed: set[int] = set()
        self.mailed = 0

    def happen(self, event: str, number: int) -> None:
        self.clock.shift(60)
        if event in ("publish", "schedule"):
            self._publish(number, is_later=event == "schedule")
        elif event == "follow":
            self._follow(number)
        elif event == "send":
            self.clock.shift(datetime.timedelta(hours=number))
            send()
        elif event == "killed":
            self._killed(number)
        elif self.papers:
            self._change(event, self.papers[number % len(self.papers)])
        self._look()

    def _follow(self, number: int) -> None:
        if number not in self.followed:
            self.followed.add(number)
            follow(QUERIES[number], frequency="daily" if number % 2 else "weekly")

    def _publish(self, number: int, *, is_later: bool, **fields: Any) -> None:
        at = timezone.now() + datetime.timedelta(hours=20) if is_later else None
        self.papers.append(
            making.published(
                f"Paper number {len(self.papers) + 1}",
                at=at,
                authors=[self.author],
                tags=["war"] if number % 2 else [],
                language="fr" if number > 1 else "en",
                **fields,
            )
        )

    def _change(self, event: str, paper: Publication) -> None:
        paper.refresh_from_db()
        if event == "withdraw" and paper.is_public:
            making.move(paper, Action.WITHDRAW, comment="Wrong.")
        elif event in ("republish", "redate") and paper.status == "withdrawn":
            options = {"at": timezone.now()} if event == "redate" else {}
            making.move(paper, Action.REPUBLISH, **options)
        elif event == "retag":
            war = TaggedPublication.objects.earliest("pk").tag
            _row, is_new = paper.taggings.get_or_create(tag=war)
            if not is_new:
                paper.taggings.filter(tag=war).delete()
        elif event == "translate" and self._is_translatable(paper):
            self._publish(2, is_later=False, translation_group=paper.translation_group)

    def _is_translatable(self, paper: Publication) -> bool:
        versions = Publication.objects.filter(translation_group=paper.translation_group)
        return not versions.filter(language="fr").exists()

    def _killed(self, number: int) -> None:
        """Before the mail is queued, after it, or with everything written and nothing committed."""
        self.clock.shift(datetime.timedelta(days=1))
        queue, turn = mailing.queue, sending._turn

        def killed(*arguments: Any) -> None:
            if number == 1:
                queue(*arguments)
            raise InterruptedError

        def killed_at_the_end(*arguments: Any) -> None:
            with transaction.atomic():
                turn(*arguments)
                raise InterruptedError

        with pytest.MonkeyPatch.context() as patch:
            if number == 2:
                patch.setattr(sending, "_turn", killed_at_the_end)
            else:
                patch.setattr(mailing, "queue", killed)
            with contextlib.suppress(InterruptedError):
                send()

    def _look(self) -> None:
        """After each event: nothing twice, and in what was just mailed nothing that is hidden."""
        assert set(told_in_all().values()) <= {1}
        titles = {each.title for each in Publication.objects.public()}
        mails = digests()
        for mail in mails[self.mailed :]:
            assert set(TITLE.findall(mail.message)) <= titles
        self.mailed = len(mails)
        # However many languages of a paper one mail tells of, no second mail does.
        mailed = set(Told.objects.values_list("translation_group", "mail"))
        assert set(Counter(group for group, _mail in mailed).values()) <= {1}


@given(st.lists(EVENTS, min_size=3, max_size=12))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_nothing_is_told_twice_in_whatever_order_things_happen(
    events: list[tuple[str, int]],
) -> None:
    with travelling.travel(WEDNESDAY, tick=False) as clock, transaction.atomic():
        world = World(clock)
        world.happen("follow", 0)
        world.happen("follow", 1)
        for event, number in events:
            world.happen(event, number)
        _everything_was_told(world)
        transaction.set_rollback(True)


def _everything_was_told(world: World) -> None:
    """In the end whoever follows everything has heard of each paper there is, in some language."""
    world.happen("send", 24)
    world.happen("send", 24 * 7)
    told = set(Told.objects.values_list("translation_group", flat=True))
    recent = timezone.now() - datetime.timedelta(days=30)
    since = Alert.objects.earliest("confirmed_at").confirmed_at
    for paper in Publication.objects.public().filter(published_at__gt=max(since or recent, recent)):
        assert paper.translation_group in told
    assert Follower.objects.get().email == READER
    assert not Email.objects.exclude(to=READER).exists()
