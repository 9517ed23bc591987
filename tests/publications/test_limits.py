"""How often the gate may be passed: by address, by network and in all, over all processes."""

import datetime
import re
import threading

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from publications.gate import limits
from publications.gate.limits import Caller, Exceeded
from publications.models import Attempt, DownloadRequest, Publication
from tests import making

GATE = "/en/publications/gated/download/"
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def paper(db: None) -> Publication:
    return making.published("The gated paper", slug="gated")


def ask(client: Client, email: str, network: str = "203.0.113.7", **said: str) -> int:
    answer = client.post(GATE, {"email": email} | said, REMOTE_ADDR=network)
    return answer.status_code


# --- what is allowed ------------------------------------------------------------------------------


def test_the_defaults_are_wide_enough_for_a_library(settings: Settings) -> None:
    assert settings.GATE_LIMIT_ADDRESS >= 20
    assert settings.GATE_LIMIT_NETWORK >= 60
    assert settings.GATE_LIMIT_OVERALL > settings.GATE_LIMIT_NETWORK


def test_an_address_has_its_limit_however_it_is_spelt(
    client: Client, paper: Publication, settings: Settings
) -> None:
    settings.GATE_LIMIT_ADDRESS = 3
    spellings = ["a@example.org", "A@Example.org", "a+x@example.org"]
    assert [ask(Client(), email) for email in spellings] == [200, 200, 200]

    assert ask(Client(), "a@example.org", network="198.51.100.1") == 429
    assert ask(Client(), "b@example.org") == 200


@pytest.mark.parametrize(
    ("same", "other"),
    [
        (["203.0.113.7", "203.0.113.200", "::ffff:203.0.113.9"], "203.0.114.7"),
        (["2001:db8:1:1::1", "2001:db8:1:ffff::2", "2001:db8:1::"], "2001:db8:2::1"),
    ],
)
def test_a_network_has_its_limit(
    paper: Publication, settings: Settings, same: list[str], other: str
) -> None:
    settings.GATE_LIMIT_NETWORK = 2
    numbered = [
        ask(Client(), f"r{number}@example.org", network) for number, network in enumerate(same)
    ]

    assert numbered == [200, 200, 429]
    assert ask(Client(), "z@example.org", other) == 200


def test_the_site_has_its_limit(paper: Publication, settings: Settings) -> None:
    settings.GATE_LIMIT_OVERALL = 2
    networks = ["203.0.113.7", "198.51.100.1", "192.0.2.1"]

    assert [ask(Client(), f"{n}@b.fr", n) for n in networks] == [200, 200, 429]


def test_without_an_address_the_network_counts(paper: Publication, settings: Settings) -> None:
    settings.GATE_ANONYMOUS = True
    settings.GATE_LIMIT_NETWORK = 2

    assert [ask(Client(), "", anonymous="1") for _ in range(3)] == [200, 200, 429]


def test_a_remembered_browser_counts_by_itself(
    client: Client, paper: Publication, settings: Settings
) -> None:
    settings.GATE_LIMIT_NETWORK, settings.GATE_LIMIT_ADDRESS = 1, 2
    assert ask(client, "a@example.org") == 200
    again = [client.post(GATE, {"again": "1"}).status_code for _ in range(3)]

    assert again == [200, 200, 429]
    assert ask(Client(), "b@example.org") == 429
    assert ask(Client(), "b@example.org", "198.51.100.1") == 200


def test_what_was_filled_in_wrongly_does_not_count(paper: Publication, settings: Settings) -> None:
    settings.GATE_LIMIT_NETWORK = 1
    assert [ask(Client(), "nonsense") for _ in range(3)] == [400, 400, 400]
    assert ask(Client(), "a@example.org") == 200


