"""The history of a publication: who changed what when, the difference, and the way back."""

from typing import Any

import pytest
from django.test import Client
from lxml import html

from publications import content
from publications.enums import Access, Status
from publications.models import Publication, Revision
from publications.workflow import Action
from tests import editorial, making
from tests.admin_forms import fields_of, messages_of, read, with_rows

pytestmark = pytest.mark.django_db
FORM = "/admin/publications/publication/{}/change/"
HISTORY = "/admin/publications/publication/{}/history/"
RESTORE = "/admin/publications/publication/{}/history/{}/restore/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(making.user("publisher", first_name="Ada", last_name="Writer"))
    return client


def save(desk: Client, publication: Publication, **typed: Any) -> None:
    address = FORM.format(publication.pk)
    fields = read(desk, address) | {name.replace("__", "-"): typed[name] for name in typed}
    assert desk.post(address, fields).status_code == 302


def restore(desk: Client, publication: Publication, number: int) -> list[str]:
    """Open the page that asks, and press its button."""
    address = RESTORE.format(publication.pk, number)
    fields = read(desk, address, "restore-form")
    return messages_of(desk.post(address, fields, follow=True).content)


def rows(page: bytes) -> list[list[str]]:
    tree = html.fromstring(page.decode())
    return [
        [" ".join(cell.text_content().split()) for cell in row][:1]
        + [" ".join(cell.text_content().split()) for cell in row][2:7]
        for row in tree.xpath("//table[contains(@class, 'revisions')]/tbody/tr")
    ]


def marked(page: bytes) -> dict[str, str]:
    found = {}
    for each in html.fromstring(page.decode()).xpath("//div[@class='difference']"):
        value = each.xpath("./div")[0]
        inner = html.tostring(value, encoding="unicode", with_tail=False)
        name = each.get("id").removeprefix("difference-")
        found[name] = inner.partition(">")[2].removesuffix("</div>")
    return found


def test_every_save_and_step_is_listed_with_who_what_and_why(desk: Client) -> None:
    publication = making.draft("One")
    save(desk, publication, title="Two", tags="war")
    making.move(Publication.objects.get(), Action.SUBMIT, comment="Please read.")
    assert rows(desk.get(HISTORY.format(publication.pk)).content) == [
        ["3", "writer", "changed status", "–", "in review", "Please read."],
        ["2", "Ada Writer", "edited", "2: title, tags", "draft", ""],
        ["1", "–", "edited", "–", "draft", "As it stood before its first recorded change."],
    ]


def test_two_revisions_are_compared_word_by_word(desk: Client) -> None:
    publication = making.draft("War and Wires", tags=["war"])
    save(desk, publication, title="War and Cables")
    save(desk, publication, tags="war, wires", summary="<p>What & says.</p>")
    page = HISTORY.format(publication.pk)
    assert marked(desk.get(page, {"from": 1, "to": 3}).content) == {
        "title": "War and <del>Wires</del><ins>Cables</ins>",
        "summary": "What <del>the paper</del><ins>&amp;</ins> says.",
        "tags": "<del>war</del><ins>war, wires</ins>",
    }
    assert marked(desk.get(page, {"from": 3, "to": 2}).content).keys() == {"summary", "tags"}
    assert marked(desk.get(page, {"from": 2, "to": 2}).content) == {}


@pytest.mark.parametrize("asked", ["", "x", "0", "99", "9" * 40, "-1", "١"])
def test_a_revision_that_is_none_compares_nothing(desk: Client, asked: str) -> None:
    publication = making.draft()
    save(desk, publication, title="Two")
    answer = desk.get(HISTORY.format(publication.pk), {"from": asked, "to": "2"})
    assert answer.status_code == 200
    assert b"comparison-heading" not in answer.content or asked == "١"


def test_a_change_of_nothing_but_the_formatting_is_seen(desk: Client) -> None:
    publication = making.draft(summary="<p>What it says.</p>")
    save(desk, publication, summary="<p>What <strong>it</strong> says.</p>")
    found = marked(desk.get(HISTORY.format(publication.pk), {"from": 1, "to": 2}).content)
    assert "&lt;strong&gt;it&lt;/strong&gt;" in found["summary"]


# --- the way back ---------------------------------------------------------------------------------


