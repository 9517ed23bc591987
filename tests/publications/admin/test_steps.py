"""A publication moves along by buttons: those its reader may press now, and no others."""

import datetime
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from lxml import html

from publications.enums import Status
from publications.models import Publication
from publications.workflow import Action
from tests import editorial, making
from tests.admin_forms import messages_of, read

pytestmark = pytest.mark.django_db
FORM = "/admin/publications/publication/{}/change/"
STEP = "/admin/publications/publication/{}/transition/"


def signed_in(group: str) -> Client:
    client = Client()
    client.force_login(making.user(group))
    return client


def buttons(client: Client, publication: Publication) -> list[str]:
    page = html.fromstring(client.get(FORM.format(publication.pk)).content.decode())
    return page.xpath("//form[@id='transition-form']//button/@value")  # type: ignore[no-any-return]


def press(client: Client, publication: Publication, action: str, **typed: str) -> list[str]:
    """What the page says after a button was pressed."""
    address = STEP.format(publication.pk)
    answer = client.post(address, {"action": action, **typed}, follow=True)
    assert answer.redirect_chain == [(FORM.format(publication.pk), 302)]
    publication.refresh_from_db()
    return messages_of(answer.content)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (
            making.draft,
            {"editor": ["submit"], "reviewer": ["submit"], "publisher": ["submit"], "staff": []},
        ),
        (
            making.in_review,
            {
                "editor": [],
                "reviewer": ["request_changes", "approve"],
                "publisher": [],
                "staff": [],
                "admin": ["request_changes", "approve"],
            },
        ),
        (
            making.published,
            {
                "editor": [],
                "reviewer": [],
                "publisher": ["withdraw", "plan_withdrawal"],
                "staff": [],
            },
        ),
        (making.scheduled, {"publisher": ["unschedule", "withdraw", "plan_withdrawal"]}),
        (making.withdrawn, {"editor": [], "publisher": ["republish"]}),
    ],
)
def test_each_sees_the_steps_that_are_theirs_now(
    make: Callable[[], Publication], expected: dict[str, list[str]]
) -> None:
    publication = make()
    assert {group: buttons(signed_in(group), publication) for group in expected} == expected


def test_from_draft_to_reader_by_three_people() -> None:
    publication = making.draft("War and Work")
    assert press(signed_in("editor"), publication, "submit") == ["“War and Work” is now in review."]
    assert press(signed_in("reviewer"), publication, "approve") == [
        "“War and Work” is now approved."
    ]
    assert press(signed_in("publisher"), publication, "publish") == [
        "“War and Work” is now published."
    ]
    assert publication.is_public
    assert publication.transitions.count() == 3


def test_a_date_schedules_it_in_the_site_s_time_zone() -> None:
    publication = making.move(making.draft("Later"), Action.SUBMIT, Action.APPROVE)
    day = timezone.localdate() + datetime.timedelta(days=30)
    said = press(signed_in("publisher"), publication, "publish", at=f"{day}T09:30")
    assert said == ["“Later” is now scheduled."]
    paris = datetime.datetime.combine(day, datetime.time(9, 30), ZoneInfo("Europe/Paris"))
    assert publication.published_at == paris
    assert not publication.is_public


def test_a_date_that_is_none_is_refused() -> None:
    publication = making.move(making.draft(), Action.SUBMIT, Action.APPROVE)
    client = signed_in("publisher")
    assert press(client, publication, "publish", at="tomorrow", comment="At last") == [
        "Enter a valid date/time."
    ]
    assert publication.status == Status.APPROVED


def test_a_refusal_is_a_message_and_keeps_the_comment() -> None:
    publication = making.move(
        making.draft("Half done", authors=[], summary=""), Action.SUBMIT, Action.APPROVE
    )
    client = signed_in("publisher")
    answer = client.post(
        STEP.format(publication.pk), {"action": "publish", "comment": "Go"}, follow=True
    )
    assert messages_of(answer.content) == ["It has no author.", "It has no summary."]
    assert b">\nGo</textarea>" in answer.content
    publication.refresh_from_db()
    assert publication.status == Status.APPROVED
    assert publication.transitions.count() == 2


