"""A link opens the one document it was given for, for its time, until it is revoked."""

import datetime
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from publications import documents
from publications.enums import Access, DocumentKind, Passage
from publications.gate import grants
from publications.gate.addresses import path
from publications.gate.passing import Answers, Link, pass_gate
from publications.models import Document, DownloadRequest, Grant, Publication
from publications.workflow import Action
from tests import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper() -> Publication:
    return making.published("The granted paper", slug="granted")


def annex(publication: Publication, title: str = "Tables") -> Document:
    document = Document.objects.create(
        publication=publication, kind=DocumentKind.ANNEX, title=title, order=1
    )
    pdf = ContentFile(making.pdf_bytes(text=title), name="annex.pdf")
    documents.add_version(document, pdf, user=None)
    return document


def token_for(document: Document, **who: object) -> str:
    request = DownloadRequest.objects.create(
        publication=document.publication,
        notice_version="1",
        language="en",
        **(who or {"email": "reader@example.org"}),
    )
    return grants.issue(request, document)


def passed(publication: Publication) -> list[Link]:
    return pass_gate(publication, language="en", passage=Passage.ADDRESS, answers=Answers("a@b.fr"))


def full_text(publication: Publication) -> Document:
    assert publication.full_text is not None
    return publication.full_text


def altered(token: str) -> str:
    return ("A" if token[0] != "A" else "B") + token[1:]


def opens(client: Client, url: str) -> bool:
    return client.get(url).status_code == 200


# --- what opens -----------------------------------------------------------------------------------


def test_a_link_opens_its_document(client: Client, paper: Publication) -> None:
    response = client.get(path(full_text(paper), token_for(full_text(paper))))

    assert response.status_code == 200
    assert b"".join(response.streaming_content) == making.pdf_bytes()  # type: ignore[attr-defined]
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_a_link_works_in_any_language_on_any_device_any_number_of_times(
    paper: Publication,
) -> None:
    token = token_for(full_text(paper))
    for prefix in ("en", "fr", "en"):
        assert opens(Client(), f"/{prefix}/publications/granted/granted.pdf?grant={token}")


def test_a_link_opens_the_version_that_is_current(client: Client, paper: Publication) -> None:
    url = path(full_text(paper), token_for(full_text(paper)))
    mended = making.pdf_bytes(text="Mended")
    documents.add_version(full_text(paper), ContentFile(mended, name="mended.pdf"), user=None)

    assert b"".join(client.get(url).streaming_content) == mended  # type: ignore[attr-defined]


def test_only_a_hash_of_the_link_is_stored(paper: Publication) -> None:
    token = token_for(full_text(paper))
    stored = Grant.objects.values().get()

    assert not any(token in str(value) or str(value) == token for value in stored.values())
    assert len(stored["token_hash"]) == 64


def test_no_two_links_are_alike(paper: Publication) -> None:
    assert len({token_for(full_text(paper)) for _ in range(20)}) == 20


# --- what does not --------------------------------------------------------------------------------


def refused(client: Client, url: str, sentence: str) -> None:
    """Back to the gate on the summary page, which says what was wrong; never an error, or a login."""
    response = client.get(url)
    slug = url.split("/")[3]
    query = f"?link={sentence}" if sentence else ""

    assert response.status_code == 302
    assert response.headers["Location"] == f"/en/publications/{slug}/{query}#download"


def test_without_a_link_the_way_leads_to_the_gate(client: Client, paper: Publication) -> None:
    refused(client, path(full_text(paper)), "")
    refused(client, f"{path(full_text(paper))}?grant=", "")
    refused(client, path(annex(paper)), "")


def test_in_french_it_leads_to_the_french_page(client: Client, paper: Publication) -> None:
    response = client.get("/fr/publications/granted/granted.pdf")

    assert response.headers["Location"] == "/fr/publications/granted/#download"