def test_the_hour_moves_on_with_the_clock(paper: Publication, settings: Settings) -> None:
    """Not an hour of the clock's face: those would let twice as many through around the full one."""
    settings.GATE_LIMIT_ADDRESS = 2
    start = (timezone.now() + HOUR).replace(minute=50, second=0, microsecond=0)
    for minutes, expected in ((0, 200), (15, 200), (30, 429), (59, 429), (61, 200), (62, 429)):
        with time_machine.travel(start + datetime.timedelta(minutes=minutes), tick=False):
            assert ask(Client(), "a@example.org") == expected, minutes


# --- what is said ---------------------------------------------------------------------------------


def test_the_page_says_when_to_try_again_and_keeps_what_was_filled_in(
    client: Client, paper: Publication, settings: Settings
) -> None:
    settings.GATE_LIMIT_ADDRESS = 1
    said = {"organisation": "A <Society>", "sector": "press", "wants_newsletter": "on"}
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert ask(client, "a@example.org", **said) == 200
        clock.shift(datetime.timedelta(minutes=10))
        answer = Client().post(GATE, {"email": "a@example.org"} | said)
    page = answer.content.decode()

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == str(50 * 60)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "try again in 50 min" in page
    assert 'value="a@example.org"' in page
    assert "A &lt;Society&gt;" in page
    assert '<option value="press" selected>' in page
    assert " checked" in page
    assert DownloadRequest.objects.count() == 1


def test_a_limit_never_closes_a_link_that_was_given(
    client: Client, paper: Publication, settings: Settings
) -> None:
    page = client.post(GATE, {"email": "a@example.org"}).content.decode()
    link = re.findall(r'href="([^"]+\?grant=[^"]+)"', page)[0]
    settings.GATE_LIMIT_ADDRESS = settings.GATE_LIMIT_NETWORK = settings.GATE_LIMIT_OVERALL = 1
    assert ask(Client(), "a@example.org", "127.0.0.1") == 429

    assert [client.get(link).status_code for _ in range(40)] == [200] * 40


# --- what is stored -------------------------------------------------------------------------------


def test_what_is_counted_leads_to_nobody(paper: Publication) -> None:
    ask(Client(), "a@example.org")
    first = Attempt.objects.values("address", "network").get()
    with time_machine.travel(timezone.now() + HOUR, tick=False):
        ask(Client(), "a@example.org")
    second = Attempt.objects.values("address", "network").latest("pk")

    for stored in (first, second):
        assert re.fullmatch(r"[0-9a-f]{32}", stored["address"])
        assert re.fullmatch(r"[0-9a-f]{32}", stored["network"])
    # The key is the hour's: one hour is not joined to the next.
    assert first["address"] != second["address"]
    assert first["network"] != second["network"]


def test_dots_are_nothing_where_the_provider_says_so() -> None:
    assert limits.mailbox("Ada.Reader+x@Gmail.com") == limits.mailbox("adareader@gmail.com")
    assert limits.mailbox("a.b@example.org") != limits.mailbox("ab@example.org")


# --- over processes -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_exactly_as_many_as_are_allowed(settings: Settings) -> None:
    settings.GATE_LIMIT_ADDRESS = 5
    if connection.vendor == "sqlite" and connection.is_in_memory_db():  # type: ignore[attr-defined]
        pytest.skip("a database in memory has one writer only")
    barrier = threading.Barrier(12)
    admitted: list[bool] = []

    def one() -> None:
        barrier.wait()
        try:
            with transaction.atomic():
                limits.admit(Caller("203.0.113.7"), "a@example.org")
            admitted.append(True)
        except Exceeded:
            admitted.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(admitted) == [False] * 7 + [True] * 5
    assert Attempt.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_many_mails_asked_for_at_once_are_as_many_as_are_allowed(settings: Settings) -> None:
    settings.MAILS_PER_ADDRESS = 3
    if connection.vendor == "sqlite" and connection.is_in_memory_db():  # type: ignore[attr-defined]
        pytest.skip("a database in memory has one writer only")
    barrier = threading.Barrier(10)
    allowed: list[bool] = []

    def one() -> None:
        barrier.wait()
        with transaction.atomic():
            allowed.append(limits.may_mail("a@example.org", "link"))
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(allowed) == 3
