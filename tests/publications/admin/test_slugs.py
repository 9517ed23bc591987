"""An address on the form: free, or refused with a sentence; and once public, never given up."""

import pytest
from django.test import Client

from publications.models import Publication
from tests import editorial, making
from tests.admin_forms import errors_of, read

pytestmark = pytest.mark.django_db
ADD = "/admin/publications/publication/add/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(making.user("publisher"))
    return client


def form(publication: Publication) -> str:
    return f"/admin/publications/publication/{publication.pk}/change/"


def save(desk: Client, publication: Publication, slug: str) -> list[str]:
    """What the form has to say against it."""
    address = form(publication)
    answer = desk.post(address, {**read(desk, address), "slug": slug})
    publication.refresh_from_db()
    return [] if answer.status_code == 302 else errors_of(answer.content)


def test_a_public_papers_new_address_takes_over_and_the_old_one_leads_there(desk: Client) -> None:
    paper = making.published(slug="wires")
    assert save(desk, paper, "cables") == []
    answer = Client().get("/en/publications/wires/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/en/publications/cables/")
    assert save(desk, paper, "wires") == []
    assert Client().get("/en/publications/wires/").status_code == 200
    assert Client().get("/en/publications/cables/").status_code == 301


def test_an_address_that_leads_to_another_paper_is_refused(desk: Client) -> None:
    paper, other = making.published(slug="wires"), making.draft(slug="other")
    editorial.save(paper, slug="cables")
    assert save(desk, other, "wires") == [
        "This address once belonged to another publication and still leads there."
    ]
    assert other.slug == "other"


def test_a_new_paper_is_refused_it_too(desk: Client) -> None:
    paper = making.published(slug="wires")
    editorial.save(paper, slug="cables")
    typed = {
        **read(desk, ADD),
        "title": "New",
        "slug": "wires",
        "type": making.publication_type().pk,
    }
    assert errors_of(desk.post(ADD, typed).content) == [
        "This address once belonged to another publication and still leads there."
    ]
    assert not Publication.objects.filter(title="New").exists()


def test_a_withdrawn_papers_address_is_not_given_to_another(desk: Client) -> None:
    making.withdrawn(slug="wires")
    other = making.draft(slug="other")
    assert save(desk, other, "wires") == [
        "Another publication has this address. Choose another slug."
    ]


def test_a_drafts_address_is_given_up_without_a_trace(desk: Client) -> None:
    paper, other = making.draft(slug="wires"), making.draft(slug="other")
    assert save(desk, paper, "cables") == []
    assert save(desk, other, "wires") == []