def test_a_revision_from_ten_saves_ago_is_restored_whole(desk: Client) -> None:
    publication = editorial.everything()
    save(desk, publication, title="The one to come back to")
    then = content.read(publication)
    [number] = publication.revisions.values_list("number", flat=True)[:1]
    _ten_saves(desk, publication)
    assert publication.revisions.count() == number + 10
    assert set(content.changed(then, content.read(publication))) >= {
        "title",
        "summary",
        "authors",
        "centers",
        "tags",
        "picks",
        "documents",
        "access",
    }
    said = restore(desk, publication, number)
    assert said == [f"Revision {number} is restored, as revision {number + 11}."]
    now = content.read(publication)
    assert content.changed(then, now) == []
    newest = publication.revisions.first()
    assert newest is not None
    assert (newest.kind, newest.content, newest.comment) == (
        Revision.Kind.RESTORE,
        now,
        f"Restored revision {number}.",
    )
    assert rows(desk.get(HISTORY.format(publication.pk)).content)[0][1:3] == [
        "Ada Writer",
        "restored",
    ]


def _ten_saves(desk: Client, publication: Publication) -> None:
    new = making.author("Cleo East")
    save(desk, publication, title="Another", subtitle="Another", slug="another")
    save(desk, publication, summary="<p>Another.</p>", lead="", key_takeaways="", teaser="")
    save(desk, publication, authorships__0__order="3", authorships__1__order="1")
    save(desk, publication, authorships__0__DELETE="on")
    address = FORM.format(publication.pk)
    fields = with_rows(read(desk, address), "authorships", {"author": new.pk, "role": "author"})
    assert desk.post(address, fields).status_code == 302
    save(desk, publication, center_links__1__DELETE="on")
    save(desk, publication, tags="something, else")
    save(desk, publication, related_picks__0__DELETE="on", related_picks__1__DELETE="on")
    save(desk, publication, documents__0__DELETE="on", full_text_file=editorial.pdf("New"))
    save(desk, publication, access=Access.MEMBERS.value, doi="", isbn="", number="", pages="")


def test_restoring_asks_first_and_shows_what_would_change(desk: Client) -> None:
    publication = making.draft("One")
    save(desk, publication, title="Two")
    page = desk.get(RESTORE.format(publication.pk, 1)).content
    assert marked(page) == {"title": "<del>Two</del><ins>One</ins>"}
    publication.refresh_from_db()
    assert publication.title == "Two"


def test_nothing_is_restored_over_what_its_restorer_has_not_seen(desk: Client) -> None:
    publication = making.draft("One")
    save(desk, publication, title="Two")
    address = RESTORE.format(publication.pk, 1)
    fields = read(desk, address, "restore-form")
    save(desk, publication, title="Three")
    answer = desk.post(address, fields)
    assert messages_of(answer.content)[-1:] == [
        "Nothing was restored: it was changed after you opened this page. Look again."
    ]
    assert marked(answer.content) == {"title": "<del>Three</del><ins>One</ins>"}
    publication.refresh_from_db()
    assert publication.title == "Three"
    again = desk.post(address, fields_of(answer.content, "restore-form"), follow=True)
    assert messages_of(again.content)[-1:] == ["Revision 1 is restored, as revision 4."]


def test_an_approved_text_is_sent_back_before_something_is_restored(desk: Client) -> None:
    publication = making.draft("One")
    save(desk, publication, title="Two")
    making.move(publication, Action.SUBMIT, Action.APPROVE)
    assert restore(desk, publication, 1) == [
        "This text is approved. Send it back first: what is restored has to be read again."
    ]
    publication.refresh_from_db()
    assert (publication.title, publication.status) == ("Two", Status.APPROVED)


def test_what_can_no_longer_be_saved_is_refused_with_its_reason(desk: Client) -> None:
    publication = making.draft("One", slug="wanted")
    save(desk, publication, title="Two", slug="given-up")
    making.draft(slug="wanted")
    [said] = restore(desk, publication, 1)
    assert said.startswith("Slug: ")
    publication.refresh_from_db()
    assert publication.title == "Two"


def test_who_may_look_at_the_history_and_who_may_restore() -> None:
    publication = making.published("Out")
    found = {}
    for group in ("editor", "staff", "publisher"):
        client = Client()
        client.force_login(making.user(group))
        found[group] = (
            client.get(HISTORY.format(publication.pk)).status_code,
            client.get(RESTORE.format(publication.pk, 1)).status_code,
            client.post(RESTORE.format(publication.pk, 1)).status_code,
        )
    assert found == {
        "editor": (200, 403, 403),
        "staff": (200, 403, 403),
        # Without the number of what was seen nothing is restored.
        "publisher": (200, 200, 200),
    }
    assert Client().get(HISTORY.format(publication.pk)).status_code == 302


def test_a_revision_of_another_publication_is_not_found(desk: Client) -> None:
    publication = making.draft()
    save(desk, publication, title="Two")
    assert desk.get(RESTORE.format(making.draft().pk, 1)).status_code == 404
    assert desk.get(HISTORY.format(10**6)).status_code == 404
