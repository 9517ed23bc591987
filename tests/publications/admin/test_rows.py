"""What hangs on a publication may be rearranged in one go without a database rule in the way."""

import pytest
from django.test import Client

from authors.models import Affiliation, Author, Organisation
from programs.models import ResearchCenter
from publications.models import Publication, PublicationCenter, RelatedPick
from tests import making
from tests.admin_forms import errors_of, fields_of, read, with_rows

pytestmark = pytest.mark.django_db
FORM = "/admin/publications/publication/{}/change/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(making.user("publisher"))
    return client


def center(name: str) -> ResearchCenter:
    return ResearchCenter.objects.create(name_en=name, slug=name.lower())


def post(desk: Client, publication: Publication, **changes: object) -> list[str]:
    """The form as it stands with changes; the sentences that refuse it."""
    address = FORM.format(publication.pk)
    fields = read(desk, address)
    for name, value in changes.items():
        key = name.replace("__", "-")
        if value is None:
            fields.pop(key)
        else:
            fields[key] = value
    answer = desk.post(address, fields)
    return [] if answer.status_code == 302 else errors_of(answer.content)


def centers(publication: Publication) -> list[tuple[str, bool]]:
    return [(str(link.center), link.is_primary) for link in publication.center_links.all()]


def test_the_mark_of_the_main_center_moves_in_one_save(desk: Client) -> None:
    publication = making.draft()
    for name, primary in (("Russia", True), ("Space", False)):
        PublicationCenter.objects.create(
            publication=publication, center=center(name), is_primary=primary
        )
    marks = {"center_links__0__is_primary": None, "center_links__1__is_primary": "on"}
    assert post(desk, publication, **marks) == []
    assert centers(publication) == [("Space", True), ("Russia", False)]


def test_two_main_centers_are_refused_with_a_sentence(desk: Client) -> None:
    publication = making.draft()
    for name, primary in (("Russia", True), ("Space", False)):
        PublicationCenter.objects.create(
            publication=publication, center=center(name), is_primary=primary
        )
    said = post(desk, publication, center_links__1__is_primary="on")
    assert said == ["A publication has one primary center."]
    assert centers(publication) == [("Russia", True), ("Space", False)]


def test_centers_may_trade_places(desk: Client) -> None:
    publication = making.draft()
    made = [center("Russia"), center("Space")]
    for each in made:
        PublicationCenter.objects.create(publication=publication, center=each)
    swap = {"center_links__0__center": made[1].pk, "center_links__1__center": made[0].pk}
    assert post(desk, publication, **swap) == []
    assert centers(publication) == [("Space", False), ("Russia", False)]


def test_the_same_center_twice_is_refused(desk: Client) -> None:
    publication, russia = making.draft(), center("Russia")
    address = FORM.format(publication.pk)
    twice = [{"center": russia.pk, "order": 1}, {"center": russia.pk, "order": 2}]
    answer = desk.post(address, with_rows(read(desk, address), "center_links", *twice))
    assert errors_of(answer.content) == ["This center is chosen twice."]


def test_picks_stand_in_their_order_and_not_itself_among_them(desk: Client) -> None:
    publication, one, two = making.draft(), making.published("One"), making.published("Two")
    address = FORM.format(publication.pk)
    rows = [{"picked": one.pk, "order": 2}, {"picked": two.pk, "order": 1}]
    assert (
        desk.post(address, with_rows(read(desk, address), "related_picks", *rows)).status_code
        == 302
    )
    assert [str(each) for each in RelatedPick.objects.filter(publication=publication)] == [
        "Two",
        "One",
    ]
    said = post(desk, publication, related_picks__0__picked=publication.pk)
    assert said == ["A publication is not related to itself."]


def test_what_is_chosen_cannot_be_banned_as_well_and_stays_typed(desk: Client) -> None:
    publication, one, two = making.draft(), making.published("One"), making.published("Two")
    address = FORM.format(publication.pk)
    fields = with_rows(read(desk, address), "related_picks", {"picked": one.pk, "order": 1})
    both = with_rows(fields, "related_bans", {"banned": two.pk}, {"banned": one.pk})
    answer = desk.post(address, both)
    assert errors_of(answer.content) == ["It is also chosen above."]
    again = fields_of(answer.content)
    sent = ("related_picks-0-picked", "related_bans-0-banned", "related_bans-1-banned")
    assert [again[name] for name in sent] == [str(one.pk), str(two.pk), str(one.pk)]
    assert not RelatedPick.objects.exists()
    # Unchosen, it may go.
    assert desk.post(address, again | {"related_picks-0-picked": ""}).status_code == 302
    assert [each.banned for each in publication.related_bans.all()] == [two, one]


