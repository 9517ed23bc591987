"""A former address leads a reader on in one hop, in the language asked for, or reveals nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils.html import escape

from publications import documents
from publications.enums import DocumentKind
from publications.gate import grants
from publications.models import Document, DownloadRequest, Publication
from publications.workflow import Action
from tests import editorial, making
from tests.publications.test_indistinguishable import evened

pytestmark = pytest.mark.django_db
PAGES = [
    "/en/publications/{slug}/",
    "/fr/publications/{slug}/",
    "/en/publications/{slug}/?link=expired",
    "/en/publications/{slug}/download/",
    "/fr/publications/{slug}/{slug}.pdf",
    "/en/publications/{slug}/{slug}.pdf?grant=a%3Ab",
    "/en/publications/{slug}/cite.bib",
    "/en/publications/{slug}/cite.ris",
    "/fr/publications/{slug}/cite.json",
]
Make = Callable[..., Publication]


@pytest.fixture
def moved() -> Publication:
    publication = making.published("War and Wires", slug="paper-one")
    for slug in ("paper-two", "paper-three"):
        editorial.save(publication, slug=slug)
    return publication


@pytest.mark.parametrize("address", PAGES)
def test_every_former_address_leads_to_the_present_one_in_one_hop(
    client: Client, moved: Publication, address: str
) -> None:
    for slug in ("paper-one", "paper-two"):
        answer = client.get(address.format(slug=slug))
        assert answer.status_code == 301
        assert answer.headers["Location"] == address.format(slug="paper-three")
        assert "no-cache" in answer.headers["Cache-Control"]
        assert client.head(address.format(slug=slug)).status_code == 301
    assert client.get(address.format(slug="paper-three")).status_code in {200, 302}


def test_a_further_document_is_found_at_the_present_address(
    client: Client, moved: Publication
) -> None:
    annex = Document.objects.create(publication=moved, kind=DocumentKind.ANNEX, title="Tables")
    documents.add_version(annex, ContentFile(making.pdf_bytes(), name="a.pdf"), user=None)
    answer = client.get(f"/en/publications/paper-one/files/{annex.pk}/tables.pdf")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"/en/publications/paper-three/files/{annex.pk}/tables.pdf"


def test_a_link_that_was_given_before_the_change_still_opens_the_file(
    client: Client, moved: Publication
) -> None:
    passage = DownloadRequest.objects.create(
        publication=moved, email="a@b.fr", notice_version="1", language="en"
    )
    assert moved.full_text is not None
    token = grants.issue(passage, moved.full_text)
    answer: Any = client.get(
        "/en/publications/paper-one/paper-one.pdf", {"grant": token}, follow=True
    )
    assert [status for _address, status in answer.redirect_chain] == [301]
    assert b"".join(answer.streaming_content) == making.pdf_bytes()


def test_what_was_typed_into_the_gate_goes_on_with_its_reader(
    client: Client, moved: Publication
) -> None:
    form = {"email": "reader@example.org"}
    answer = client.post("/en/publications/paper-one/download/", form)
    assert answer.status_code == 308
    assert answer.headers["Location"] == "/en/publications/paper-three/download/"
    followed = client.post("/en/publications/paper-one/download/", form, follow=True)
    assert followed.status_code == 200
    assert DownloadRequest.objects.get().email == "reader@example.org"


@pytest.mark.parametrize("slug", ["bib", "ris", "json", "1", "tables"])
def test_a_former_slug_that_looks_like_another_part_of_the_address_leads_on_too(
    client: Client, slug: str
) -> None:
    publication = making.published(slug=slug)
    annex = Document.objects.create(
        publication=publication, kind=DocumentKind.ANNEX, title="Tables"
    )
    documents.add_version(annex, ContentFile(making.pdf_bytes(), name="a.pdf"), user=None)
    editorial.save(publication, slug="present")
    for rest in ("", "download/", "cite.bib", "cite.ris", "cite.json", "files/1/tables.pdf"):
        answer = client.get(f"/en/publications/{slug}/{rest}")
        assert answer.headers["Location"] == f"/en/publications/present/{rest}"
    answer = client.get(f"/en/publications/{slug}/{slug}.pdf")
    assert answer.headers["Location"] == "/en/publications/present/present.pdf"


def test_changed_back_and_forth_there_is_never_a_chain_or_a_loop(client: Client) -> None:
    publication = making.published(slug="paper-one")
    for slug in ("paper-two", "paper-one", "paper-two", "paper-three", "paper-one"):
        editorial.save(publication, slug=slug)
        for former in {"paper-one", "paper-two", "paper-three"} - {slug}:
            answer = client.get(f"/en/publications/{former}/", follow=True)
            if publication.former_slugs.filter(slug=former).exists():
                assert answer.redirect_chain == [(f"/en/publications/{slug}/", 301)]
            else:
                assert answer.status_code == 404
        assert client.get(f"/en/publications/{slug}/").status_code == 200


@pytest.mark.parametrize("make", [making.withdrawn, editorial.withdrawn_by_the_clock])
def test_a_withdrawn_papers_former_address_shows_its_tombstone(client: Client, make: Make) -> None:
    publication = make(slug="paper-one")
    editorial.save(publication, slug="paper-two")
    for address in PAGES:
        got, expected = (
            evened(client.get(address.format(slug=slug)), slug)
            for slug in ("paper-one", "paper-two")
        )
        assert got == expected
        assert got[0] == 410
    told = client.get("/en/publications/paper-one/").content.decode()
    assert escape(publication.withdrawal_reason) in told
    making.move(publication, Action.REPUBLISH)
    assert client.get("/en/publications/paper-one/").status_code == 301


@pytest.mark.parametrize("make", [making.draft, making.in_review, making.scheduled])
def test_a_former_address_of_what_never_was_public_is_missing(client: Client, make: Make) -> None:
    publication = make(slug="paper-one")
    editorial.save(publication, slug="paper-two")
    # As if an import had left a redirect for it.
    publication.former_slugs.get_or_create(slug="paper-one")
    for address in PAGES:
        got, expected = (
            evened(client.get(address.format(slug=slug)), slug)
            for slug in ("paper-one", "paper-six")
        )
        assert got == expected
        assert got[0] == 404


def test_an_address_in_use_is_never_led_away(client: Client, moved: Publication) -> None:
    other = making.published(slug="one-too")
    other.former_slugs.create(slug="paper-three")  # which the form refuses
    assert client.get("/en/publications/paper-three/").status_code == 200


def test_listings_feeds_and_sitemap_name_the_present_address_only(
    client: Client, moved: Publication
) -> None:
    for address in ("/en/publications/", "/en/feed/", "/sitemap.xml"):
        told = client.get(address).content.decode()
        assert "/publications/paper-three/" in told
        assert "/publications/paper-one/" not in told
