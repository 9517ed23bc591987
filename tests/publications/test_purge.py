"""What is past its time is erased by a command, which tells and records what went."""

import datetime
import io

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from post_office.models import Email
from pytest_django import Settings

from publications import mailing
from publications.enums import Passage
from publications.gate import purging
from publications.gate.passing import Answers, pass_gate
from publications.models import (
    Attempt,
    DownloadRequest,
    Grant,
    NewsletterSubscription,
    PersonalDataLog,
    PressLink,
    Publication,
    ReaderLink,
)
from tests import making

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 3, 31, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> "object":
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def paper() -> Publication:
    return making.published(slug="gated", at=NOW - 900 * DAY)


def asked(paper: Publication, at: datetime.datetime, email: str = "a@example.org") -> int:
    with time_machine.travel(at, tick=False):
        pass_gate(paper, language="en", passage=Passage.ADDRESS, answers=Answers(email))
    return DownloadRequest.objects.latest("pk").pk


def purge(*arguments: str) -> str:
    out = io.StringIO()
    call_command("purge_personal_data", *arguments, stdout=out)
    return out.getvalue()


def counts() -> list[int]:
    models = (DownloadRequest, Grant, NewsletterSubscription, ReaderLink, Attempt, Email)
    return [model.objects.count() for model in models]


def test_requests_are_emptied_after_twelve_months_and_go_on_counting(paper: Publication) -> None:
    a_year_ago = datetime.datetime(2025, 3, 31, 12, tzinfo=datetime.UTC)
    old = asked(paper, a_year_ago - datetime.timedelta(seconds=1))
    kept = asked(paper, a_year_ago)
    said = purge()

    assert "download requests: 1\n" in said
    assert DownloadRequest.objects.count() == 2
    assert DownloadRequest.objects.get(pk=old).email == ""
    assert DownloadRequest.objects.get(pk=old).erased_at == NOW
    assert DownloadRequest.objects.get(pk=kept).email == "a@example.org"
    assert not Grant.objects.filter(request=old).exists()


def test_a_month_that_is_shorter_ends_earlier(paper: Publication) -> None:
    """A month before 31 March is the end of February."""
    old = asked(paper, datetime.datetime(2026, 2, 28, 11, 59, tzinfo=datetime.UTC))
    kept = asked(paper, datetime.datetime(2026, 2, 28, 12, tzinfo=datetime.UTC))
    purge("--months", "1")

    assert DownloadRequest.objects.get(pk=old).email == ""
    assert DownloadRequest.objects.get(pk=kept).email != ""


def test_a_dry_run_tells_the_same_and_erases_nothing(paper: Publication) -> None:
    for days in (400, 401, 10):
        asked(paper, NOW - days * DAY)
    before = counts()
    said = purge("--dry-run")

    assert "download requests: 2 would go\n" in said
    assert "download links: 2 would go\n" in said
    assert counts() == before
    assert not PersonalDataLog.objects.exists()
    assert "download requests: 2\n" in purge()


def test_what_went_is_on_record(paper: Publication) -> None:
    for days in (400, 401):
        asked(paper, NOW - days * DAY)
    purge()
    purge()
    record = PersonalDataLog.objects.get(note="download requests")

    assert (record.kind, record.rows, record.user, record.at) == ("purged", 2, None, NOW)


def test_more_than_a_batch_goes_and_is_one_line(
    paper: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "BATCH", 2)
    for days in range(400, 405):
        asked(paper, NOW - days * DAY)
    purge()

    assert not DownloadRequest.objects.exclude(email="").exists()
    assert PersonalDataLog.objects.get(note="download requests").rows == 5


def test_links_that_ended_a_month_ago_go_and_are_refused(
    client: Client, paper: Publication
) -> None:
    with time_machine.travel(NOW - 33 * DAY, tick=False):
        (link,) = pass_gate(
            paper, language="en", passage=Passage.ADDRESS, answers=Answers("a@b.fr")
        )
    assert client.get(link.url).headers["Location"].endswith("?link=expired#download")
    purge()

    assert not Grant.objects.exists()
    assert client.get(link.url).headers["Location"].endswith("?link=invalid#download")


@pytest.mark.parametrize(("confirmed", "left"), [(None, 0), (NOW - 30 * DAY, 1)])
def test_a_newsletter_nobody_confirmed_goes_after_a_month(
    confirmed: datetime.datetime | None, left: int
) -> None:
    NewsletterSubscription.objects.create(
        email="a@b.fr", language="en", notice_version="1", token_hash="x", confirmed_at=confirmed
    )
    NewsletterSubscription.objects.update(created_at=NOW - 31 * DAY)
    purge()

    assert NewsletterSubscription.objects.count() == left


def test_the_rest_goes_when_it_is_of_no_use_any_more(paper: Publication) -> None:
    for age in (1, 40):
        with time_machine.travel(NOW - age * DAY, tick=False):
            mailing.queue("a@b.fr", "Subject", "Text")
            Attempt.objects.create(address="a", network="n", at=timezone.now())
            ReaderLink.objects.create(
                email="a@b.fr", token_hash=f"{age}", expires_at=timezone.now() + 2 * DAY
            )
    for days in (300, 400):
        PressLink.objects.create(
            publication=paper, name="A", token_hash=f"{days}", expires_at=NOW - days * DAY
        )
    purge()

    assert [Email.objects.count(), Attempt.objects.count(), ReaderLink.objects.count()] == [1, 1, 1]
    assert PressLink.objects.get().token_hash == "300"


def test_nothing_due_leaves_no_line(paper: Publication) -> None:
    said = purge()

    assert "download requests: 0\n" in said
    assert not PersonalDataLog.objects.exists()


def test_fewer_months_may_be_asked_for_and_not_more_than_promised(settings: Settings) -> None:
    settings.RETENTION_MONTHS = 6
    with pytest.raises(CommandError, match="from 0 to 6"):
        purge("--months", "7")
    with pytest.raises(CommandError, match="from 0 to 6"):
        purge("--months", "-1")


def test_the_notice_says_what_the_command_holds(
    client: Client, paper: Publication, settings: Settings
) -> None:
    settings.RETENTION_MONTHS = 7
    page = client.get("/en/publications/gated/download/").content.decode()

    assert "7 months from your request" in page


def test_a_bar_is_drawn_on_a_terminal_only(paper: Publication) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for days in (400, 401):
        asked(paper, NOW - days * DAY)
    out = Terminal()
    call_command("purge_personal_data", stdout=out)

    assert "100% download requests" in out.getvalue()
    assert "\r" not in purge()