@pytest.mark.parametrize("token", ["x", ":", "a:b", "\x00", "é:é", "0" * 2000, "%", "' or 1=1 --"])
def test_an_invented_link_is_refused(client: Client, paper: Publication, token: str) -> None:
    refused(client, f"{path(full_text(paper))}?{urlencode({'grant': token})}", "invalid")


def test_an_altered_link_is_refused(client: Client, paper: Publication) -> None:
    token = token_for(full_text(paper))
    for wrong in (altered(token), token[:-1], token + "x", token.swapcase(), token.split(":")[0]):
        refused(client, path(full_text(paper), wrong), "invalid")


def test_a_link_for_one_publication_opens_no_other(client: Client, paper: Publication) -> None:
    other = making.published("Another paper", slug="another")

    refused(client, path(full_text(other), token_for(full_text(paper))), "invalid")


def test_a_link_for_one_document_opens_no_other_of_the_same_publication(
    client: Client, paper: Publication
) -> None:
    tables = annex(paper)

    refused(client, path(tables, token_for(full_text(paper))), "invalid")
    refused(client, path(full_text(paper), token_for(tables)), "invalid")
    assert opens(client, path(tables, token_for(tables)))


def test_a_well_signed_link_that_is_not_stored_is_refused(
    client: Client, paper: Publication
) -> None:
    """Whoever erased a reader's request has erased the links with it."""
    token = token_for(full_text(paper))
    DownloadRequest.objects.all().delete()

    refused(client, path(full_text(paper), token), "invalid")


def test_a_link_made_with_another_key_is_refused(
    client: Client, paper: Publication, settings: Settings
) -> None:
    token = token_for(full_text(paper))
    settings.SECRET_KEY = "another" * 10

    refused(client, path(full_text(paper), token), "invalid")


def test_a_link_expires(client: Client, paper: Publication, settings: Settings) -> None:
    url = path(full_text(paper), token_for(full_text(paper)))
    lifetime = datetime.timedelta(seconds=settings.GRANT_LIFETIME)

    with time_machine.travel(timezone.now() + lifetime - datetime.timedelta(minutes=1), tick=False):
        assert opens(client, url)
    with time_machine.travel(timezone.now() + lifetime + datetime.timedelta(minutes=1), tick=False):
        refused(client, url, "expired")


def test_an_expired_link_does_not_even_say_that_the_file_has_not_changed(
    client: Client, paper: Publication, settings: Settings
) -> None:
    url = path(full_text(paper), token_for(full_text(paper)))
    headers = {"If-None-Match": client.get(url).headers["ETag"]}
    later = timezone.now() + datetime.timedelta(seconds=settings.GRANT_LIFETIME + 60)

    assert client.get(url, headers=headers).status_code == 304
    with time_machine.travel(later, tick=False):
        assert client.get(url, headers=headers).status_code == 302


def test_a_revoked_link_is_refused(client: Client, paper: Publication) -> None:
    revoked, kept = (token_for(full_text(paper)) for _ in range(2))
    grant = grants.find(revoked, full_text(paper))
    assert grant is not None

    assert grants.revoke([grant]) == 1
    refused(client, path(full_text(paper), revoked), "revoked")
    assert opens(client, path(full_text(paper), kept))


def test_revoking_again_changes_nothing(paper: Publication) -> None:
    token_for(full_text(paper))
    grants.revoke(Grant.objects.all())
    when = Grant.objects.get().revoked_at

    assert grants.revoke(Grant.objects.all()) == 0
    assert Grant.objects.get().revoked_at == when is not None


@pytest.mark.parametrize("what", ["invalid", "expired", "revoked"])
def test_the_page_says_in_a_sentence_what_was_wrong_with_the_link(
    client: Client, paper: Publication, what: str
) -> None:
    alert = 'role="alert"'
    said = client.get(f"/en/publications/granted/?link={what}")

    assert said.status_code == 200
    assert said.content.decode().count(alert) == 1
    assert alert not in client.get("/en/publications/granted/?link=other").content.decode()


