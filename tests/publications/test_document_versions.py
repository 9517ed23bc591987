"""Replacing a file: the address stays, the ETag changes, and what was replaced is gone or offered."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from publications import access, documents, pending
from publications.access import Reason
from publications.enums import Access, DocumentKind, Passage
from publications.gate import addresses, grants, passing
from publications.models import Document, DocumentVersion, Publication
from publications.workflow import Action
from tests import making

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = (making.pdf_bytes(text=f"Edition {number}") for number in (1, 2, 3))


def replace(document: Document, content: bytes, reason: str = "Corrected") -> DocumentVersion:
    upload = ContentFile(content, name="new.pdf")
    return documents.add_version(document, upload, user=None, reason=reason)


def replaced(policy: Access = Access.OPEN, slug: str = "war") -> Document:
    """A paper whose full text is in its second version."""
    publication = making.published("War", slug=slug, access=policy, pdf=FIRST)
    document = publication.full_text
    assert document is not None
    replace(document, SECOND)
    return document


def offer(document: Document, *numbers: int) -> list[DocumentVersion]:
    chosen = document.versions.filter(number__in=numbers)
    documents.offer(document.publication, {each.pk: True for each in chosen})
    return list(document.versions.filter(number__in=numbers))


def body(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_the_address_stays_and_the_etag_changes(client: Client) -> None:
    publication = making.published(access=Access.OPEN, pdf=FIRST)
    address = publication.pdf_path()
    before = client.get(address).headers["ETag"]
    assert body(client, address) == FIRST
    assert publication.full_text is not None
    replace(publication.full_text, SECOND)

    after = client.get(address, headers={"If-None-Match": before})
    assert after.status_code == 200
    assert after.headers["ETag"] != before
    assert body(client, address) == SECOND
    # A reader who has half of the old file does not get half of the new one.
    part = client.get(address, headers={"Range": "bytes=9-", "If-Range": before})
    assert part.status_code == 200


def test_the_reason_and_the_old_version_are_kept() -> None:
    document = replaced()
    kept = list(document.versions.values_list("number", "reason", "is_offered"))

    assert kept == [(2, "Corrected", False), (1, "", False)]


@pytest.mark.parametrize("policy", [Access.OPEN, Access.FORM])
def test_what_was_replaced_is_not_to_be_had(client: Client, policy: Access) -> None:
    document = replaced(policy)
    page = f"/en/publications/war/files/{document.pk}/"
    for name in ("war-v1.pdf", "war-v2.pdf", "war.pdf", "war-v3.pdf", "full_text-v1.pdf"):
        assert client.get(page + name).status_code == 404, name
    assert "Earlier versions" not in client.get("/en/publications/war/").content.decode()


def test_an_offered_earlier_version_has_an_address_of_its_own(client: Client) -> None:
    document = replaced()
    [first] = offer(document, 1)
    address = addresses.earlier_path(first, document)

    assert address == f"/en/publications/war/files/{document.pk}/war-v1.pdf"
    assert body(client, address) == FIRST
    assert client.get(address).headers["Content-Disposition"] == 'inline; filename="War (v1).pdf"'
    page = client.get("/en/publications/war/").content.decode()
    assert "Earlier versions" in page
    assert f'href="{address}"' in page
    assert body(client, document.publication.pdf_path()) == SECOND


def test_no_longer_offered_it_is_gone_at_once(client: Client) -> None:
    document = replaced()
    [first] = offer(document, 1)
    documents.offer(document.publication, {first.pk: False})

    assert client.get(addresses.earlier_path(first, document)).status_code == 404


def test_a_gated_earlier_version_is_reached_through_the_gate(client: Client) -> None:
    document = replaced(Access.FORM)
    [first] = offer(document, 1)
    address = addresses.earlier_path(first, document)

    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/en/publications/war/#download",
    )
    page = client.get("/en/publications/war/").content.decode()
    assert "Earlier versions" in page
    assert address not in page

    passed = client.post("/en/publications/war/download/", {"email": "reader@example.org"})
    [link] = passed.context["downloads"]
    [(version, url)] = link.earlier
    assert version == first
    assert url.encode() in passed.content
    assert body(client, url) == FIRST
    assert client.get(url).headers["Cache-Control"] == "private, no-cache"
    # The same grant opens what is current.
    assert body(client, link.url) == SECOND


def test_a_grant_of_another_document_opens_no_earlier_version(client: Client) -> None:
    document = replaced(Access.FORM)
    other = replaced(Access.FORM, slug="peace")
    [first] = offer(document, 1)
    links = passing.pass_gate(other.publication, language="en", passage=Passage.ANONYMOUS)
    address = addresses.earlier_path(first, document, links[0].token)

    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/en/publications/war/?link=invalid#download"


def test_a_version_belongs_to_its_own_document() -> None:
    document, other = replaced(), replaced(slug="peace")
    [foreign] = offer(other, 1)

    assert access.decide(document, None, foreign).reason == Reason.MISSING


def test_names_of_versions_and_documents_do_not_meet(client: Client) -> None:
    """An annex that is itself called “v1”."""
    publication = making.published(access=Access.OPEN, slug="war", pdf=FIRST)
    annex = Document.objects.create(
        publication=publication, kind=DocumentKind.ANNEX, title="Tables v1", order=1
    )
    other = Document.objects.create(
        publication=publication, kind=DocumentKind.ANNEX, title="Tables", order=2
    )
    for document in (annex, other):
        replace(document, FIRST)
        replace(document, SECOND)
        offer(document, 1)
    firsts = DocumentVersion.objects.filter(number=1)
    documents.offer(publication, {each.pk: True for each in firsts})
    page = "/en/publications/war/files"

    assert body(client, f"{page}/{annex.pk}/tables-v1.pdf") == SECOND
    assert body(client, f"{page}/{annex.pk}/tables-v1-v1.pdf") == FIRST
    assert body(client, f"{page}/{other.pk}/tables.pdf") == SECOND
    assert body(client, f"{page}/{other.pk}/tables-v1.pdf") == FIRST
    assert client.get(f"{page}/{other.pk}/tables-v1-v1.pdf").status_code == 404


def test_a_document_that_was_taken_off_is_not_to_be_had(client: Client) -> None:
    document = replaced(Access.FORM)
    [first] = offer(document, 1)
    [link] = passing.pass_gate(document.publication, language="en", passage=Passage.ANONYMOUS)
    Document.objects.filter(pk=document.pk).update(is_removed=True)

    assert client.get(link.url).status_code == 404
    assert client.get(addresses.earlier_path(first, document, link.token)).status_code == 404
    assert access.obtainable(document.publication) == []


def test_a_grant_of_before_opens_the_replacement(client: Client) -> None:
    publication = making.published(access=Access.FORM, pdf=FIRST)
    [link] = passing.pass_gate(publication, language="en", passage=Passage.ANONYMOUS)
    replace(link.document, SECOND)

    assert body(client, link.url) == SECOND


# --- pending changes ------------------------------------------------------------------------------


def working_copy(live: Publication) -> tuple[Publication, DocumentVersion]:
    """A pending change of the live publication with another file in it."""
    copy = pending.start(live, user=making.user("admin"))
    document = copy.full_text
    assert document is not None
    assert documents.needs_reason(document)
    return copy, replace(document, THIRD, "New figures")


def test_a_pending_replacement_is_hidden_until_it_is_taken_over(client: Client) -> None:
    live = making.published("War", slug="war", access=Access.OPEN, pdf=FIRST)
    before = client.get(live.pdf_path()).headers["ETag"]
    copy, version = working_copy(live)

    assert body(client, live.pdf_path()) == FIRST
    assert client.get(live.pdf_path(), headers={"If-None-Match": before}).status_code == 304
    stand_in = version.document
    for slug in ("war", copy.slug):
        for pk in (stand_in.pk, live.documents.get().pk):
            for name in (f"{slug}.pdf", f"{slug}-v1.pdf", f"{slug}-v2.pdf"):
                address = f"/en/publications/{slug}/files/{pk}/{name}"
                assert client.get(address).status_code == 404, address
    assert client.get(copy.pdf_path()).status_code == 404
    assert access.decide(stand_in, None).reason == Reason.MISSING
    assert access.decide(live.documents.get(), None, version).reason == Reason.MISSING

    making.move(copy, Action.SUBMIT, Action.APPROVE)
    assert body(client, live.pdf_path()) == FIRST
    pending.take_over(copy, user=making.user("admin"))

    assert body(client, live.pdf_path()) == THIRD
    assert client.get(live.pdf_path()).headers["ETag"] != before
    kept = list(live.documents.get().versions.values_list("number", "reason"))
    assert kept == [(2, "New figures"), (1, "")]


def test_a_grant_for_the_live_paper_does_not_open_the_pending_one(client: Client) -> None:
    live = making.published("War", slug="war", access=Access.FORM, pdf=FIRST)
    [link] = passing.pass_gate(live, language="en", passage=Passage.ANONYMOUS)
    copy, version = working_copy(live)
    query = f"?grant={link.token}"

    assert client.get(copy.pdf_path() + query).status_code == 404
    assert grants.find(link.token, version.document) is None
    assert body(client, link.url) == FIRST


def test_a_draft_s_file_is_replaced_without_a_reason() -> None:
    draft, out = making.draft(), making.published()
    assert draft.full_text is not None
    assert out.full_text is not None

    assert not documents.needs_reason(draft.full_text)
    assert documents.needs_reason(out.full_text)
