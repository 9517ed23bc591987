"""Following is asked for on a page, and begins when the address itself has said yes."""

import datetime
import logging
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from post_office.models import Email
from pytest_django import Settings

from programs.models import ResearchCenter
from publications.alerts import keeping
from publications.enums import Frequency
from publications.gate import purging
from publications.models import Alert, Follower, PublicationCenter, Series
from tests import making
from tests.following import READER, ask, confirm, follow, main_of
from tests.mails import mailed_link

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world() -> None:
    center = ResearchCenter.objects.create(name_en="Russia Center", slug="russia")
    series = Series.objects.create(name_en="Notes", slug="notes")
    paper = making.published(
        "A paper", authors=[making.author("Ada Writer", slug="ada")], tags=["war"], series=series
    )
    PublicationCenter.objects.create(publication=paper, center=center)


# --- the page -------------------------------------------------------------------------------------

PAGES = {
    "/en/authors/ada/": "/en/follow/?author=ada",
    "/en/programs/russia/": "/en/follow/?center=russia",
    "/en/series/notes/": "/en/follow/?series=notes",
    "/en/topics/war/": "/en/follow/?tag=war",
    "/en/publications/": "/en/follow/",
    "/fr/publications/?q=paper&type=paper&year=2026&sort=title": "/fr/follow/?q=paper&type=paper",
}


@pytest.mark.parametrize(("page", "link"), PAGES.items())
def test_pages_lead_to_it_without_a_form_or_a_cookie_of_their_own(
    client: Client, page: str, link: str
) -> None:
    answer = client.get(page)
    text = answer.content.decode().replace("&amp;", "&")

    assert f'href="{link}"' in text
    assert "csrfmiddlewaretoken" not in text
    assert not answer.cookies
    assert client.get(link).status_code == 200


def test_the_page_says_what_is_followed_and_is_nobody_elses(client: Client) -> None:
    answer = client.get("/en/follow/?author=ada&type=paper&language=fr&year=2026&sort=title")
    text = answer.content.decode()

    assert "Author: Ada Writer; Type: Paper; Language: French</p>" in text
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert 'href="/fr/follow/?author=ada&amp;type=paper&amp;language=fr"' in text


@pytest.mark.parametrize("said", ["author=nobody", "author=hidden", "tag=x", "type=x", "center=x"])
def test_what_has_nothing_public_cannot_be_followed_like_what_is_not_there(
    client: Client, said: str
) -> None:
    making.draft(authors=[making.author("Hi Dden", slug="hidden")])

    assert client.get(f"/en/follow/?{said}").status_code == 404
    assert ask(said).status_code == 404
    assert not Email.objects.exists()


def test_what_is_wrong_is_said_at_its_field(client: Client) -> None:
    answer = ask(email="nobody", frequency="hourly")
    text = answer.content.decode()

    assert answer.status_code == 400
    for name in ("email", "frequency"):
        assert f'id="id_{name}_error"' in text
        assert f'aria-describedby="id_{name}_error"' in text
    assert not Follower.objects.exists()


def test_a_post_from_elsewhere_is_refused() -> None:
    assert ask(client=Client(enforce_csrf_checks=True)).status_code == 403


# --- the question ---------------------------------------------------------------------------------


def test_asking_keeps_a_wish_and_mails_one_question() -> None:
    ask("author=ada&type=paper", email="Reader@Example.org", frequency="weekly", language="fr")
    alert = Alert.objects.get()
    mail = Email.objects.get()

    assert (alert.follower.email, alert.follower.language) == (READER, "fr")
    assert alert.author is not None
    assert (alert.author.slug, alert.frequency, alert.confirmed_at) == ("ada", "weekly", None)
    assert mail.to == [READER]
    assert "Ada Writer" in mail.message
    assert "/fr/follow/confirm/?link=" in mail.message
    assert "/fr/my-data/" in mail.message
    token = mailed_link("/follow/confirm/?link=").partition("link=")[2]
    assert token not in (alert.token_hash, alert.follower.token_hash)


def test_words_a_stranger_typed_are_not_mailed_to_anybody(client: Client) -> None:
    ask("q=You+have+won+evil.example&author=ada")
    mail = Email.objects.get()

    assert "evil" not in mail.message + mail.subject
    assert "Author: Ada Writer; the words you searched for" in mail.message
    page = client.get(mailed_link("/follow/confirm/?link=")).content.decode()
    assert "Words: You have won evil.example" in page


def test_opening_the_link_confirms_nothing_and_its_button_does(client: Client) -> None:
    ask("author=ada")
    link = mailed_link("/follow/confirm/?link=")
    page = client.get(link)

    assert f"Shall we write to {READER}" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert Alert.objects.get().confirmed_at is None

    page = confirm(frequency="weekly")
    assert f"We write to {READER}" in page.content.decode()
    alert = Alert.objects.get()
    assert alert.confirmed_at is not None
    assert alert.frequency == "weekly"


def test_confirming_twice_changes_nothing() -> None:
    ask("author=ada")
    link = mailed_link("/follow/confirm/?link=")
    confirm(link)
    first = Alert.objects.values().get()
    confirm(link, frequency="weekly")

    assert Alert.objects.values().get() == first


