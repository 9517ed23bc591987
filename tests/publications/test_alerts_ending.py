"""Whoever follows something changes, stops, sees, takes and erases it by themselves."""

import datetime
import email as mail_format
import email.policy
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from post_office.models import STATUS, Email

from publications.gate import erasing, purging
from publications.models import Alert, Attempt, Follower, PersonalDataLog, Tag, Told
from publications.workflow import Action
from tests import making
from tests.following import (
    READER,
    WEDNESDAY,
    ask,
    confirm,
    digests,
    follow,
    main_of,
    next_day,
    send,
)
from tests.mails import mailed_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(time_machine: Any) -> Any:
    time_machine.move_to(WEDNESDAY, tick=False)
    return time_machine


@pytest.fixture(autouse=True)
def _two_alerts(clock: Any) -> None:
    author = making.author("Ada Writer", slug="ada")
    making.published("Old", authors=[author], tags=["war"])
    follow("author=ada")
    follow("tag=war")
    clock.shift(60)
    making.published("The new paper", slug="new", authors=[author], tags=["war"])
    next_day(clock)
    send()


def link(page: str) -> str:
    return mailed_link(f"/follow/{page}/?link=")


def token(page: str = "stop") -> dict[str, str]:
    return {"link": link(page).partition("link=")[2]}


# --- one click ------------------------------------------------------------------------------------


def test_a_digest_has_the_headers_by_which_a_mail_program_ends_it() -> None:
    (queued,) = digests()
    sent: Any = mail_format.message_from_bytes(
        queued.email_message().message().as_bytes(), policy=email.policy.default
    )

    # Too long for one line, it stands in the next.
    assert sent["List-Unsubscribe"].strip() == f"<http://127.0.0.1:8000{link('stop')}>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("content_type", ["multipart", "urlencoded"])
def test_one_click_ends_it_without_a_cookie_a_token_or_a_redirect(content_type: str) -> None:
    outside = Client(enforce_csrf_checks=True)
    said = {"List-Unsubscribe": "One-Click"}
    if content_type == "multipart":
        answer = outside.post(link("stop"), said)
    else:
        answer = outside.post(
            link("stop"),
            "List-Unsubscribe=One-Click",
            content_type="application/x-www-form-urlencoded",
        )

    assert answer.status_code == 200
    assert not answer.cookies
    assert not Follower.objects.exists()
    assert not Alert.objects.exists()
    assert not Told.objects.exists()


def test_a_second_click_is_no_failure_and_neither_tells_whether_there_was_anything() -> None:
    address = link("stop")
    first, second = (Client().post(address) for _ in range(2))
    nobody = Client().post("/en/follow/stop/?link=nonsense")

    assert first.status_code == second.status_code == nobody.status_code == 200
    assert first.content.decode().count("These mails have ended") == 1
    assert main_of(second) == main_of(nobody)


def test_opening_the_link_changes_nothing(client: Client) -> None:
    page = client.get(f"{link('stop')}&stop=1&List-Unsubscribe=One-Click")

    assert page.status_code == 200
    assert not page.cookies
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert client.head(link("stop")).status_code == 200
    assert Alert.objects.count() == 2


def test_what_still_waits_is_not_sent_after_the_end(client: Client) -> None:
    client.post("/en/follow/stop/", token() | {"stop": "1"})
    call_command("send_notices")

    assert not Email.objects.exists()


def test_after_the_end_nothing_comes_and_nothing_is_known(client: Client, clock: Any) -> None:
    client.post(link("stop"))
    making.published("Another", tags=["war"])
    next_day(clock)
    send()

    assert not Email.objects.exists()
    assert client.get("/en/follow/alerts/?link=x").status_code == 404


def test_who_begins_again_hears_of_what_appears_from_then_on(client: Client, clock: Any) -> None:
    client.post(link("stop"))
    clock.shift(60)
    follow("tag=war")
    clock.shift(60)
    making.published("Another", tags=["war"])
    next_day(clock)
    send()

    assert [mail.subject for mail in digests()] == ["New: Another"]


# --- the page with all of them --------------------------------------------------------------------


def test_the_page_lists_what_is_followed_and_is_nobody_elses(client: Client) -> None:
    ask("type=paper")
    page = client.get(link("alerts"))
    text = page.content.decode()

    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    for said in (READER, "Author: Ada Writer", "Topic: war", "Type: Paper"):
        assert said in text
    assert text.count("and not confirmed: nothing is sent") == 1