def test_a_withdrawal_asks_why() -> None:
    publication = making.published()
    client = signed_in("publisher")
    assert press(client, publication, "withdraw") == [
        "Say why, in the comment: others will read it."
    ]
    press(client, publication, "withdraw", comment="It contains an error.")
    assert publication.status == Status.WITHDRAWN
    page = html.fromstring(client.get(FORM.format(publication.pk)).content.decode())
    log = page.xpath("//section[contains(@class, 'transition-log')]//tbody/tr")
    assert [cell.text_content() for cell in log[0]][2:] == [
        "published → withdrawn",
        "It contains an error.",
    ]


def test_a_withdrawal_is_planned_for_a_time_and_a_reason_and_called_off() -> None:
    publication = making.published("For a While")
    client = signed_in("publisher")
    day = timezone.localdate() + datetime.timedelta(days=30)
    moment = f"{day}T09:30"
    assert press(client, publication, "plan_withdrawal", at=moment) == [
        "Say why, in the comment: others will read it."
    ]
    assert press(client, publication, "plan_withdrawal", comment="Out of date.") == [
        "Give a time for the withdrawal that is still to come."
    ]
    [said] = press(client, publication, "plan_withdrawal", comment="Out of date.", at=moment)
    assert said.startswith("“For a While” will be withdrawn on ")
    paris = datetime.datetime.combine(day, datetime.time(9, 30), ZoneInfo("Europe/Paris"))
    assert (publication.withdrawn_at, publication.is_public) == (paris, True)
    assert press(client, publication, "cancel_withdrawal") == [
        "“For a While” stays public: its planned withdrawal is cancelled."
    ]
    assert publication.withdrawn_at is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "2027-03-28T02:30",
            (
                "There is no 02:30 on March 28, 2027 in Europe/Paris: the clocks go forward. "
                "Did you mean 03:30?"
            ),
        ),
        (
            "2027-10-31T02:30",
            (
                "02:30 comes twice on Oct. 31, 2027 in Europe/Paris, at UTC+2 and at UTC+1: "
                "the clocks go back. Give a time that comes once."
            ),
        ),
    ],
)
def test_a_time_that_the_clocks_skip_or_repeat_is_refused_with_its_reason(
    typed: str, said: str
) -> None:
    publication = editorial.approved()
    [reason] = press(signed_in("publisher"), publication, "publish", at=typed)
    assert reason.replace("October", "Oct.") == said
    assert publication.status == Status.APPROVED


@pytest.mark.parametrize("day", [28, 31])
def test_the_hours_beside_a_change_of_the_clocks_are_taken(day: int) -> None:
    month = 3 if day == 28 else 10
    publication = editorial.approved("Night Shift")
    press(signed_in("publisher"), publication, "publish", at=f"2027-{month:02}-{day}T03:00")
    [moment] = [publication.published_at]
    assert moment is not None
    assert moment.astimezone(datetime.UTC).hour == (1 if month == 3 else 2)


def test_the_time_zone_stands_beside_the_time() -> None:
    publication = editorial.approved()
    with time_machine.travel(datetime.datetime(2026, 7, 1, 12, tzinfo=datetime.UTC)):
        page = signed_in("publisher").get(FORM.format(publication.pk)).content.decode()
    assert "Time zone: Europe/Paris, today UTC+2." in page


# --- nobody approves what they have not read ------------------------------------------------------


def test_a_button_of_a_page_that_is_outdated_does_nothing() -> None:
    publication = making.in_review("Under Review")
    reviewer = signed_in("reviewer")
    opened = read(reviewer, FORM.format(publication.pk), "transition-form")
    editor = making.user("editor", first_name="Ada", last_name="Writer")
    editorial.save(publication, user=editor, title="Something else")
    step = {"action": "approve", "base_version": opened["base_version"], "comment": "Well done"}
    answer = reviewer.post(STEP.format(publication.pk), step, follow=True)
    assert messages_of(answer.content) == [
        "Nothing was done: Ada Writer changed it after you opened this page. Read it again."
    ]
    assert b">\nWell done</textarea>" in answer.content
    publication.refresh_from_db()
    assert publication.status == Status.IN_REVIEW
    again = read(reviewer, FORM.format(publication.pk), "transition-form")
    assert press(reviewer, publication, "approve", base_version=again["base_version"]) == [
        "“Something else” is now approved."
    ]


