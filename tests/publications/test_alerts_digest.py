"""Digests: what is new to whom, public at that moment, in the reader's language, on their day."""

import datetime
import itertools
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from post_office.models import STATUS, Email
from pytest_django import Settings

from programs.models import Kind, ResearchCenter
from publications import mail_queue, mailing
from publications.alerts import digest
from publications.models import (
    Alert,
    Follower,
    Publication,
    PublicationCenter,
    Series,
    TaggedPublication,
    Told,
)
from publications.workflow import Action
from tests import making
from tests.following import READER, WEDNESDAY, digests, follow, next_day, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(time_machine: Any) -> Any:
    time_machine.move_to(WEDNESDAY, tick=False)
    return time_machine


@pytest.fixture
def ada(clock: Any) -> Any:
    """An author with something public, from before anybody followed."""
    author = making.author("Ada Writer", slug="ada")
    making.published("The old paper", authors=[author], tags=["war"])
    clock.shift(datetime.timedelta(minutes=1))
    return author


# --- what is told ---------------------------------------------------------------------------------


def test_a_digest_says_what_appeared_since_and_how_to_end_it(clock: Any, ada: Any) -> None:
    follow("author=ada")
    clock.shift(60)
    making.published("The new paper", slug="new", authors=[ada], teaser="What it says.")
    making.published("Somebody else's")
    next_day(clock)
    send()

    (mail,) = digests()
    assert (mail.to, mail.subject) == ([READER], "New: The new paper")
    assert mail.message.startswith(
        "The new paper\nAda Writer\nPaper · 4 March 2026\n\nWhat it says.\n\n"
        "http://127.0.0.1:8000/en/publications/new/\n"
    )
    for address in ("/en/follow/alerts/?link=", "/en/follow/stop/?link=", "/en/my-data/"):
        assert f"http://127.0.0.1:8000{address}" in mail.message
    for absent in ("The old paper", "Somebody else's"):
        assert absent not in mail.message
    assert Told.objects.get().mail == mail


def test_a_word_followed_is_not_the_beginning_of_another_because_it_is_rare(
    clock: Any, ada: Any
) -> None:
    making.published("Art in museums")
    clock.shift(datetime.timedelta(days=60))
    follow("q=art")
    clock.shift(60)
    making.published("Artillery on the front")
    next_day(clock)
    send()
    assert digests() == []

    making.published("Art again")
    next_day(clock)
    send()
    assert [mail.subject for mail in digests()] == ["New: Art again"]


def test_without_anything_new_nothing_is_sent(clock: Any, ada: Any) -> None:
    follow("author=ada")
    next_day(clock)
    send()

    assert digests() == []
    assert Alert.objects.get().looked_at == timezone.now()


def test_everything_listable_can_be_followed_and_several_filters_at_once(
    clock: Any, ada: Any
) -> None:
    center = ResearchCenter.objects.create(name_en="Center", slug="center")
    program = ResearchCenter.objects.create(
        name_en="Program", slug="program", kind=Kind.PROGRAM, parent=center
    )
    series = Series.objects.create(name_en="Notes", slug="notes")
    making.published("Before", series=series, language="fr")
    followed = {
        "all@example.org": "",
        "center@example.org": "center=center",
        "author@example.org": "author=ada",
        "topic@example.org": "tag=war",
        "type@example.org": "type=paper",
        "series@example.org": "series=notes",
        "french@example.org": "language=fr",
        "words@example.org": "q=zirconium",
        "both@example.org": "tag=war&language=fr",
    }
    for email, query in followed.items():
        follow(query, email=email)
    clock.shift(60)
    papers = [
        making.published("Of the program"),
        making.published("By Ada", authors=[ada]),
        making.published("On war", tags=["war"]),
        making.published("In the series", series=series),
        making.published("En français", language="fr"),
        making.published("About zirconium"),
        making.published("Guerre", language="fr", tags=["war"]),
    ]
    PublicationCenter.objects.create(publication=papers[0], center=program)
    next_day(clock)
    send()

    told = {
        follower.email: sorted(each.publication.title for each in follower.told.all())
        for follower in Follower.objects.all()
    }
    everything = sorted(paper.title for paper in papers)
    assert told == {
        "all@example.org": everything,
        "center@example.org": ["Of the program"],
        "author@example.org": ["By Ada"],
        "topic@example.org": ["Guerre", "On war"],
        "type@example.org": everything,
        "series@example.org": ["In the series"],
        "french@example.org": ["En français", "Guerre"],
        "words@example.org": ["About zirconium"],
        "both@example.org": ["Guerre"],
    }


