"""A document that editors take off is kept for the history and out of every reader's reach."""

import pytest
from django.test import Client
from django.utils import timezone

from publications import access, content
from publications.access import Reason
from publications.gate import addresses, grants
from publications.models import Document, DownloadRequest, Publication
from publications.workflow import Action
from tests import editorial, making

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper() -> Publication:
    return making.move(editorial.everything(), Action.SUBMIT, Action.APPROVE, Action.PUBLISH)


@pytest.fixture
def annex(paper: Publication) -> Document:
    """An annex that was public until a moment ago."""
    _full_text, annex = paper.documents.live()
    assert access.decide(annex, None).allowed
    editorial.save(paper, documents=content.read(paper)["documents"][:1])
    annex.refresh_from_db()
    return annex


def test_it_is_not_offered(paper: Publication, annex: Document, client: Client) -> None:
    assert access.obtainable(paper) == [paper.full_text]
    assert access.named(paper, annex.pk) is None
    page = client.get(f"/en/publications/{paper.slug}/").content.decode()
    assert "Tables" not in page
    assert f"/files/{annex.pk}/" not in page


def test_its_address_is_as_if_it_had_never_been(
    paper: Publication, annex: Document, client: Client
) -> None:
    assert client.get(addresses.path(annex)).status_code == 404
    assert access.decide(annex, None).reason == Reason.MISSING


def test_a_link_given_before_opens_it_no_more(paper: Publication, annex: Document) -> None:
    Publication.objects.filter(pk=paper.pk).update(access="form")
    request = DownloadRequest.objects.create(
        publication=paper,
        email="reader@example.org",
        notice_version="1",
        language="en",
        created_at=timezone.now(),
    )
    token = grants.issue(request, annex)
    annex.refresh_from_db()
    assert access.decide(annex, token).reason == Reason.MISSING
    Document.objects.filter(pk=annex.pk).update(is_removed=False)
    annex = Document.objects.get(pk=annex.pk)
    assert access.decide(annex, token).reason == Reason.GRANTED


def test_another_full_text_can_take_its_place(paper: Publication) -> None:
    full_text, _annex = paper.documents.live()
    editorial.write(paper, documents=[])
    assert paper.full_text is None
    new = Document.objects.create(publication=paper)
    assert Publication.objects.with_full_text().get(pk=paper.pk).full_text == new
    assert full_text != new
