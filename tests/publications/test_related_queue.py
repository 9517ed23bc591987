"""The queue and the rebuild: nothing is lost between a change and its lists, whatever is killed."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from publications.models import (
    Publication,
    RelatedEntry,
    RelatedList,
    RelatedRefresh,
    RelatedState,
)
from publications.related import queue, rebuilding, related_to, storing
from publications.related.rebuilding import rebuild
from publications.workflow import Action
from tests import making


def _stored(paper: Publication) -> list[str]:
    entries = RelatedEntry.objects.filter(publication=paper).order_by("-score", "-other")
    return list(entries.values_list("other__title", flat=True))


@pytest.mark.django_db
def test_a_change_waits_in_the_queue_and_is_gone_when_it_is_done() -> None:
    paper = making.published(tags=["a"])
    assert list(RelatedRefresh.objects.values_list("publication_id", flat=True)) == [paper.pk]
    call_command("refresh_related", verbosity=0)
    assert not RelatedRefresh.objects.exists()
    assert RelatedList.objects.filter(pk=paper.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_on_a_small_site_the_commit_itself_brings_lists_up_to_date() -> None:
    one = making.published("One", tags=["a"])
    two = making.published("Two", tags=["a"])
    assert not RelatedRefresh.objects.exists()
    assert (_stored(one), _stored(two)) == (["Two"], ["One"])
    with transaction.atomic():
        two.tags.clear()
    assert (_stored(one), _stored(two)) == ([], [])


@pytest.mark.django_db(transaction=True)
def test_on_a_large_site_it_is_left_to_the_timer() -> None:
    rebuild()
    RelatedState.objects.update(size=queue.SMALL_SITE + 1)
    paper = making.published(tags=["a"])
    assert RelatedRefresh.objects.get().publication_id == paper.pk
    assert queue.drain() == 1


@pytest.mark.django_db(transaction=True)
def test_a_failure_after_the_commit_costs_the_editor_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(storing, "refresh", broken)
    paper = making.published(tags=["a"])
    assert paper.is_public
    assert RelatedRefresh.objects.filter(publication_id=paper.pk).exists()


@pytest.mark.django_db
def test_a_killed_rebuild_is_continued_and_misses_no_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rebuilding, "_BLOCK", 2)
    papers = [making.published(f"Paper {number}", tags=["a"]) for number in range(6)]
    queue.drain()
    looks = iter([False, False, True])
    assert rebuild(should_stop=lambda: next(looks)) == 4
    state = RelatedState.objects.get()
    assert state.is_rebuilding
    assert RelatedList.objects.filter(generation=state.generation).count() == 4
    assert related_to(papers[5])[0].title == "Paper 4"

    making.published("Paper 6", tags=["a"])
    papers[0].tags.clear()
    queue.drain()
    assert RelatedRefresh.objects.filter(is_seen=True).count() == 2

    steps: list[tuple[int, int]] = []
    assert rebuild(lambda *done: steps.append(done)) == 2
    assert steps[-1] == (7, 7)
    assert RelatedState.objects.get().generation == state.generation
    assert not RelatedState.objects.get().is_rebuilding
    assert not RelatedRefresh.objects.exists()
    for number in range(1, 6):
        expected = [f"Paper {other}" for other in range(6, 0, -1) if other != number]
        assert _stored(papers[number]) == expected
    assert _stored(papers[0]) == []


@pytest.mark.django_db
def test_what_was_withdrawn_during_a_rebuild_has_no_list_afterwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    papers = [making.published(f"Paper {number}", tags=["a"]) for number in range(3)]
    written = rebuilding._write

    def withdraw_first(lists: Any) -> None:
        making.move(papers[0], Action.WITHDRAW, comment="Why.")
        queue.drain()
        written(lists)

    monkeypatch.setattr(rebuilding, "_write", withdraw_first)
    rebuild()
    assert sorted(RelatedList.objects.values_list("pk", flat=True)) == [papers[1].pk, papers[2].pk]
    assert _stored(papers[1]) == ["Paper 2"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_two_who_drain_at_once_do_not_do_the_same() -> None:
    making.published(tags=["a"])
    rebuild()
    with transaction.atomic():
        assert storing.lock() is not None
        other = connection.copy()
        try:
            with other.cursor() as cursor:
                cursor.execute("SELECT 1 FROM publications_relatedstate FOR UPDATE SKIP LOCKED")
                assert cursor.fetchall() == []
        finally:
            other.close()