def test_it_is_in_the_readers_language(clock: Any, ada: Any) -> None:
    follow("author=ada", language="fr")
    clock.shift(60)
    making.published("In English", slug="english", authors=[ada])
    next_day(clock)
    send()

    (mail,) = digests()
    assert "Étude · 4 mars 2026 · Anglais" in mail.message
    assert "/en/publications/english/" in mail.message
    assert "/fr/follow/stop/?link=" in mail.message


@pytest.mark.parametrize(("language", "first"), [("en", "The paper"), ("fr", "Le texte")])
def test_the_versions_of_one_text_are_one_paper_in_the_readers_language(
    clock: Any, ada: Any, language: str, first: str
) -> None:
    follow("author=ada", language=language)
    clock.shift(60)
    paper = making.published("The paper", slug="paper", authors=[ada])
    making.published(
        "Le texte",
        slug="texte",
        authors=[ada],
        language="fr",
        translation_group=paper.translation_group,
    )
    next_day(clock)
    send()

    (mail,) = digests()
    assert mail.message.startswith(f"{first}\n")
    assert sum(title in mail.message for title in ("The paper", "Le texte")) == 1
    for address in ("/en/publications/paper/", "/fr/publications/texte/"):
        assert mail.message.count(address) == 1


def test_a_long_one_names_the_newest_and_says_how_many_more(
    clock: Any, ada: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digest, "MOST", 2)
    follow("author=ada")
    for number in range(4):
        clock.shift(60)
        making.published(f"Number {number}", authors=[ada])
    next_day(clock)
    send()

    (mail,) = digests()
    assert mail.subject == "4 new publications of Ifri"
    assert [number for number in range(4) if f"Number {number}" in mail.message] == [2, 3]
    assert "And 2 more: http://127.0.0.1:8000/en/publications/" in mail.message
    assert Told.objects.count() == 4


def test_a_title_is_data_and_stays_in_its_line(clock: Any, ada: Any) -> None:
    follow("author=ada")
    clock.shift(60)
    making.published("{{ x }} <b> & %s\nBcc: x@example.org", authors=[ada])
    next_day(clock)
    send()

    (mail,) = digests()
    assert mail.subject == "New: {{ x }} <b> & %s Bcc: x@example.org"
    assert mail.message.startswith("{{ x }} <b> & %s Bcc: x@example.org\n")


def test_a_topic_given_later_is_news_while_the_paper_is(clock: Any, ada: Any) -> None:
    follow("tag=war")
    clock.shift(60)
    paper = making.published("Tagged late", authors=[ada])
    next_day(clock)
    send()
    assert digests() == []
    TaggedPublication.objects.create(
        content_object=paper, tag=TaggedPublication.objects.earliest("pk").tag
    )
    next_day(clock)
    send()
    assert len(digests()) == 1


def test_an_archive_that_gets_a_topic_is_no_news(clock: Any, ada: Any) -> None:
    follow("tag=war")
    clock.shift(60)
    paper = making.published("Tagged after a month", authors=[ada])
    clock.shift(datetime.timedelta(days=31))
    TaggedPublication.objects.create(
        content_object=paper, tag=TaggedPublication.objects.earliest("pk").tag
    )
    making.published("Dated back", at=WEDNESDAY - datetime.timedelta(days=900), tags=["war"])
    send()

    assert digests() == []


# --- when -----------------------------------------------------------------------------------------


