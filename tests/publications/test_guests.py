"""A preview link in a guest's hands: the page for its time, and afterwards no trace that it was."""

import datetime
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from authors.models import Author
from publications import pending, previews
from publications.enums import Access
from publications.models import PreviewLink, Publication
from tests import editorial, making
from tests.html import attributes, page, parse, text

pytestmark = pytest.mark.django_db
START = datetime.datetime(2026, 5, 4, 9, 0, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)
UNKNOWN = "x" * 43


def link_to(publication: Publication) -> tuple[PreviewLink, str]:
    return previews.make(publication, recipient="Ms Reader", user=making.user("editor"))


def at(token: str, rest: str = "") -> str:
    return f"/en/preview/{token}/{rest}"


def evened(answer: HttpResponseBase, token: str) -> tuple[int, list[tuple[str, str]], str]:
    """Status, headers, cookies and body, without the token that was asked for."""
    assert not answer.streaming
    told = [*answer.headers.items()]
    told += [("Set-Cookie", each.OutputString()) for each in answer.cookies.values()]
    body: bytes = answer.content  # type: ignore[attr-defined]
    even = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1…", body.decode())
    return (
        answer.status_code,
        sorted((name, re.sub(r"csrftoken=[^;]+", "…", value)) for name, value in told),
        even.replace(token, "…"),
    )


@pytest.fixture
def paper() -> Publication:
    return making.draft(
        "War and Wires", slug="secret-slug", access=Access.OPEN, tags=["war"], doi="10.1234/wires"
    )