def test_a_step_that_is_no_longer_possible_is_refused_with_a_sentence() -> None:
    publication = making.in_review("Twice")
    assert press(signed_in("editor"), publication, "submit") == [
        "“Twice” is in review: “Submit for review” is not possible now."
    ]


@pytest.mark.parametrize("group", ["editor", "reviewer", "staff"])
def test_a_step_of_somebody_else_is_forbidden(group: str) -> None:
    publication = making.move(making.draft(), Action.SUBMIT, Action.APPROVE)
    answer = signed_in(group).post(STEP.format(publication.pk), {"action": "publish"})
    assert answer.status_code == 403
    publication.refresh_from_db()
    assert publication.status == Status.APPROVED


def test_an_unknown_step_changes_nothing() -> None:
    publication = making.draft()
    [said] = press(signed_in("admin"), publication, "explode")
    assert said.startswith("Select a valid choice.")
    assert publication.status == Status.DRAFT


def test_a_step_is_posted_with_a_token_of_the_page() -> None:
    publication = making.draft()
    client = Client(enforce_csrf_checks=True)
    client.force_login(making.user("editor"))
    assert client.get(STEP.format(publication.pk)).status_code == 405
    answer = client.post(STEP.format(publication.pk), {"action": "submit"})
    assert answer.status_code == 403
    publication.refresh_from_db()
    assert publication.status == Status.DRAFT


def test_strangers_are_led_to_the_login() -> None:
    publication = making.draft()
    answer = Client().post(STEP.format(publication.pk), {"action": "submit"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")


def test_no_form_carries_the_status() -> None:
    publication = making.draft()
    client = signed_in("admin")
    fields = read(client, FORM.format(publication.pk))
    assert not {"status", "published_at", "withdrawn_at"} & set(fields)
    forged = fields | {"status": "published", "published_at_0": "2020-01-01"}
    assert client.post(FORM.format(publication.pk), forged).status_code == 302
    publication.refresh_from_db()
    assert (publication.status, publication.published_at) == (Status.DRAFT, None)


# --- many at once ---------------------------------------------------------------------------------


def bulk(client: Client, action: str, *chosen: Publication) -> list[str]:
    answer = client.post(
        "/admin/publications/publication/",
        {"action": f"bulk_{action}", "_selected_action": [each.pk for each in chosen]},
        follow=True,
    )
    return messages_of(answer.content)


def test_a_bulk_action_says_what_it_did_to_which() -> None:
    first, second, out = making.draft("One"), making.draft("Two"), making.published("Out")
    assert bulk(signed_in("editor"), "submit", first, second, out) == [
        "“Out”: “Out” is published: “Submit for review” is not possible now.",
        "“Submit for review”: 2 publications, “One”, “Two”.",
    ]
    assert set(Publication.objects.values_list("title", "status")) == {
        ("One", "in_review"),
        ("Two", "in_review"),
        ("Out", "published"),
    }


def test_bulk_publishing_names_what_blocks_an_item_and_publishes_the_rest() -> None:
    good, bad = making.draft("Good"), making.draft("Bad", authors=[])
    for each in (good, bad):
        making.move(each, Action.SUBMIT, Action.APPROVE)
    assert bulk(signed_in("publisher"), "publish", good, bad) == [
        "“Bad”: It has no author.",
        "“Publish”: 1 publication, “Good”.",
    ]
    assert [each.title for each in Publication.objects.public()] == ["Good"]


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("editor", {"bulk_submit"}),
        ("reviewer", {"bulk_submit", "bulk_approve"}),
        ("publisher", {"bulk_submit", "bulk_publish"}),
        ("staff", {"export_csv", "export_xlsx", "export_json"}),
    ],
)
def test_the_menu_offers_what_its_reader_may(group: str, expected: set[str]) -> None:
    making.draft()
    page = html.fromstring(
        signed_in(group).get("/admin/publications/publication/").content.decode()
    )
    offered = set(page.xpath("//select[@name='action']/option/@value")) - {"", "delete_selected"}
    assert offered == expected


def test_a_bulk_action_that_is_not_offered_does_nothing() -> None:
    publication = making.move(making.draft(), Action.SUBMIT, Action.APPROVE)
    bulk(signed_in("editor"), "publish", publication)
    publication.refresh_from_db()
    assert publication.status == Status.APPROVED
