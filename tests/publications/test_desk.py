"""The desk: each finds what is theirs to do, with its number and a list that agrees with it."""

import datetime
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from pytest_django import Settings

from publications import desk, pending, translating, workflow
from publications.models import Publication
from publications.workflow import Action
from tests import editorial, making

pytestmark = pytest.mark.django_db
LIST = "/admin/publications/publication/"


def titles(user: User, key: str) -> list[str]:
    boards = {board.section.key: board for board in desk.boards(user)}
    return [publication.title for publication in boards[key].rows]


def page(user: User, address: str = "/admin/", **query: str) -> html.HtmlElement:
    client = Client()
    client.force_login(user)
    answer = client.get(address, query)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def outdated_translation(title: str) -> Publication:
    original = making.published()
    translation = translating.start(original, "fr", user=making.user("editor"))
    Publication.objects.filter(pk=translation.pk).update(title=title)
    editorial.save(original, subtitle="New")
    translation.refresh_from_db()
    return translation


def test_my_drafts_are_those_i_began() -> None:
    me = making.user("editor")
    making.draft("Mine", created_by=me)
    making.draft("Another's", created_by=making.user("editor"))
    making.in_review("Mine, gone to review", created_by=me)
    assert titles(me, "my-drafts") == ["Mine"]


def test_what_i_submitted_does_not_wait_for_my_review() -> None:
    me, other = making.user("reviewer"), making.user("reviewer")
    mine, theirs = making.draft("Mine"), making.draft("Theirs")
    workflow.transition(mine, Action.SUBMIT, user=me)
    workflow.transition(theirs, Action.SUBMIT, user=other)
    assert titles(me, "to-review") == ["Theirs"]
    assert titles(other, "to-review") == ["Mine"]


def test_the_last_submission_decides_whose_it_is() -> None:
    me, other, text = making.user("reviewer"), making.user("reviewer"), making.draft("Text")
    workflow.transition(text, Action.SUBMIT, user=me)
    workflow.transition(text, Action.REQUEST_CHANGES, user=other, comment="Shorter.")
    workflow.transition(text, Action.SUBMIT, user=other)
    assert (titles(me, "to-review"), titles(other, "to-review")) == (["Text"], [])


def test_without_a_second_pair_of_eyes_my_own_waits_too(settings: Settings) -> None:
    settings.SECOND_PAIR_OF_EYES = False
    me, text = making.user("reviewer"), making.draft("Mine")
    workflow.transition(text, Action.SUBMIT, user=me)
    assert titles(me, "to-review") == ["Mine"]


@pytest.mark.parametrize("eyes", [True, False])
def test_the_desk_and_the_workflow_agree_on_what_i_may_approve(
    settings: Settings, eyes: bool
) -> None:
    settings.SECOND_PAIR_OF_EYES = eyes
    me = making.user("reviewer")
    for submitter in (me, making.user("editor"), me):
        workflow.transition(making.draft(), Action.SUBMIT, user=submitter)
    making.published()
    editorial.approved()
    left = making.user("editor")
    workflow.transition(making.draft(), Action.SUBMIT, user=left)
    left.delete()
    rewritten = making.draft("Rewritten")
    workflow.transition(rewritten, Action.SUBMIT, user=making.user("editor"))
    editorial.save(rewritten, user=me, summary="<p>All of it mine.</p>")
    allowed = {
        each.pk for each in Publication.objects.all() if workflow.may(me, Action.APPROVE, each)
    }
    assert {each.pk for each in desk.to_review(Publication.objects.all(), me)} == allowed


def test_approved_scheduled_and_recent() -> None:
    me = making.user("publisher")
    editorial.approved("Approved")
    making.scheduled("Scheduled")
    making.published("Out")
    making.published("Out long ago", at=timezone.now() - datetime.timedelta(days=40))
    editorial.withdrawn_by_the_clock("Over")
    assert titles(me, "approved") == ["Approved"]
    assert titles(me, "scheduled") == ["Scheduled"]
    assert titles(me, "recent") == ["Out"]


def test_pending_changes_are_on_the_desk_at_every_stage() -> None:
    me = making.user("editor")
    first = pending.start(making.published("One"), user=me)
    second = pending.start(making.published("Two"), user=me)
    making.move(second, Action.SUBMIT)
    assert titles(me, "pending") == ["Two", "One"]
    assert titles(me, "my-drafts") == [first.title]
    assert titles(making.user("reviewer"), "to-review") == ["Two"]


@pytest.mark.parametrize(
    ("lack", "words"),
    [
        ({"authors": []}, "authors, tags"),
        ({"summary": ""}, "summary, tags"),
        ({}, "tags"),
    ],
)
def test_what_is_on_its_way_and_incomplete_says_what_it_lacks(
    lack: dict[str, list[str]], words: str
) -> None:
    making.draft("A draft may", **lack)  # type: ignore[arg-type]
    making.in_review("Complete", tags=["war"])
    making.in_review("Lacking", **lack)
    tree = page(making.user("editor"))
    [row] = tree.xpath("//section[contains(@class, 'desk-incomplete')]//li")
    said = " ".join(row.text_content().split())
    assert said == f"Lacking lacks: {words} · in review"