def test_the_named_person_sees_the_page_and_every_opening_is_logged(
    client: Client, paper: Publication
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        link, token = link_to(paper)
        times: list[datetime.datetime] = []
        for _ in range(2):
            clock.shift(SECOND)
            shown = page(client, at(token))
            times.insert(0, timezone.now())
    assert text(shown, "h1") == ["War and Wires"]
    assert text(shown, ".preview-banner p") == [
        (
            "Preview – draft For Ms Reader, until 11 May 2026, 11:00 (Europe/Paris). Please do not pass"
            " it on. The full analysis is not part of the preview."
        )
    ]
    assert list(link.openings.values_list("at", flat=True)) == times


def test_both_languages_of_the_site_are_offered(client: Client, paper: Publication) -> None:
    _link, token = link_to(paper)
    assert attributes(page(client, at(token)), ".languages a", "href") == [
        f"/en/preview/{token}/",
        f"/fr/preview/{token}/",
    ]
    assert attributes(page(client, f"/fr/preview/{token}/"), "html", "lang") == ["fr"]


def test_its_answer_is_kept_indexed_and_told_to_nobody(client: Client, paper: Publication) -> None:
    _link, token = link_to(paper)
    for address in (at(token), at(token, "cover.webp")):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_it_says_nothing_to_machines_and_links_to_nothing_that_is_hidden(
    client: Client, paper: Publication
) -> None:
    _link, token = link_to(paper)
    answer = client.get(at(token)).content.decode()
    shown = parse(answer)
    assert set(attributes(shown, "head link", "rel")) == {"stylesheet", "icon", "preload"}
    assert attributes(shown, "head meta[property]", "property") == []
    assert "citation_" not in answer
    assert "ld+json" not in answer
    leads = [*attributes(shown, "a", "href"), *attributes(shown, "img", "src")]
    assert not [each for each in leads if paper.slug in each or ".pdf" in each or "/admin/" in each]
    assert attributes(shown, "#download a", "href") == []


def test_pictures_come_by_the_same_token_and_are_no_opening(
    client: Client, paper: Publication
) -> None:
    link, token = link_to(paper)
    assert attributes(page(client, at(token)), ".paper-cover img", "src") == [
        at(token, "cover.webp")
    ]
    answer = client.get(at(token, "cover.webp"))
    assert answer.headers["Content-Type"] == "image/webp"
    assert link.openings.count() == 1


def test_only_its_own_authors_portraits_are_shown(client: Client, paper: Publication) -> None:
    assert paper.current_pdf is not None
    writer, stranger = paper.authors.get(), making.author("Other Person")
    Author.objects.update(photo=paper.current_pdf.first_page.name, biography_en="Writes.")
    _link, token = link_to(paper)
    [portrait] = attributes(page(client, at(token)), ".biography img", "src")
    assert portrait == at(token, f"portrait-{writer.pk}.webp")
    assert client.get(portrait).status_code == 200
    assert client.get(at(token, f"portrait-{stranger.pk}.webp")).status_code == 404


def test_a_pending_change_is_shown_as_it_will_be(client: Client) -> None:
    live = making.published("War and Wires", slug="wires")
    copy = pending.start(live, user=making.user("editor"))
    editorial.write(copy, title="War without Wires")
    _link, token = link_to(copy)
    shown = page(client, at(token))
    assert text(shown, "h1") == ["War without Wires"]
    assert copy.slug not in client.get(at(token)).content.decode()


# --- afterwards ---------------------------------------------------------------------------------


def closed(paper: Publication) -> Iterator[tuple[str, str]]:
    """Tokens that open nothing, each with why."""
    revoked, revoked_token = link_to(paper)
    previews.revoke(revoked)
    expired, expired_token = link_to(paper)
    PreviewLink.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    of_nothing, gone_token = link_to(making.draft())
    of_nothing.publication.delete()
    yield from (
        ("revoked", revoked_token),
        ("expired", expired_token),
        ("of something deleted", gone_token),
        ("a hash", expired.token_hash[:43]),
    )


@pytest.mark.parametrize("enforce_csrf_checks", [False, True])
def test_a_closed_link_answers_exactly_as_one_that_never_was(
    paper: Publication, enforce_csrf_checks: bool
) -> None:
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    portrait = f"portrait-{paper.authors.get().pk}.webp"
    for why, token in closed(paper):
        for rest in ("", "cover.webp", portrait, "?x=1"):
            for method in ("get", "head", "options", "post", "put", "delete"):
                ask = getattr(client, method)
                got, expected = (evened(ask(at(each, rest)), each) for each in (token, UNKNOWN))
                assert got == expected, (why, method, rest)
    assert not PreviewLink.objects.filter(openings__isnull=False).exists()


def test_a_closed_link_answers_exactly_as_a_missing_page(
    client: Client, paper: Publication
) -> None:
    for why, token in closed(paper):
        for address in (at(token), at(token, "cover.webp")):
            missing = address.replace("/preview/", "/nothing/")
            got, expected = (evened(client.get(each), token) for each in (address, missing))
            assert got == expected, why
            assert got[0] == 404


def test_it_opens_until_its_last_second_and_not_at_its_end(
    client: Client, paper: Publication
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        link, token = link_to(paper)
        clock.move_to(link.expires_at - SECOND)
        assert client.get(at(token)).status_code == 200
        assert client.get(at(token, "cover.webp")).status_code == 200
        clock.shift(SECOND)
        assert client.get(at(token)).status_code == 404
        assert client.get(at(token, "cover.webp")).status_code == 404
    assert link.openings.count() == 1


def test_revoked_it_is_over_at_once(client: Client, paper: Publication) -> None:
    link, token = link_to(paper)
    other, other_token = link_to(paper)
    assert client.get(at(token)).status_code == 200
    previews.revoke(link)
    assert client.get(at(token)).status_code == 404
    assert client.get(at(token, "cover.webp")).status_code == 404
    assert client.get(at(other_token)).status_code == 200
    assert (link.openings.count(), other.openings.count()) == (1, 1)


@pytest.mark.parametrize("token", ["x", "é", "a" * 5_000, "%00", "..", "%2e%2e"])
def test_a_guess_is_not_found(client: Client, paper: Publication, token: str) -> None:
    link_to(paper)
    assert client.get(at(token)).status_code == 404


def test_the_preview_makes_nothing_else_visible(client: Client, paper: Publication) -> None:
    _link, token = link_to(paper)
    client.get(at(token))
    for rest in ("", "download/", f"{paper.slug}.pdf", "cite.bib"):
        assert client.get(f"/en/publications/{paper.slug}/{rest}").status_code == 404