def test_a_question_answered_with_no_leaves_nothing(client: Client) -> None:
    ask("author=ada")
    token = mailed_link("/follow/confirm/?link=").partition("link=")[2]
    page = client.post("/en/follow/confirm/", {"link": token, "forget": "1"})

    assert "It is forgotten" in page.content.decode()
    assert not Follower.objects.exists()


@pytest.mark.parametrize("page", ["confirm", "alerts", "stop"])
@pytest.mark.parametrize("query", ["", "?link=", "?link=nonsense", "?link=%00"])
def test_a_link_that_leads_nowhere_says_so(client: Client, page: str, query: str) -> None:
    answer = client.get(f"/en/follow/{page}/{query}")

    assert answer.status_code == 404
    assert "This link leads to nothing" in answer.content.decode()


def test_the_same_thing_is_followed_once_and_a_stranger_changes_nothing_of_it() -> None:
    follow("author=ada&type=paper")
    before = Alert.objects.values().get()
    ask("type=paper&author=ada&sort=title", frequency="weekly", language="fr")

    assert Alert.objects.values().get() == before
    assert Follower.objects.get().language == "en"
    # The reader who forgot about it is told, and where to change it.
    mail = Email.objects.latest("pk")
    assert "/fr/follow/alerts/?link=" in mail.message
    assert "/follow/confirm/" not in mail.message


def test_the_language_is_that_of_the_page_on_which_it_is_confirmed() -> None:
    follow("author=ada")
    ask("tag=war", language="fr")
    assert Follower.objects.get().language == "en"
    confirm()

    assert Follower.objects.get().language == "fr"


# --- limits ---------------------------------------------------------------------------------------


def test_a_mailbox_is_not_bombed_and_nobody_is_told(settings: Settings) -> None:
    settings.MAILS_PER_ADDRESS = 2
    pages = [
        main_of(ask(query, email=email))
        for query, email in [
            ("author=ada", READER),
            ("tag=war", "reader+1@example.org"),
            ("type=paper", "READER@example.org"),
            ("series=notes", READER),
        ]
    ]

    assert len(set(pages)) == 1
    assert Email.objects.count() == Alert.objects.count() == 2


def test_it_does_not_use_up_other_mails(settings: Settings, client: Client) -> None:
    settings.MAILS_PER_ADDRESS = 1
    ask("author=ada")
    client.post("/en/my-data/", {"email": READER})

    assert Email.objects.count() == 2


def test_too_many_from_one_network_are_asked_to_wait(settings: Settings) -> None:
    settings.GATE_LIMIT_NETWORK = 1
    ask("author=ada", email="a@example.org")
    answer = ask("author=ada", email="b@example.org")

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert 'value="b@example.org"' in answer.content.decode()
    assert Follower.objects.count() == 1


def test_an_address_follows_so_many_things_and_is_told_where_to_end_one(
    settings: Settings, client: Client
) -> None:
    settings.ALERTS_PER_ADDRESS = 2
    follow("author=ada")
    follow("type=paper")
    ask("")
    link = mailed_link("/follow/confirm/?link=")
    refused = confirm(link)
    said = main_of(refused)

    assert refused.status_code == 409
    assert "You follow 2 things already" in said
    assert [each.confirmed_at is None for each in Alert.objects.all()] == [False, False, True]
    [manage] = re.findall(r'href="(/en/follow/alerts/\?link=[^"]+)"', said)
    assert client.get(manage).status_code == 200

    keeping.stop(Follower.objects.get(), Alert.objects.all()[0].pk)
    assert confirm(link).status_code == 200
    assert confirm(link).status_code == 200
    assert Alert.objects.exclude(confirmed_at=None).count() == 2


def test_a_stranger_who_names_the_address_is_told_nothing_of_it(settings: Settings) -> None:
    settings.ALERTS_PER_ADDRESS = 1
    first, second = main_of(ask("author=ada")), main_of(ask("type=paper"))
    confirm()
    third = main_of(ask("author=ada&type=paper"))

    assert first == second == third


def test_a_robot_gets_the_answer_and_nothing_happens(client: Client) -> None:
    said = {"email": READER, "frequency": "daily"}
    robots = client.post("/en/follow/", said | {"homepage": "x"})

    assert main_of(robots) == main_of(client.post("/en/follow/", said))
    assert Email.objects.count() == 1


def test_what_is_not_confirmed_is_erased_after_thirty_days() -> None:
    ask("author=ada")
    follow("tag=war", email="other@example.org")
    month = timezone.now() + datetime.timedelta(days=31)
    with time_machine.travel(month, tick=False):
        for kind in purging.kinds(12):
            list(purging.purge(kind))

    assert [each.email for each in Follower.objects.all()] == ["other@example.org"]
    assert Alert.objects.get().frequency == Frequency.DAILY


def test_no_line_of_the_log_has_the_address(
    caplog: pytest.LogCaptureFixture, settings: Settings
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.GATE_LIMIT_NETWORK = 2
    for _ in range(3):
        ask("author=ada")
    confirm()

    said: list[Any] = [record.getMessage() for record in caplog.records]
    assert not [line for line in said if "reader" in line.lower() and "@" in line]
