"""What was approved is what was read: edited afterwards, it is read again."""

from typing import Any

import pytest
from pytest_django import Settings

from publications import content, workflow
from publications.enums import Status
from publications.models import Publication
from publications.workflow import Action
from tests import editorial, making

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make", [editorial.approved, making.scheduled])
def test_an_approved_or_scheduled_text_goes_back_to_review(make: Any) -> None:
    publication, editor = make(), making.user("editor")
    before = Status(publication.status)
    editorial.save(publication, user=editor, title="Edited")
    assert (publication.status, publication.published_at) == (Status.IN_REVIEW, None)
    latest = publication.transitions.first()
    assert latest is not None
    assert (latest.user, latest.from_status, latest.to_status, latest.comment) == (
        editor,
        before,
        Status.IN_REVIEW,
        "Edited after approval: back to review.",
    )
    statuses = list(publication.revisions.values_list("kind", "status")[:2])
    assert statuses == [("transition", Status.IN_REVIEW), ("save", before)]


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("authors", lambda: [editorial.signature(author=making.author().pk)]),
        ("tags", lambda: [editorial.tag("peace").pk]),
        ("documents", list),
    ],
)
def test_an_author_a_tag_or_a_file_is_an_edit_too(field: str, change: Any) -> None:
    publication = editorial.approved()
    assert editorial.save(publication, **{field: change()}) == [field]
    assert publication.status == Status.IN_REVIEW


@pytest.mark.parametrize("make", [editorial.approved, making.scheduled])
def test_a_save_that_changes_nothing_leaves_it_approved(make: Any) -> None:
    publication = make()
    before = publication.status, publication.published_at
    editorial.save(publication, **content.read(publication))
    assert (publication.status, publication.published_at) == before


@pytest.mark.parametrize("make", [editorial.approved, making.scheduled])
def test_an_institute_may_do_without(make: Any, settings: Settings) -> None:
    settings.EDIT_RETURNS_TO_REVIEW = False
    publication = make()
    before = publication.status, publication.published_at
    editorial.save(publication, title="Edited")
    assert (publication.status, publication.published_at) == before


@pytest.mark.parametrize(
    "make",
    [
        making.draft,
        making.in_review,
        making.published,
        editorial.withdrawal_planned,
        editorial.withdrawn_by_the_clock,
        making.withdrawn,
    ],
)
def test_in_any_other_state_an_edit_changes_no_status(make: Any) -> None:
    publication: Publication = make()
    before = publication.status, publication.published_at, publication.withdrawn_at
    moves = publication.transitions.count()
    editorial.save(publication, title="Edited")
    assert (publication.status, publication.published_at, publication.withdrawn_at) == before
    assert publication.transitions.count() == moves


def test_who_edited_an_approved_text_may_not_approve_it() -> None:
    publication, one, other = editorial.approved(), making.user("reviewer"), making.user("reviewer")
    editorial.save(publication, user=one, title="Edited")
    assert not workflow.may(one, Action.APPROVE, publication)
    assert workflow.may(other, Action.APPROVE, publication)


def test_a_planned_withdrawal_goes_with_the_schedule() -> None:
    publication = making.scheduled()
    assert publication.published_at is not None
    at = publication.published_at.replace(year=publication.published_at.year + 1)
    making.move(publication, Action.PLAN_WITHDRAWAL, comment="Only for a year.", at=at)
    editorial.save(publication, title="Edited")
    assert (publication.withdrawn_at, publication.withdrawal_reason) == (None, "")
