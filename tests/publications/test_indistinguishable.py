"""What is not public yet answers exactly as what does not exist: status, headers and body.

Only the address that a page echoes and random values (the CSRF token) are evened out first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponseBase
from django.test import Client

from publications import documents, images
from publications.enums import Access, DocumentKind
from publications.gate import grants
from publications.models import Document, DownloadRequest, Publication
from tests import making

pytestmark = pytest.mark.django_db

HIDDEN = "the-hidden-paper"
NOTHING = "the-absent-paper"
SAFE = ("get", "head", "options")
UNSAFE = ("post", "put", "patch", "delete")
STATES = {
    "draft": making.draft,
    "in review": making.in_review,
    "scheduled": making.scheduled,
}


@dataclass(frozen=True)
class Hidden:
    """A publication strangers may not know of, with everything that could be asked for."""

    publication: Publication
    annex: Document
    token: str
    annex_token: str
    cover: str


@pytest.fixture(params=[(state, access) for state in STATES for access in Access])
def hidden(request: pytest.FixtureRequest) -> Hidden:
    state, access = request.param
    publication = STATES[state]("A hidden paper", slug=HIDDEN, access=access, tags=["secret"])
    annex = Document.objects.create(
        publication=publication, kind=DocumentKind.ANNEX, title="Tables", order=1
    )
    pdf = ContentFile(making.pdf_bytes(text="Tables"), name="a.pdf")
    documents.add_version(annex, pdf, user=None)
    passage = DownloadRequest.objects.create(
        publication=publication, email="a@b.fr", notice_version="1", language="en"
    )
    assert publication.full_text is not None
    return Hidden(
        publication,
        annex,
        grants.issue(passage, publication.full_text),
        grants.issue(passage, annex),
        images.cover_url(publication),
    )


def addresses(hidden: Hidden) -> Iterator[str]:
    for language in ("en", "fr"):
        page = f"/{language}/publications/{HIDDEN}/"
        yield page
        yield f"{page}?link=expired"
        yield f"{page}download/"
        yield f"{page}{HIDDEN}.pdf"
        yield f"{page}{HIDDEN}.pdf?grant={hidden.token}"
        yield f"{page}{HIDDEN}.pdf?grant=a:b"
        yield f"{page}files/{hidden.annex.pk}/tables.pdf"
        yield f"{page}files/{hidden.annex.pk}/tables.pdf?grant={hidden.annex_token}"
        yield f"{page}files/{hidden.annex.pk}/other.pdf"
        yield from (f"{page}cite.{ending}" for ending in ("bib", "ris", "json"))
        yield page.rstrip("/")
    yield hidden.cover
    yield f"/publications/{HIDDEN}/"


def evened(response: HttpResponseBase, slug: str) -> tuple[int, list[tuple[str, str]], str]:
    """Status, headers and body without the slug that was asked for and without random values."""
    body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    cookies = [
        re.sub(r"=[^;]+", "=…", morsel.OutputString()) for morsel in response.cookies.values()
    ]
    headers = dict(response.headers)
    if "Expires" in headers:
        # The moment of the answer, and two are not asked in one second.
        headers["Expires"] = "…"
    told = [*headers.items(), *(("Set-Cookie", cookie) for cookie in cookies)]
    text = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1…", body.decode())
    return (
        response.status_code,
        sorted((name, value.replace(slug, "…")) for name, value in told),
        text.replace(slug, "…"),
    )


def answers(client: Client, url: str, method: str) -> list[object]:
    """What is answered for the hidden publication and for none at all."""
    ask = getattr(client, method)
    return [evened(ask(url.replace(HIDDEN, slug)), slug) for slug in (HIDDEN, NOTHING)]


@pytest.mark.parametrize("enforce_csrf_checks", [False, True])
def test_no_method_tells_the_hidden_from_the_missing(
    hidden: Hidden, enforce_csrf_checks: bool
) -> None:
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    for url in addresses(hidden):
        for method in UNSAFE if enforce_csrf_checks else (*SAFE, *UNSAFE):
            client.cookies.clear()
            got, expected = answers(client, url, method)
            assert got == expected, (method, url)


def test_reading_them_is_simply_not_found(client: Client, hidden: Hidden) -> None:
    for url in addresses(hidden):
        response = client.get(url, follow=True)
        assert response.status_code == 404, url
        assert "A hidden paper" not in response.content.decode()


def test_the_gates_form_cannot_be_passed(client: Client, hidden: Hidden) -> None:
    url = f"/en/publications/{HIDDEN}/download/"
    for email in ("reader@example.org", "nonsense", ""):
        got, expected = (
            evened(client.post(url.replace(HIDDEN, slug), {"email": email}), slug)
            for slug in (HIDDEN, NOTHING)
        )
        assert got == expected
    assert DownloadRequest.objects.count() == 1


def test_conditions_and_ranges_tell_nothing(client: Client, hidden: Hidden) -> None:
    version = hidden.publication.current_pdf
    assert version is not None
    url = f"/en/publications/{HIDDEN}/{HIDDEN}.pdf?grant={hidden.token}"
    for headers in (
        {"If-None-Match": f'"{version.sha256}"'},
        {"If-None-Match": "*"},
        {"Range": "bytes=0-9"},
        {"If-Match": '"x"'},
    ):
        got, expected = (
            evened(client.get(url.replace(HIDDEN, slug), headers=headers), slug)
            for slug in (HIDDEN, NOTHING)
        )
        assert got == expected


def test_a_member_learns_no_more_than_a_stranger(client: Client, hidden: Hidden) -> None:
    client.force_login(making.user())
    for url in addresses(hidden):
        for method in ("get", "post"):
            got, expected = answers(client, url, method)
            assert got == expected, (method, url)


def test_the_same_addresses_answer_once_it_is_public(client: Client) -> None:
    """Or the tests above would pass on a site that answers 404 to everything."""
    paper = making.published(slug=HIDDEN)
    page = f"/en/publications/{HIDDEN}/"

    assert client.get(page).status_code == 200
    assert client.get(f"{page}download/").status_code == 200
    assert client.get(f"{page}{HIDDEN}.pdf").status_code == 302
    assert client.get(images.cover_url(paper)).status_code == 200
