"""The newsletter: asked for by a tick, confirmed by the address itself, without effect on anything else."""

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email

from publications.enums import Access
from publications.gate import newsletter
from publications.models import DownloadRequest, NewsletterSubscription, Publication
from tests import making
from tests.mails import mailed_link

pytestmark = pytest.mark.django_db

GATE = "/en/publications/gated/download/"
READER = {"email": "Reader@example.org"}
TICKED = READER | {"wants_newsletter": "on"}


@pytest.fixture(autouse=True)
def paper() -> Publication:
    return making.published("The gated paper", slug="gated")


def evened(page: bytes) -> str:
    return re.sub(r'grant=[^"]+|csrfmiddlewaretoken" value="[^"]+"', "…", page.decode())


def links_in(page: bytes) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="([^"]+\?grant=[^"]+)"', page.decode())))


def token_of(link: str) -> dict[str, str]:
    return {"link": link.partition("link=")[2]}


# --- without effect on the download ---------------------------------------------------------------


def test_with_and_without_it_the_pages_the_steps_and_the_file_are_the_same() -> None:
    flows = []
    for said in (READER, TICKED):
        client = Client()
        pages = [client.get(GATE), client.post(GATE, said)]
        (link,) = links_in(pages[-1].content)
        file = client.get(link)
        flows.append(
            (
                [(page.status_code, evened(page.content), sorted(page.headers)) for page in pages],
                sorted(client.cookies),
                file.status_code,
                sorted(file.headers.items()),
                b"".join(file.streaming_content),  # type: ignore[attr-defined]
            )
        )

    assert flows[0] == flows[1]
    assert flows[0][-1] == making.pdf_bytes()


def test_the_file_costs_the_same_queries() -> None:
    costs = []
    for said in (READER, TICKED):
        client = Client()
        (link,) = links_in(client.post(GATE, said).content)
        with CaptureQueriesContext(connection) as captured:
            client.get(link)
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_its_mails_do_not_count_against_the_downloads(client: Client) -> None:
    Publication.objects.update(access=Access.VERIFIED)
    for _ in range(5):
        client.post(GATE, TICKED)

    assert DownloadRequest.objects.count() == 5
    # Five links, as without the tick; and one question about the newsletter.
    assert Email.objects.filter(message__contains="?confirm=").count() == 5
    assert Email.objects.filter(message__contains="/newsletter/").count() == 1


def test_a_newsletter_that_cannot_be_asked_for_again_hinders_no_download(client: Client) -> None:
    for _ in range(8):
        assert len(links_in(client.post(GATE, TICKED).content)) == 1
    assert NewsletterSubscription.objects.count() == 1
    assert Email.objects.count() == 1


# --- consent --------------------------------------------------------------------------------------


def test_without_the_tick_nothing_is_kept_or_sent(client: Client) -> None:
    client.post(GATE, READER)

    assert not NewsletterSubscription.objects.exists()
    assert not Email.objects.exists()


def test_a_tick_is_a_question_to_the_address(client: Client) -> None:
    client.post("/fr/publications/gated/download/", TICKED)
    asked = NewsletterSubscription.objects.get()
    mail = Email.objects.get()

    assert asked.confirmed_at is None
    assert (asked.email, asked.language) == ("reader@example.org", "fr")
    assert mail.to == ["reader@example.org"]
    assert "/fr/my-data/" in mail.message
    assert asked.token_hash not in mail.message
    assert token_of(mailed_link("/newsletter/?link="))["link"] not in asked.token_hash


def test_opening_the_link_confirms_nothing_and_its_button_does(client: Client) -> None:
    client.post(GATE, TICKED)
    link = mailed_link("/newsletter/?link=")
    page = client.get(link)
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert NewsletterSubscription.objects.get().confirmed_at is None

    page = client.post("/en/newsletter/", token_of(link) | {"confirm": "1"})
    assert "The newsletter is sent to reader@example.org." in page.content.decode()
    assert NewsletterSubscription.objects.get().confirmed_at is not None


def test_confirming_twice_changes_nothing(client: Client) -> None:
    client.post(GATE, TICKED)
    said = token_of(mailed_link("/newsletter/?link=")) | {"confirm": "1"}
    client.post("/en/newsletter/", said)
    first = NewsletterSubscription.objects.get().confirmed_at
    client.post("/en/newsletter/", said)

    assert NewsletterSubscription.objects.get().confirmed_at == first


def test_it_ends_by_the_same_link_and_nothing_is_kept(client: Client) -> None:
    client.post(GATE, TICKED)
    said = token_of(mailed_link("/newsletter/?link="))
    client.post("/en/newsletter/", said | {"confirm": "1"})
    page = client.post("/en/newsletter/", said | {"unsubscribe": "1"})

    assert "The newsletter has ended" in page.content.decode()
    assert not NewsletterSubscription.objects.exists()
    assert client.post("/en/newsletter/", said | {"confirm": "1"}).status_code == 404
    assert not NewsletterSubscription.objects.exists()


@pytest.mark.parametrize("query", ["", "?link=", "?link=nonsense", "?link=%00"])
def test_a_link_that_leads_nowhere_says_so(client: Client, query: str) -> None:
    answer = client.get(f"/en/newsletter/{query}")

    assert answer.status_code == 404
    assert "leads to no newsletter" in answer.content.decode()


def test_whoever_confirmed_is_not_asked_again(client: Client) -> None:
    client.post(GATE, TICKED)
    NewsletterSubscription.objects.update(confirmed_at=timezone.now())
    with time_machine.travel(timezone.now() + datetime.timedelta(days=3), tick=False):
        client.post(GATE, TICKED)

    assert Email.objects.count() == 1
    assert NewsletterSubscription.objects.get().confirmed_at is not None


def test_whoever_did_not_is_asked_again_after_a_day(client: Client) -> None:
    client.post(GATE, TICKED)
    client.post(GATE, TICKED)
    assert Email.objects.count() == 1
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1, minutes=1), tick=False):
        client.post(GATE, TICKED)

    assert Email.objects.count() == 2


def test_every_issue_can_carry_the_address_that_ends_it(client: Client) -> None:
    client.post(GATE, TICKED)
    link = mailed_link("/newsletter/?link=")

    assert newsletter.address("READER@example.org", "en").endswith(link)
