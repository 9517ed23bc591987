"""Preview links at the desk: who makes them, that each is shown once, and what became of them."""

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from publications import previews
from publications.models import PreviewLink, Publication
from tests import making
from tests.html import Element, page, text

pytestmark = pytest.mark.django_db
START = datetime.datetime(2026, 5, 4, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def paper() -> Publication:
    return making.draft("War and Wires")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(making.user("editor", username="edith"))
    return client


def address(paper: Publication) -> str:
    return f"/admin/publications/publication/{paper.pk}/preview-links/"


def revoke(paper: Publication, link: PreviewLink) -> str:
    return f"{address(paper)}{link.pk}/revoke/"


def test_a_link_is_made_for_a_person_and_shown_once(desk: Client, paper: Publication) -> None:
    with time_machine.travel(START, tick=False):
        answer = desk.post(address(paper), {"recipient": "Ms Reader", "days": "3"})
        link = PreviewLink.objects.get()
        assert (link.recipient, link.publication, str(link.created_by)) == (
            "Ms Reader",
            paper,
            "edith",
        )
        assert link.expires_at == START + datetime.timedelta(days=3)
        [shown] = re.findall(
            r'value="(http://127\.0\.0\.1:8000/en/preview/([\w-]+)/)"', answer.content.decode()
        )
        assert Client().get(shown[0]).status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        assert shown[1] not in desk.get(address(paper)).content.decode()
        # Nor is it kept in the session that was answered.
        assert shown[1] not in str(dict(desk.session.items()))


def test_a_french_papers_link_leads_to_the_french_page(desk: Client) -> None:
    paper = making.draft(language="fr")
    answer = desk.post(address(paper), {"recipient": "M. Lecteur", "days": "7"})
    assert "http://127.0.0.1:8000/fr/preview/" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"recipient": "", "days": "7"}, "This field is required."),
        ({"recipient": "  ", "days": "7"}, "This field is required."),
        ({"recipient": "x" * 151, "days": "7"}, "Ensure this value has at most 150 characters"),
        ({"recipient": "Ms Reader", "days": "0"}, "greater than or equal to 1."),
        ({"recipient": "Ms Reader", "days": "91"}, "less than or equal to 90."),
        ({"recipient": "Ms Reader", "days": "soon"}, "Enter a whole number."),
    ],
)
def test_what_makes_no_sense_makes_no_link(
    desk: Client, paper: Publication, typed: dict[str, str], error: str
) -> None:
    answer = desk.post(address(paper), typed)
    assert answer.status_code == 200
    assert error in answer.content.decode()
    assert not PreviewLink.objects.exists()


def test_the_list_says_what_became_of_each(desk: Client, paper: Publication) -> None:
    user = making.user("editor", username="ed")
    with time_machine.travel(START, tick=False) as clock:
        made = {
            name: previews.make(paper, recipient=name, user=user) for name in ("Old", "Off", "On")
        }
        clock.shift(60)
        for _ in range(2):
            Client().get(f"/en/preview/{made['On'][1]}/")
        previews.revoke(made["Off"][0])
        PreviewLink.objects.filter(pk=made["Old"][0].pk).update(expires_at=timezone.now())
        shown = page(desk, address(paper))
        rows = {cells[0]: cells[1:] for cells in _rows(text(shown, "tbody th"), shown)}
    assert rows["On"][2:] == ["2", "May 4, 2026, 11:01 a.m.", "Revoke – On"]
    assert rows["Off"][2:] == ["0", "–", "revoked"]
    assert rows["Old"][2:] == ["0", "–", "expired"]
    assert rows["On"][:2] == ["May 4, 2026, 11 a.m., ed", "May 11, 2026, 11 a.m."]


def _rows(names: list[str], shown: Element) -> list[list[str]]:
    cells = text(shown, "tbody td")
    width = len(cells) // len(names)
    return [[name, *cells[at * width : (at + 1) * width]] for at, name in enumerate(names)]


def test_many_links_cost_no_more_queries_than_one(desk: Client, paper: Publication) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            desk.get(address(paper))
        return len(asked)

    previews.make(paper, recipient="One", user=making.user("editor"))
    few = count()
    for number in range(8):
        _link, token = previews.make(paper, recipient=str(number), user=making.user("editor"))
        previews.open_link(token)
    assert count() == few


def test_revoked_at_the_desk_it_opens_nothing_any_more(desk: Client, paper: Publication) -> None:
    link, token = previews.make(paper, recipient="Ms Reader", user=making.user("editor"))
    assert desk.get(revoke(paper, link)).status_code == 405
    answer = desk.post(revoke(paper, link), follow=True)
    assert "The link for Ms Reader opens nothing any more." in answer.content.decode()
    assert Client().get(f"/en/preview/{token}/").status_code == 404


def test_a_link_is_revoked_at_its_own_publication_only(desk: Client, paper: Publication) -> None:
    link, _token = previews.make(making.draft(), recipient="Ms Reader", user=making.user("editor"))
    assert desk.post(revoke(paper, link)).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


@pytest.mark.parametrize("group", ["staff", ""])
def test_whoever_may_not_write_may_not_show_it_to_others(
    client: Client, paper: Publication, group: str
) -> None:
    link, _token = previews.make(paper, recipient="Ms Reader", user=making.user("editor"))
    client.force_login(making.user(group))
    refused = 403 if group else 302
    assert client.get(address(paper)).status_code == refused
    assert client.post(address(paper), {"recipient": "Me", "days": "1"}).status_code == refused
    assert client.post(revoke(paper, link)).status_code == refused
    assert PreviewLink.objects.filter(revoked_at=None).count() == 1


def test_the_form_leads_to_both_for_those_who_may(client: Client, paper: Publication) -> None:
    form = f"/admin/publications/publication/{paper.pk}/change/"
    for group, offered in (("editor", True), ("staff", False)):
        client.force_login(making.user(group))
        told = client.get(form).content.decode()
        assert f"/{paper.pk}/preview/" in told
        assert (f"/{paper.pk}/preview-links/" in told) is offered