def test_a_chosen_one_that_is_taken_away_may_be_banned_in_the_same_save(desk: Client) -> None:
    publication, one = making.draft(), making.published("One")
    publication.related_picks.create(picked=one)
    address = FORM.format(publication.pk)
    fields = with_rows(read(desk, address), "related_bans", {"banned": one.pk})
    assert errors_of(desk.post(address, fields).content) == ["It is also chosen above."]
    assert desk.post(address, fields | {"related_picks-0-DELETE": "on"}).status_code == 302
    assert [each.banned for each in publication.related_bans.all()] == [one]
    assert not publication.related_picks.exists()


# --- translations ---------------------------------------------------------------------------------


def test_a_translation_joins_the_group_of_its_original(desk: Client) -> None:
    original, other = making.draft("War", language="en"), making.draft("Guerre", language="fr")
    assert post(desk, other, translation_of=original.pk) == []
    other.refresh_from_db()
    assert other.translation_group == original.translation_group
    address = FORM.format(original.pk)
    assert read(desk, address)["translation_of"] == str(other.pk)
    assert post(desk, other, translation_of="") == []
    other.refresh_from_db()
    assert other.translation_group != original.translation_group


def test_a_text_has_one_version_in_a_language(desk: Client) -> None:
    original, other = making.draft("War", language="en"), making.draft("War again", language="en")
    said = post(desk, other, translation_of=original.pk)
    assert said == ["This text already has a version in this language."]
    said = post(desk, other, translation_of=other.pk)
    assert said == ["A publication is not a translation of itself."]


def test_an_address_that_is_taken_is_refused_with_a_sentence(desk: Client) -> None:
    making.draft(slug="taken")
    assert post(desk, making.draft(), slug="taken") == [
        "Another publication has this address. Choose another slug."
    ]


# --- bylines of what is out -----------------------------------------------------------------------


def works_at(name: str, person: Author) -> Affiliation:
    organisation = Organisation.objects.create(name_en=name)
    return Affiliation.objects.create(
        author=person, organisation=organisation, position_en="fellow"
    )


def frozen(publication: Publication) -> dict[str, list[str]]:
    return {
        signature.name: [each["text"]["en"] for each in signature.frozen_affiliations or []]
        for signature in publication.authorships.all()
    }


def test_who_joins_a_paper_that_is_out_is_frozen_with_it(desk: Client) -> None:
    ann, bob = making.author("Ann One"), making.author("Bob Two")
    tie = works_at("Old School", ann)
    publication = making.published(authors=[ann])
    tie.organisation = Organisation.objects.create(name_en="New School")
    tie.save()
    works_at("Institute", bob)
    address = FORM.format(publication.pk)
    row = {"author": bob.pk, "role": "author", "order": ""}
    answer = desk.post(address, with_rows(read(desk, address), "authorships", row))
    assert answer.status_code == 302, errors_of(answer.content)
    expected = {"Ann One": ["Fellow, Old School"], "Bob Two": ["Fellow, Institute"]}
    assert frozen(publication) == expected
    # Saved again as it stands, nothing moves.
    assert post(desk, publication) == []
    assert frozen(publication) == expected


def test_affiliations_follow_their_person_when_rows_trade_authors(desk: Client) -> None:
    ann, bob, eve = (making.author(name) for name in ("Ann One", "Bob Two", "Eve Three"))
    for person, name in ((ann, "School A"), (bob, "School B"), (eve, "School E")):
        works_at(name, person)
    publication = making.published(authors=[ann, bob])
    Affiliation.objects.filter(author__in=[ann, bob]).delete()
    swap = {"authorships__0__author": bob.pk, "authorships__1__author": ann.pk}
    assert post(desk, publication, **swap) == []
    assert frozen(publication) == {
        "Bob Two": ["Fellow, School B"],
        "Ann One": ["Fellow, School A"],
    }
    assert post(desk, publication, authorships__0__author=eve.pk) == []
    assert frozen(publication) == {
        "Eve Three": ["Fellow, School E"],
        "Ann One": ["Fellow, School A"],
    }