def test_a_document_that_was_taken_off_is_lacking() -> None:
    text = making.in_review("Taken off", tags=["war"])
    text.documents.update(is_removed=True)
    assert titles(making.user("editor"), "incomplete") == ["Taken off"]


def test_translations_out_of_date_until_somebody_says_they_are_in_step() -> None:
    me = making.user("editor")
    translation = outdated_translation("Traduction")
    assert titles(me, "outdated") == ["Traduction"]
    translating.mark_in_step(translation)
    assert titles(me, "outdated") == []


def test_a_withdrawal_needs_attention_seven_days_before() -> None:
    me = making.user("staff")
    editorial.withdrawal_planned("Tomorrow")
    later = making.published("Later")
    at = timezone.now() + datetime.timedelta(days=8)
    making.move(later, Action.PLAN_WITHDRAWAL, comment="Why.", at=at)
    editorial.withdrawn_by_the_clock("Over")
    assert titles(me, "leaving") == ["Tomorrow"]


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("staff", ["scheduled", "recent", "leaving"]),
        (
            "editor",
            [
                "my-drafts",
                "approved",
                "scheduled",
                "pending",
                "recent",
                "incomplete",
                "outdated",
                "leaving",
            ],
        ),
        ("reviewer", [each.key for each in desk.SECTIONS]),
    ],
)
def test_each_finds_only_what_is_theirs_to_see_or_do(group: str, expected: list[str]) -> None:
    person = making.user(group)
    assert [each.section.key for each in desk.boards(person)] == expected
    headings = page(person).xpath("//section[contains(@class, 'desk-board')]/@aria-labelledby")
    assert headings == [f"desk-{key}" for key in expected]


def test_somebody_without_any_permission_finds_an_empty_desk_and_no_error() -> None:
    bare = making.user()
    User.objects.filter(pk=bare.pk).update(is_staff=True)
    tree = page(User.objects.get(pk=bare.pk))
    assert tree.xpath("//section[contains(@class, 'desk-board')]") == []


MANY: dict[str, Callable[[User], object]] = {
    "my-drafts": lambda me: making.draft(created_by=me),
    "to-review": lambda me: making.in_review(tags=["war"]),
    "approved": lambda me: editorial.approved(tags=["war"]),
    "scheduled": lambda me: making.scheduled(tags=["war"]),
    "pending": lambda me: pending.start(making.published(tags=["war"]), user=me),
    "recent": lambda me: making.published(),
    "incomplete": lambda me: making.in_review(),
    "outdated": lambda me: outdated_translation("Traduction"),
    "leaving": lambda me: editorial.withdrawal_planned(),
}


@pytest.mark.parametrize("key", MANY)
def test_a_number_on_the_desk_is_the_length_of_the_list_behind_it(key: str) -> None:
    me = making.user("reviewer")
    for _ in range(desk.ROWS + 2):
        MANY[key](me)
    section = page(me).xpath(f"//section[contains(@class, 'desk-{key}')]")[0]
    [count] = section.xpath(".//*[@class='desk-count']/text()")
    assert int(count) == desk.ROWS + 2
    assert len(section.xpath(".//li")) == desk.ROWS
    assert section.xpath("normalize-space(.//p[@class='desk-more'])").startswith("2 more")
    address = section.xpath(".//h2/a/@href")[0]
    assert address == f"{LIST}?desk={key}"
    assert len(page(me, LIST, desk=key).xpath("//table[@id='result_list']/tbody/tr")) == int(count)


def test_an_empty_desk_is_kind() -> None:
    tree = page(making.user("reviewer"))
    said = tree.xpath("//section[contains(@class, 'desk-board')]//p[@class='quiet']/text()")
    assert said == [str(each.empty) for each in desk.SECTIONS]


def test_the_time_left_and_the_zone_are_said() -> None:
    making.scheduled("Tomorrow")
    [row] = page(making.user("staff")).xpath("//section[contains(@class, 'desk-scheduled')]//li")
    said = " ".join(row.text_content().split())
    assert said.startswith("Tomorrow in 23 hours")
    assert said.endswith("(Europe/Paris)")


def test_titles_are_text() -> None:
    me = making.user("editor")
    making.draft("<b>Bold</b>", created_by=me)
    assert page(me).xpath("//section[contains(@class, 'desk-my-drafts')]//li//b") == []


def test_the_number_of_queries_is_the_same_however_much_there_is() -> None:
    me = making.user("reviewer")
    client = Client()
    client.force_login(me)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/admin/").status_code == 200
        return len(captured)

    empty = queries()
    for make in MANY.values():
        make(me)
        make(me)
    assert queries() == empty
    # Two a section, the session, the person, two sets of permissions, the last actions.
    assert empty <= 2 * len(desk.SECTIONS) + 6


def test_long_texts_are_not_read_for_the_desk() -> None:
    me = making.user("reviewer")
    for make in MANY.values():
        make(me)
    with CaptureQueriesContext(connection) as captured:
        page(me)
    assert [each for each in captured if "key_takeaways" in each["sql"]] == []
