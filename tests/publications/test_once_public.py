"""What readers have seen never becomes as if it had not been: its address stays its own."""

import datetime

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publications import workflow
from publications.enums import Status
from publications.models import Publication
from publications.workflow import Action, TransitionRefused
from tests import editorial, making

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
STEP = st.tuples(
    st.sampled_from([*Action, None]),  # None: somebody edits the text
    st.sampled_from([None, -30, -1, 1, 2, 30]),  # the time asked for, in hours from now
    st.integers(0, 3),  # the hours that pass afterwards
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(STEP, min_size=4, max_size=14))
def test_no_way_through_the_workflow_leads_back_to_never_having_been_public(
    steps: list[tuple[Action | None, int | None, int]],
) -> None:
    with (
        transaction.atomic(),
        time_machine.travel(
            datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC), tick=False
        ) as clock,
    ):
        publication = making.move(making.draft(), Action.SUBMIT, Action.APPROVE)
        boss, editor = making.user("admin"), making.user("editor")
        seen = False
        for action, hours, pause in steps:
            at = None if hours is None else timezone.now() + hours * HOUR
            clock.shift(1)
            try:
                if action is None:
                    editorial.save(publication, user=editor, title=f"{publication.title}!")
                else:
                    workflow.transition(publication, action, user=boss, comment="Why.", at=at)
            except TransitionRefused:
                publication.refresh_from_db()
            clock.shift(pause * HOUR)
            seen = seen or publication.is_public
            if seen:
                assert publication.was_public
                assert publication.status in {Status.PUBLISHED, Status.WITHDRAWN}
            public = Publication.objects.public().filter(pk=publication.pk).exists()
            gone = Publication.objects.tombstones().filter(pk=publication.pk).exists()
            assert public == publication.is_public
            assert (public or gone) == publication.was_public
        transaction.set_rollback(True)


@pytest.mark.parametrize("make", [making.withdrawn, editorial.withdrawn_by_the_clock])
def test_what_was_withdrawn_comes_back_at_once_or_not_at_all(make: object) -> None:
    assert callable(make)
    publication: Publication = make()
    first, boss = publication.published_at, making.user("publisher")
    at = timezone.now() + HOUR
    with pytest.raises(TransitionRefused) as refusal:
        workflow.transition(publication, Action.REPUBLISH, user=boss, at=at)
    assert refusal.value.messages == [
        "What readers have seen comes back at once, not at a later time."
    ]
    workflow.transition(publication, Action.REPUBLISH, user=boss)
    assert publication.is_public
    assert publication.published_at == first


@pytest.mark.parametrize(("waits", "later"), [(0, 0), (30, 24)])
def test_what_was_stopped_before_its_time_is_not_dated_back_to_it(waits: int, later: int) -> None:
    """Republished before its time it keeps its embargo; afterwards it is new that day."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        start = timezone.now()
        publication = making.published(at=start + 6 * HOUR)
        making.move(publication, Action.WITHDRAW, comment="Not yet.")
        clock.shift(waits * HOUR)
        assert not publication.was_public
        making.move(publication, Action.REPUBLISH)
        assert publication.published_at == start + (6 + later) * HOUR


def test_off_the_schedule_nothing_of_the_plan_is_left() -> None:
    publication = making.scheduled()
    at = timezone.now() + 100 * HOUR
    making.move(publication, Action.PLAN_WITHDRAWAL, comment="Only for the week.", at=at)
    making.move(publication, Action.UNSCHEDULE)
    publication.refresh_from_db()
    left = publication.published_at, publication.withdrawn_at, publication.withdrawal_reason
    assert left == (None, None, "")