@pytest.mark.parametrize("number", [1, 5])
def test_the_page_asks_the_same_number_of_questions_however_much_is_followed(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for i in range(number):
        making.published(authors=[making.author(slug=f"more-{i}")], tags=[f"more-{i}"])
        follow(f"author=more-{i}&tag=more-{i}")

    address = link("alerts")
    # The institute's texts and centers, the follower, the alerts, the authors and the topics.
    with django_assert_num_queries(6):
        client.get(address)


def test_how_often_is_changed_one_by_one(client: Client) -> None:
    first, second = Alert.objects.all()
    said = token("alerts") | {"alert": str(first.pk), "frequency": "weekly", "save": "1"}
    page = client.post("/en/follow/alerts/", said)

    assert 'role="status">Saved.' in page.content.decode()
    assert [each.frequency for each in Alert.objects.all()] == ["weekly", "daily"]
    client.post("/en/follow/alerts/", said | {"frequency": "hourly"})
    assert [each.frequency for each in Alert.objects.all()] == ["weekly", "daily"]
    assert second.frequency == "daily"


def test_one_is_stopped_and_the_others_go_on(client: Client) -> None:
    first, second = Alert.objects.all()
    client.post("/en/follow/alerts/", token("alerts") | {"alert": str(first.pk), "stop": "1"})

    assert Alert.objects.get() == second
    assert Told.objects.count() == 1


def test_with_the_last_one_the_address_goes(client: Client) -> None:
    said = token("alerts")
    for alert in Alert.objects.all():
        client.post("/en/follow/alerts/", said | {"alert": str(alert.pk), "stop": "1"})

    assert not Follower.objects.exists()
    assert not Email.objects.exists()


def test_all_are_stopped_at_once(client: Client) -> None:
    page = client.post("/en/follow/alerts/", token("alerts") | {"stop_all": "1"})

    assert "your address is off the list" in page.content.decode()
    assert not Follower.objects.exists()


@pytest.mark.parametrize("action", ["stop", "save"])
@pytest.mark.parametrize("pk", ["", "x", "²", "0", "999999999999999999", "9" * 5000, "another's"])
def test_nobody_changes_anothers(client: Client, action: str, pk: str) -> None:
    follow("tag=war", email="other@example.org")
    theirs = Alert.objects.latest("pk")
    said = {"alert": str(theirs.pk) if pk == "another's" else pk, "frequency": "weekly"}
    page = client.post("/en/follow/alerts/", token("alerts") | said | {action: "1"})

    assert "This had ended already." in page.content.decode()
    assert Alert.objects.count() == 3
    assert not Alert.objects.filter(frequency="weekly").exists()


def test_only_the_end_may_come_from_elsewhere() -> None:
    outside = Client(enforce_csrf_checks=True)
    alert = Alert.objects.earliest("pk")

    assert (
        outside.post("/en/follow/alerts/", token("alerts") | {"stop_all": "1"}).status_code == 403
    )
    ask("type=paper")
    said = {"link": link("confirm").partition("link=")[2], "confirm": "1"}
    assert outside.post("/en/follow/confirm/", said).status_code == 403
    assert Alert.objects.filter(pk=alert.pk).exists()


def test_what_is_not_public_any_more_is_not_named(client: Client) -> None:
    for paper in list(Tag.objects.get(name="war").taggings.all()):
        making.move(paper.content_object, Action.WITHDRAW, comment="Wrong.")
    text = main_of(client.get(link("alerts")))

    assert "Ada" not in text
    assert "war" not in text
    assert text.count("Something of which nothing is public at present") == 2


# --- their data -----------------------------------------------------------------------------------


def open_my_data(client: Client) -> dict[str, str]:
    client.post("/en/my-data/", {"email": READER.upper()})
    return {"link": mailed_link("/my-data/?link=").partition("link=")[2]}


def test_it_is_shown_with_all_that_is_held_of_an_address(client: Client) -> None:
    open_my_data(client)
    text = client.get(mailed_link("/my-data/?link=")).content.decode()

    for said in ("Author: Ada Writer", "Topic: war", "every day", "2026-11-25", "1 publication,"):
        assert said in text
    assert "We hold nothing" not in text


def test_it_is_in_the_download(client: Client, clock: Any) -> None:
    answer = client.post("/en/my-data/", open_my_data(client) | {"download": "1"})
    said = json.loads(answer.content)

    assert [each["follows"] for each in said["alerts"]] == ["Author: Ada Writer", "Topic: war"]
    assert said["alerts"][0]["how_often"] == "daily"
    assert said["mailed_about"] == [
        {
            "publication": "The new paper",
            "address": "http://127.0.0.1:8000/en/publications/new/",
            "mailed": timezone.now().isoformat().replace("+00:00", "Z"),
        }
    ]


def test_an_erased_address_gets_none_and_nothing_of_it_is_left(client: Client, clock: Any) -> None:
    said = open_my_data(client)
    assert client.post("/en/my-data/", said | {"erase": "1"}).status_code == 200
    making.published("Another", tags=["war"])
    next_day(clock)
    send()

    assert not Follower.objects.exists()
    assert not Alert.objects.exists()
    assert not Told.objects.exists()
    assert not Email.objects.exists()
    assert not Attempt.objects.exclude(network="").filter(address__gt="").exists()
    # Two alerts, a follower, what was told, a digest, the link and its mail.
    assert PersonalDataLog.objects.get(kind="erased").rows == 7


def test_erasing_forgets_what_was_counted_of_its_mails() -> None:
    before = Attempt.objects.filter(network="").count()
    ask("type=paper", email="other@example.org")
    erasing.erase(READER)

    assert before == 2
    assert Attempt.objects.filter(network="").count() == 1


def test_whose_topic_was_deleted_is_erased_with_the_day(client: Client) -> None:
    follow("tag=war", email="other@example.org")
    Tag.objects.all().delete()
    for kind in purging.kinds(12):
        list(purging.purge(kind))

    assert [each.email for each in Follower.objects.all()] == [READER]


def test_sent_mails_go_after_a_month_and_what_was_told_stays(clock: Any) -> None:
    call_command("send_notices")
    assert digests()[0].status == STATUS.sent
    clock.shift(datetime.timedelta(days=31))
    for kind in purging.kinds(12):
        list(purging.purge(kind))

    assert not Email.objects.exists()
    assert Told.objects.get().mail is None


def test_a_link_of_an_old_mail_ends_what_was_begun_anew(client: Client) -> None:
    old = link("stop")
    client.post(old)
    ask("author=ada")
    confirm()
    client.post(old)

    assert not Follower.objects.exists()