# --- when the publication changes -----------------------------------------------------------------


def test_a_link_to_what_is_withdrawn_opens_nothing(client: Client) -> None:
    paper = making.published(at=timezone.now() - datetime.timedelta(days=1))
    url = path(full_text(paper), token_for(full_text(paper)))
    assert opens(client, url)
    making.move(paper, Action.WITHDRAW, comment="A mistake.")

    assert client.get(url).status_code == 410


def test_a_link_to_what_is_no_longer_out_opens_nothing(client: Client) -> None:
    paper = making.scheduled()
    url = path(full_text(paper), token_for(full_text(paper)))
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1, minutes=1), tick=False):
        assert opens(client, url)

    assert client.get(url).status_code == 404
    making.move(paper, Action.UNSCHEDULE)
    assert client.get(url).status_code == 404


def test_a_link_given_for_an_address_does_not_open_what_is_now_for_members(
    client: Client, paper: Publication
) -> None:
    by_address = token_for(full_text(paper))
    by_member = token_for(full_text(paper), user=making.user())
    Publication.objects.filter(pk=paper.pk).update(access=Access.MEMBERS)

    refused(client, path(full_text(paper), by_address), "revoked")
    assert opens(client, path(full_text(paper), by_member))


def test_a_member_who_is_shut_out_takes_the_links_along(client: Client, paper: Publication) -> None:
    member = making.user()
    url = path(full_text(paper), token_for(full_text(paper), user=member))
    assert opens(client, url)
    member.is_active = False
    member.save()

    refused(client, url, "revoked")


def test_what_is_open_to_all_needs_no_link_and_minds_none(
    client: Client, paper: Publication
) -> None:
    Publication.objects.filter(pk=paper.pk).update(access=Access.OPEN)

    assert opens(client, path(full_text(paper)))
    assert opens(client, path(full_text(paper), "nonsense"))


# --- addresses ------------------------------------------------------------------------------------


def test_the_address_has_to_be_exact(client: Client, paper: Publication) -> None:
    other = making.published(slug="other")
    tables = annex(paper)
    token = token_for(tables)
    for url in (
        "/en/publications/granted/other.pdf",
        "/en/publications/granted/granted.PDF",
        f"/en/publications/granted/files/{tables.pk}/other.pdf?grant={token}",
        f"/en/publications/granted/files/{tables.pk}/Tables.pdf?grant={token}",
        f"/en/publications/other/files/{tables.pk}/tables.pdf?grant={token}",
        f"/en/publications/granted/files/{full_text(other).pk}/full-text.pdf",
        f"/en/publications/granted/files/{full_text(paper).pk}/full_text.pdf",
        f"/en/publications/granted/files/{'9' * 40}/tables.pdf",
    ):
        assert client.get(url).status_code == 404, url


def test_a_further_document_has_an_address_of_its_own(client: Client, paper: Publication) -> None:
    tables = annex(paper, "Données & sources")
    url = path(tables, token_for(tables))

    assert url.startswith(f"/en/publications/granted/files/{tables.pk}/donnees-sources.pdf?grant=")
    assert client.get(url).headers["Content-Disposition"] == (
        "inline; filename*=utf-8''The%20granted%20paper%20-%20Donn%C3%A9es%20%26%20sources.pdf"
    )


def test_a_document_without_a_title_is_named_for_its_kind_in_every_language(
    client: Client, paper: Publication
) -> None:
    nameless = annex(paper, "")
    token = token_for(nameless)
    for prefix in ("en", "fr"):
        url = f"/{prefix}/publications/granted/files/{nameless.pk}/annex.pdf?grant={token}"
        assert opens(client, url)


def test_a_document_without_a_file_is_missing(client: Client, paper: Publication) -> None:
    empty = Document.objects.create(publication=paper, kind=DocumentKind.ANNEX, title="Empty")

    assert client.get(path(empty)).status_code == 404
    assert [link.document for link in passed(paper)] == [full_text(paper)]
