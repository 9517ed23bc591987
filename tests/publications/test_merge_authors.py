"""Double entries of one person are found, and made one without touching a byline."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from authors.duplicates import groups
from authors.models import Affiliation, Author, AuthorLink, CenterMembership, Organisation
from programs.models import ResearchCenter
from publications import content, history, merge_authors
from publications.enums import AuthorRole
from publications.models import Authorship, Revision
from tests import making
from tests.html import attributes, page, parse, text
from tests.publications.test_indistinguishable import evened

pytestmark = pytest.mark.django_db
LIST = "/admin/authors/author/"
DUPLICATES = f"{LIST}duplicates/"
ORCIDS = ("0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X")


def _author(first: str, last: str) -> Author:
    number = Author.objects.count()
    return Author.objects.create(first_name=first, last_name=last, slug=f"author-{number}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Julien", "Nocetti"), ("Julien", "Nocetti")),
        (("Jean-François", "Daguzan"), ("Jean Francois", "Daguzan")),
        (("J.", "Nocetti"), ("Julien", "Nocetti")),
        (("", "Nocetti"), ("Julien", "Nocetti")),
        (("Nocetti", "Julien"), ("Julien", "Nocetti")),
        (("Julien", "Nocetti"), ("Julien", "Noceti")),
        (("Julien", "Nocetti"), ("Julien", "Noctetti")),
        (("Julien", "Nocetti"), ("Julein", "Nocetti")),
        (("Éric-André", "Martin"), ("Eric", "MARTIN")),
    ],
)
def test_these_may_be_one_person(one: tuple[str, str], other: tuple[str, str]) -> None:
    made = [_author(*one), _author("Somebody", "Else"), _author(*other)]
    assert groups() == [[made[0], made[2]]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Julien", "Nocetti"), ("Marie", "Nocetti")),
        (("Julien", "Nocetti"), ("Julien", "Nolleti")),
        (("Ann", "Lee"), ("Ann", "Lea")),
        (("Jan", "Petit"), ("Jon", "Petit")),
    ],
)
def test_these_are_two(one: tuple[str, str], other: tuple[str, str]) -> None:
    _author(*one)
    _author(*other)
    assert groups() == []


def test_order_roles_and_frozen_bylines_stay() -> None:
    ada, double, max_ = (making.author(name) for name in ("Ada One", "Ada Oné", "Max Two"))
    paper = making.draft(authors=[max_, double])
    Authorship.objects.create(publication=paper, author=double, role=AuthorRole.EDITOR, order=2)
    frozen = [{"text": {"en": "Then, There", "fr": ""}, "organisation": {}, "ror": ""}]
    Authorship.objects.filter(author=double).update(frozen_affiliations=frozen)
    assert merge_authors.merge(ada, [double]) == 1
    assert [
        (each.name, each.role, each.order, each.frozen_affiliations)
        for each in paper.authorships.all()
    ] == [
        ("Max Two", "author", 0, None),
        ("Ada One", "author", 1, frozen),
        ("Ada One", "editor", 2, frozen),
    ]


def test_who_signed_a_paper_under_both_entries_signs_it_once_at_the_first_place() -> None:
    ada, double, max_ = (making.author(name) for name in ("Ada One", "Ada Oné", "Max Two"))
    paper = making.published(authors=[double, max_, ada])
    assert merge_authors.merge(ada, [double]) == 1
    assert [each.name for each in paper.authorships.all()] == ["Ada One", "Max Two"]
    assert ada.publications.count() == 1


def test_it_takes_what_it_lacks_and_nothing_twice() -> None:
    ada, double = making.author("Ada One"), making.author("Ada Oné", orcid="0000-0002-1825-0097")
    school = Organisation.objects.create(name_en="School")
    center = ResearchCenter.objects.create(name_en="Center", slug="center")
    for person in (ada, double):
        Affiliation.objects.create(
            author=person, organisation=school, position_en="fellow", is_primary=True
        )
        CenterMembership.objects.create(author=person, center=center)
        AuthorLink.objects.create(author=person, label="Page", url="https://example.org/ada")
    Affiliation.objects.create(author=double, organisation=school, position_en="lecturer")
    merge_authors.merge(ada, [double])
    ada.refresh_from_db()
    assert ada.orcid == "0000-0002-1825-0097"
    assert list(ada.affiliations.values_list("position_en", flat=True)) == ["fellow", "lecturer"]
    assert ada.memberships.count() == ada.links.count() == 1
    assert not Author.objects.filter(pk=double.pk).exists()


def test_the_old_page_and_feed_lead_on(client: Client) -> None:
    ada, double = making.author("Ada One", slug="ada"), making.author("Ada Oné", slug="ada-2")
    making.published("Here", authors=[double])
    merge_authors.merge(ada, [double])
    answer = client.get("/fr/authors/ada-2/")
    assert (answer.status_code, answer["Location"]) == (301, "/fr/authors/ada/")
    assert "Here" in client.get("/en/authors/ada-2/feed/").content.decode()
    assert text(page(client, "/en/publications/", {"author": "ada-2"}), ".card-title") == ["Here"]
    assert text(page(client, "/en/authors/ada/"), "#works-title .count") == ["1"]


@pytest.mark.parametrize("path", ["/en/authors/{}/", "/fr/authors/{}/", "/en/authors/{}/feed/"])
def test_the_old_page_is_missing_while_the_one_it_leads_to_is(client: Client, path: str) -> None:
    ada, double = making.author("Ada One", slug="ada"), making.author("Ada Oné", slug="ada-2")
    paper = making.scheduled(authors=[double])
    merge_authors.merge(ada, [double])
    never = evened(client.get(path.format("never-was")), "never-was")
    assert never[0] == 404
    for slug in ("ada", "ada-2"):
        assert evened(client.get(path.format(slug)), slug) == never
    assert paper.published_at is not None
    with time_machine.travel(paper.published_at, tick=False):
        assert client.get(path.format("ada-2")).status_code == (200 if "feed" in path else 301)


def test_an_old_revision_brings_back_the_one_that_stayed() -> None:
    editor, ada, double = making.user("editor"), making.author("A One"), making.author("A Oné")
    paper = making.draft(authors=[double])
    first = history.record(paper, Revision.Kind.SAVE, user=editor)
    assert first is not None
    merge_authors.merge(ada, [double])
    other = making.author("Max Two")
    paper.authorships.update(author=other)
    history.record(paper, Revision.Kind.SAVE, user=editor)
    history.restore(paper, first, user=editor)
    assert [each.name for each in paper.authorships.all()] == ["A One"]
    assert content.read(paper)["authors"][0]["author"] == ada.pk


def test_a_publisher_finds_and_merges_them_in_the_admin(client: Client) -> None:
    ada, double = making.author("Ada Lovelace", slug="a"), making.author("A. Lovelace", slug="b")
    other, again = making.author("Max Weber", slug="c"), making.author("Max Webber", slug="d")
    making.published(authors=[ada])
    client.force_login(making.user("publisher"))
    shown = page(client, DUPLICATES)
    assert len(text(shown, ".duplicates li")) == 4
    chosen: dict[str, Any] = {
        "action": "merge_selected",
        "_selected_action": [ada.pk, double.pk],
        "from": "duplicates",
    }
    asked = parse(client.post(LIST, chosen).content.decode())
    assert text(asked, "legend") == ["This one stays"]
    assert "This cannot be undone." in text(asked, "#content strong")[0]
    assert "The names of the others are not kept" in text(asked, "#content p")[0]
    assert attributes(asked, ".submit-row input", "value") == [
        "Merge the others into the chosen entry"
    ]
    assert attributes(asked, ".submit-row a", "href") == [DUPLICATES]
    assert attributes(asked, "input[name=from]", "value") == ["duplicates"]
    answer = client.post(LIST, chosen | {"into": ada.pk})
    # Back to the pairs that remain.
    assert (answer.status_code, answer["Location"]) == (302, DUPLICATES)
    assert list(Author.objects.order_by("pk")) == [ada, other, again]
    assert len(text(page(client, DUPLICATES), ".duplicates li")) == 2
    answer = client.post(LIST, chosen | {"_selected_action": [other.pk]})
    assert answer["Location"] == DUPLICATES


def test_from_the_list_one_comes_back_to_the_list_as_it_was(client: Client) -> None:
    ada, double = making.author("Ada Lovelace", slug="a"), making.author("A. Lovelace", slug="b")
    client.force_login(making.user("publisher"))
    address = f"{LIST}?q=lovelace"
    chosen: dict[str, Any] = {"action": "merge_selected", "_selected_action": [ada.pk, double.pk]}
    asked = parse(client.post(address, chosen).content.decode())
    assert attributes(asked, ".submit-row a", "href") == [address]
    assert address in attributes(asked, "form", "action")
    assert client.post(address, chosen | {"into": ada.pk})["Location"] == address


def test_what_tells_two_entries_apart_is_shown_in_as_many_queries_for_many(
    client: Client,
) -> None:
    client.force_login(making.user("publisher"))
    school = Organisation.objects.create(name_en="School")
    centre = Organisation.objects.create(name_en="Centre")
    costs = set()
    for number, name in enumerate(("Adams", "Brandt", "Curie")):
        one = making.author(f"Ada {name}", orcid=ORCIDS[number])
        making.author(f"A. {name}")
        Affiliation.objects.create(author=one, organisation=centre)
        Affiliation.objects.create(
            author=one, organisation=school, position_en="fellow", is_primary=True
        )
        making.published(authors=[one])
        client.get(DUPLICATES)
        with CaptureQueriesContext(connection) as captured:
            shown = page(client, DUPLICATES)
        costs.add(len(captured))
    assert len(costs) == 1
    assert text(shown, ".row-facts")[:2] == [
        f"1 publication · fellow – School · ORCID {ORCIDS[0]}",
        "0 publications",
    ]


def test_what_is_lost_in_a_merge_is_shown_whole_before(client: Client) -> None:
    client.force_login(making.user("publisher"))
    ada, double = making.author("Ada One"), making.author("Ada Oné")
    Author.objects.filter(pk=ada.pk).update(
        biography_en="<p>Kept.</p>", website="https://a.example"
    )
    Author.objects.filter(pk=double.pk).update(
        biography_en="<p>Years of work.</p>", biography_fr="<p>Seule.</p>"
    )
    chosen = {"action": "merge_selected", "_selected_action": [ada.pk, double.pk]}
    answer = client.post("/admin/authors/author/", chosen)
    boxes = html.fromstring(answer.content.decode()).xpath(
        "//fieldset[@id='merge-texts']//textarea[@readonly]"
    )
    # Only where both say something, and something different.
    assert {box.get("id"): box.text.strip() for box in boxes} == {
        f"merge-biography_en-{ada.pk}": "<p>Kept.</p>",
        f"merge-biography_en-{double.pk}": "<p>Years of work.</p>",
    }
    client.post("/admin/authors/author/", chosen | {"into": ada.pk})
    kept = Author.objects.values_list("biography_en", "biography_fr").get()
    assert kept == ("<p>Kept.</p>", "<p>Seule.</p>")


def test_where_nothing_is_lost_nothing_is_said(client: Client) -> None:
    client.force_login(making.user("publisher"))
    ada, double = making.author("Ada One"), making.author("Ada Oné")
    chosen = {"action": "merge_selected", "_selected_action": [ada.pk, double.pk]}
    answer = client.post("/admin/authors/author/", chosen)
    assert html.fromstring(answer.content.decode()).xpath("//fieldset[@id='merge-texts']") == []