def test_daily_and_weekly_ones_have_their_turns(clock: Any, ada: Any, settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Paris"
    follow("author=ada", email="daily@example.org", frequency="daily")
    follow("author=ada", email="weekly@example.org", frequency="weekly")
    clock.shift(60)
    made = making.published("Wednesday", authors=[ada])
    got: dict[str, list[str]] = {"daily@example.org": [], "weekly@example.org": []}
    # Every hour for a week; one paper more on Friday at noon.
    for hour in range(1, 7 * 24):
        clock.move_to(WEDNESDAY + datetime.timedelta(hours=hour), tick=False)
        if hour == 46:
            making.published("Friday", authors=[ada])
        send()
        for email, seen in got.items():
            for mail in digests(email)[len(seen) :]:
                when = timezone.localtime(timezone.now())
                seen.append(f"{when:%A %H:%M} {mail.subject}")

    assert made.is_public
    assert got == {
        "daily@example.org": ["Thursday 07:00 New: Wednesday", "Saturday 07:00 New: Friday"],
        "weekly@example.org": ["Monday 07:00 2 new publications of Ifri"],
    }


def test_a_run_that_was_missed_is_made_up_for_and_one_too_many_does_nothing(
    clock: Any, ada: Any
) -> None:
    follow("author=ada")
    clock.shift(60)
    making.published("New", authors=[ada])
    clock.shift(datetime.timedelta(days=20))
    send()
    send()
    making.published("Newer", authors=[ada])
    send()

    assert [mail.subject for mail in digests()] == ["New: New"]


# --- public at that moment ------------------------------------------------------------------------


def test_an_embargo_ends_on_the_second(clock: Any, ada: Any, settings: Settings) -> None:
    follow("author=ada", email="before@example.org")
    follow("author=ada", email="after@example.org")
    seven = WEDNESDAY.replace(hour=6) + datetime.timedelta(days=1)  # in Paris, in winter
    making.published("Embargoed", at=seven + datetime.timedelta(seconds=30), authors=[ada])
    other = Alert.objects.filter(follower__email="after@example.org")

    clock.move_to(seven + datetime.timedelta(seconds=29), tick=False)
    held_back, _ = other.get().looked_at, other.update(looked_at=timezone.now())
    send()
    assert Alert.objects.get(follower__email="before@example.org").looked_at == timezone.now()
    assert not Told.objects.exists()

    other.update(looked_at=held_back)
    clock.shift(1)
    send()
    assert [each.follower.email for each in Told.objects.all()] == ["after@example.org"]
    assert digests("before@example.org") == []


def test_nothing_hidden_is_in_any_digest(clock: Any, ada: Any) -> None:
    series = Series.objects.create(name_en="Secret series", slug="secret")
    for query in ("", "author=ada", "tag=war", "q=secret"):
        follow(query)
    clock.shift(60)
    shared: dict[str, Any] = {"authors": [ada], "tags": ["war"], "series": series}
    making.draft("Secret draft", **shared)
    making.in_review("Secret review", **shared)
    making.published("Secret plan", at=timezone.now() + datetime.timedelta(days=9), **shared)
    gone = making.published("Secret withdrawn", **shared)
    clock.shift(60)
    making.move(gone, Action.WITHDRAW, comment="Secret reason.")
    planned = making.published("Secret end", **shared)
    at = timezone.now() + datetime.timedelta(hours=1)
    making.move(planned, Action.PLAN_WITHDRAWAL, comment="Secret reason.", at=at)
    making.published("Public", authors=[ada])
    next_day(clock)
    send()

    (mail,) = digests()
    assert mail.subject == "New: Public"
    assert "secret" not in mail.message.lower()
    assert [each.publication.title for each in Told.objects.all()] == ["Public"]


def test_what_is_withdrawn_before_the_mail_leaves_is_taken_out_of_it(clock: Any, ada: Any) -> None:
    follow("author=ada")
    follow("tag=war", email="other@example.org")
    clock.shift(60)
    wrong = making.published("The wrong paper", authors=[ada], tags=["war"])
    making.published("The right paper", authors=[ada])
    next_day(clock)
    send()
    (mail,) = digests()
    (lost,) = digests("other@example.org")
    making.move(wrong, Action.WITHDRAW, comment="Wrong.")
    call_command("send_notices")

    sent = Email.objects.get(pk=mail.pk)
    assert (sent.status, sent.subject) == (STATUS.sent, "New: The right paper")
    assert "wrong" not in sent.message
    assert sent.message_id == mail.message_id
    assert not Email.objects.filter(pk=lost.pk).exists()


def test_so_is_what_is_withdrawn_between_two_mails_of_one_round(clock: Any, ada: Any) -> None:
    for number in range(6):
        follow("author=ada", email=f"reader{number}@example.org")
    clock.shift(60)
    wrong = making.published("The wrong paper", authors=[ada])
    making.published("The right paper", authors=[ada])
    next_day(clock)
    send()
    looks = itertools.count()

    def withdraw_after_two() -> bool:
        if next(looks) == 2:
            making.move(wrong, Action.WITHDRAW, comment="Wrong.")
        return False

    assert mail_queue.send_due(withdraw_after_two) == 6
    sent = Email.objects.filter(status=STATUS.sent).order_by("pk")
    assert [each.subject for each in sent] == [
        *["2 new publications of Ifri"] * 2,
        *["New: The right paper"] * 4,
    ]
    assert ["The wrong paper" in each.message for each in sent] == [True] * 2 + [False] * 4


def test_a_mail_that_is_dropped_lets_none_slip_by_unseen(clock: Any, ada: Any) -> None:
    for number in range(3):
        follow("author=ada", email=f"reader{number}@example.org")
    clock.shift(60)
    wrong = making.published("The wrong paper", authors=[ada])
    next_day(clock)
    send()
    making.move(wrong, Action.WITHDRAW, comment="Wrong.")

    assert mail_queue.send_due() == 0
    assert not Email.objects.filter(message__contains="/follow/stop/").exists()


def test_what_left_stays_as_it_was_sent(clock: Any, ada: Any) -> None:
    follow("author=ada")
    clock.shift(60)
    paper = making.published("The paper", authors=[ada])
    next_day(clock)
    send()
    call_command("send_notices")
    making.move(paper, Action.WITHDRAW, comment="Wrong.")
    call_command("send_notices")

    (mail,) = digests()
    assert (mail.status, mail.subject) == (STATUS.sent, "New: The paper")


# --- when something is wrong ----------------------------------------------------------------------


def test_one_broken_address_does_not_keep_the_others_from_theirs(
    clock: Any, ada: Any, caplog: pytest.LogCaptureFixture
) -> None:
    follow("author=ada", email="a@example.org")
    follow("author=ada", email="b@example.org")
    Follower.objects.filter(email="a@example.org").update(email="a,c@example.org")
    clock.shift(60)
    making.published("New", authors=[ada])
    next_day(clock)
    send()

    assert len(digests("b@example.org")) == 1
    assert "No digest for follower" in caplog.text
    assert "example.org" not in caplog.text


def test_what_fits_is_looked_up_once_however_many_follow_it(
    clock: Any, ada: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        follow("author=ada", email=f"reader{number}@example.org")
    clock.shift(60)
    making.published("New", authors=[ada])
    next_day(clock)
    asked: list[Any] = []
    signed_by = type(Publication.objects.all()).signed_by

    def counted(self: Any, author: Any) -> Any:
        asked.append(author)
        return signed_by(self, author)

    monkeypatch.setattr(type(Publication.objects.all()), "signed_by", counted)
    send()

    assert len(asked) == 1
    assert Email.objects.filter(message__contains="/follow/stop/").count() == 3


def test_a_mail_that_cannot_be_queued_leaves_nothing_told(
    clock: Any, ada: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow("author=ada")
    clock.shift(60)
    making.published("New", authors=[ada])
    next_day(clock)
    before = Alert.objects.get().looked_at

    def full(*_: Any) -> None:
        raise OSError("No space left")

    with monkeypatch.context() as patch:
        patch.setattr(mailing, "queue", full)
        with pytest.raises(OSError, match="No space left"):
            send()
    assert not Told.objects.exists()
    assert Alert.objects.get().looked_at == before

    send()
    assert len(digests()) == 1
