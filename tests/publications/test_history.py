"""Every change leaves a revision, and every revision can be brought back."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django import Settings

from authors.models import Affiliation, Author, Organisation
from publications import content, documents, history, redirects
from publications.enums import AuthorRole, DocumentKind, Status
from publications.models import Document, Publication, Revision, SlugRedirect
from publications.workflow import Action
from tests import editorial, making

pytestmark = pytest.mark.django_db


def without_frozen(record: content.Content) -> content.Content:
    return {field: content.comparable(field, value) for field, value in record.items()}


def begun(publication: Publication) -> Revision:
    """The revision of the publication as it now stands."""
    history.record(publication, Revision.Kind.SAVE, user=making.user("editor"))
    newest = publication.revisions.first()
    assert newest is not None
    return newest


def state(publication: Publication) -> tuple[Any, ...]:
    """All that a refused restore must leave as it was."""
    fresh = Publication.objects.get(pk=publication.pk)
    fixed = fresh.status, fresh.published_at, fresh.withdrawn_at, fresh.version
    return content.read(publication), *fixed, publication.revisions.count()


# --- revisions ------------------------------------------------------------------------------------


def test_a_save_makes_a_revision_that_says_who_when_and_what() -> None:
    publication, editor = making.draft("First"), making.user("editor")
    begun(publication)
    before = timezone.now()
    assert editorial.save(publication, user=editor, title="Second") == ["title"]
    newest = publication.revisions.first()
    assert newest is not None
    assert (newest.number, newest.kind, newest.user, newest.status) == (
        2,
        Revision.Kind.SAVE,
        editor,
        Status.DRAFT,
    )
    assert newest.content == content.read(publication)
    assert before <= newest.at <= timezone.now()
    assert publication.version == 2


def test_a_save_that_changes_nothing_makes_none() -> None:
    publication = making.draft("First", tags=["war"])
    begun(publication)
    assert editorial.save(publication, title="First") == []
    assert publication.version == publication.revisions.count() == 1


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("authors", lambda: [editorial.signature(author=making.author().pk)]),
        ("centers", lambda: [{"center": editorial.center("Asia").pk, "primary": False}]),
        ("tags", lambda: [editorial.tag("peace").pk]),
        ("picks", lambda: [making.draft().pk]),
        ("bans", lambda: [making.draft().pk]),
        ("documents", list),
    ],
)
def test_a_save_that_changes_only_a_relation_makes_one(field: str, change: Any) -> None:
    publication = editorial.everything()
    begun(publication)
    assert editorial.save(publication, **{field: change()}) == [field]
    assert publication.version == 2


def test_a_new_version_of_a_document_makes_one() -> None:
    publication = making.draft()
    begun(publication)
    assert publication.full_text is not None
    before = content.read(publication)
    documents.add_version(publication.full_text, editorial.pdf("New"), user=None)
    assert content.changed(before, content.read(publication)) == ["documents"]
    history.record(publication, Revision.Kind.SAVE, user=None)
    assert publication.version == 2


def test_every_change_of_status_makes_one_with_its_comment() -> None:
    publication = making.in_review()
    making.move(publication, Action.REQUEST_CHANGES, comment="Shorter, please.")
    found = list(publication.revisions.order_by("number").values_list("kind", "status", "comment"))
    kind = Revision.Kind.TRANSITION.value
    assert found == [(kind, Status.IN_REVIEW, ""), (kind, Status.DRAFT, "Shorter, please.")]
    assert publication.version == 2


def test_numbers_follow_the_stored_revisions_and_not_a_stale_object() -> None:
    publication = making.draft()
    begun(publication)
    stale = Publication.objects.get(pk=publication.pk)
    editorial.save(publication, title="Second")
    editorial.save(stale, title="Third")
    numbers = list(publication.revisions.values_list("number", flat=True))
    assert (numbers, stale.version) == ([3, 2, 1], 3)


def test_before_the_first_revision_there_is_nothing() -> None:
    assert history.content_at(making.draft(), 0) == {}


# --- restoring ------------------------------------------------------------------------------------


def changed_ten_times(publication: Publication) -> None:
    """More than ten saves after which no field is as it was."""
    editorial.save(publication, title="Other", subtitle="", teaser="Else.", language="fr")
    editorial.save(publication, slug="other", lead="<p>Other.</p>", pages=None, isbn="")
    editorial.save(publication, summary="<p>Other.</p>", key_takeaways="", disclosure="")
    editorial.save(publication, series_id=None, number="", doi="10.1234/other", licence="")
    editorial.save(publication, cover="", cover_alt="", cover_credit="", access="members")
    editorial.save(publication, open_after_days=None, member_group_id=None)
    writer = making.author("Cecil Else")
    editorial.save(
        publication,
        authors=[
            *reversed(content.read(publication)["authors"]),
            editorial.signature(AuthorRole.TRANSLATOR, author=writer.pk),
        ],
    )
    editorial.save(
        publication,
        tags=[editorial.tag("peace").pk],
        corrections=[],
        cover_focus="left",
        open_after_days=None,
        member_group_id=None,
    )
    editorial.save(
        publication,
        centers=[{"center": editorial.center("Asia").pk, "primary": True}],
        picks=[],
        bans=[],
    )
    full_text, _annex = publication.documents.live()
    documents.add_version(full_text, editorial.pdf("Second edition"), user=None)
    editorial.save(publication, documents=content.read(publication)["documents"][:1])
    other_type = type(publication.type).objects.create(name_en="Brief", slug="brief")
    editorial.save(publication, type_id=other_type.pk, authors=[])


def test_a_revision_from_ten_saves_ago_is_restored_whole() -> None:
    publication, editor = editorial.everything(), making.user("editor")
    first = begun(publication)
    changed_ten_times(publication)
    assert content.changed(first.content, content.read(publication)) == list(content.FIELDS)
    assert publication.version == 12

    made = history.restore(publication, first, user=editor)

    assert without_frozen(content.read(publication)) == without_frozen(first.content)
    assert [each.name for each in publication.authorships.all()] == [
        "Bela South",
        "Ada North",
        "A University",
    ]
    assert [str(each.center) for each in publication.center_links.all()] == ["Cyber", "Asia"]
    assert sorted(publication.tags.names()) == ["war", "wires"]
    assert [each.picked.title for each in publication.related_picks.all()] == [
        "Pick Two",
        "Pick One",
    ]
    assert [str(each) for each in publication.documents.live()] == ["full text", "Tables"]
    assert publication.current_pdf is not None
    assert (publication.current_pdf.number, made.number) == (1, 13)


def test_a_restore_is_itself_in_the_history_and_can_be_undone() -> None:
    publication, editor = editorial.everything(), making.user("editor")
    first = begun(publication)
    changed_ten_times(publication)
    latest = publication.revisions.first()
    assert latest is not None
    made = history.restore(publication, first, user=editor)
    assert (made.kind, made.user, made.comment) == (
        Revision.Kind.RESTORE,
        editor,
        "Restored revision 1.",
    )
    assert publication.revisions.first() == made
    assert publication.title == "War and Wires"
    history.restore(publication, latest, user=editor)
    assert without_frozen(content.read(publication)) == without_frozen(latest.content)
    assert publication.version == 14


def test_what_a_revision_of_an_earlier_release_does_not_know_stays_as_it_is() -> None:
    publication = editorial.everything()
    first = begun(publication)
    del first.content["teaser"]
    first.save()
    editorial.save(publication, teaser="New.", title="New")
    history.restore(publication, first, user=making.user("editor"))
    assert (publication.title, publication.teaser) == ("War and Wires", "New.")


def test_what_was_stored_unclean_comes_back_clean() -> None:
    publication = making.draft()
    first = begun(publication)
    first.content["summary"] = '<p onclick="x()">Text<script>x()</script></p>'
    first.save()
    history.restore(publication, first, user=making.user("editor"))
    assert publication.summary == "<p>Text</p>"


@pytest.mark.parametrize(
    "make", [making.in_review, making.published, making.withdrawn, editorial.withdrawal_planned]
)
def test_a_restore_changes_neither_status_nor_times(make: Any) -> None:
    publication = making.draft("Old")
    first = begun(publication)
    publication = make("Then")
    first.publication = publication
    first.number = 100
    first.content = content.read(publication) | {"title": "Old"}
    first.save()
    fixed = publication.status, publication.published_at, publication.withdrawn_at
    reason, moves = publication.withdrawal_reason, publication.transitions.count()
    history.restore(publication, first, user=making.user("publisher"))
    assert publication.title == "Old"
    assert (publication.status, publication.published_at, publication.withdrawn_at) == fixed
    assert (publication.withdrawal_reason, publication.transitions.count()) == (reason, moves)


def test_a_slug_that_was_public_stays_and_one_that_was_not_comes_back() -> None:
    for make, expected in ((making.published, "new"), (making.draft, "old")):
        publication = make(slug="old")
        first = begun(publication)
        editorial.save(publication, slug="new", title="New")
        history.restore(publication, first, user=making.user("publisher"))
        assert (publication.slug, publication.title) == (expected, first.content["title"])
        Publication.objects.filter(pk=publication.pk).update(slug=f"aside-{publication.pk}")
        SlugRedirect.objects.all().delete()


def test_frozen_bylines_survive_leaving_the_list_and_coming_back() -> None:
    """With an affiliation, and without: an author who had none then has none then."""
    university = Organisation.objects.create(name_en="A University")
    linked, free = making.author("Ada North"), making.author("Bela South")
    Affiliation.objects.create(author=linked, organisation=university)
    publication = making.published(authors=[linked, free])
    first = begun(publication)
    frozen = [each.frozen_affiliations for each in publication.authorships.all()]
    assert frozen[0] != []
    assert frozen[1] == []
    Affiliation.objects.create(author=free, organisation=university)
    editorial.save(publication, authors=list(reversed(content.read(publication)["authors"])))
    assert [each.frozen_affiliations for each in publication.authorships.all()] == frozen[::-1]
    editorial.save(publication, authors=content.read(publication)["authors"][1:])
    history.restore(publication, first, user=making.user("publisher"))
    assert [each.frozen_affiliations for each in publication.authorships.all()] == frozen


def test_a_byline_restored_to_a_paper_that_is_out_is_frozen() -> None:
    publication = making.draft()
    first = begun(publication)
    editorial.save(publication, authors=[editorial.signature(author=making.author().pk)])
    making.move(publication, Action.SUBMIT, Action.APPROVE, Action.PUBLISH)
    history.restore(publication, first, user=making.user("publisher"))
    assert [each.frozen_affiliations for each in publication.authorships.all()] == [[]]


def test_two_documents_that_changed_places_change_back() -> None:
    publication = editorial.everything()
    first = begun(publication)
    full_text, annex = content.read(publication)["documents"]
    swapped = [annex | {"kind": "full_text"}, full_text | {"kind": "annex"}]
    editorial.save(publication, documents=swapped)
    assert [each.kind for each in publication.documents.live()] == ["full_text", "annex"]
    history.restore(publication, first, user=making.user("editor"))
    assert content.read(publication)["documents"] == first.content["documents"]


def test_a_tag_or_pick_deleted_since_is_left_out_and_nothing_else() -> None:
    publication = editorial.everything()
    first = begun(publication)
    editorial.save(publication, tags=[], picks=[], title="New")
    editorial.tag("war").delete()
    Publication.objects.get(title="Pick Two").delete()
    history.restore(publication, first, user=making.user("editor"))
    assert list(publication.tags.names()) == ["wires"]
    assert [each.picked.title for each in publication.related_picks.all()] == ["Pick One"]
    assert publication.title == "War and Wires"


# --- refusals -------------------------------------------------------------------------------------


def refused(publication: Publication, revision: Revision) -> ValidationError:
    before = state(publication)
    with pytest.raises(ValidationError) as refusal:
        history.restore(publication, revision, user=making.user("publisher"))
    assert state(publication) == before
    return refusal.value


def test_another_publications_revision_is_refused() -> None:
    publication, other = making.draft(), making.draft()
    refusal = refused(publication, begun(other))
    assert refusal.messages == ["This revision belongs to another publication."]


def test_a_doi_that_another_has_meanwhile_is_refused() -> None:
    publication = making.draft(doi="10.1234/one")
    first = begun(publication)
    editorial.save(publication, doi="", title="New")
    making.draft(doi="10.1234/one")
    assert refused(publication, first).messages == ["Another publication has this DOI."]


def test_a_slug_that_another_has_or_had_is_refused() -> None:
    publication = making.draft(slug="old")
    first = begun(publication)
    editorial.save(publication, slug="new")
    other = making.published(slug="old")
    assert refused(publication, first).message_dict == {
        "slug": ["Publication with this Slug already exists."]
    }
    editorial.save(other, slug="moved")
    assert redirects.target("old") == other
    assert refused(publication, first).message_dict == {
        "slug": ["This address once belonged to another publication and still leads there."]
    }


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ("author", "author"),
        ("organisation", "organisation"),
        ("center", "research center or program"),
    ],
)
def test_a_signatory_deleted_since_is_refused(entry: str, name: str) -> None:
    makers: dict[str, Any] = {
        "author": making.author,
        "organisation": lambda: Organisation.objects.create(name_en="One"),
        "center": lambda: editorial.center("Gone"),
    }
    signatory = makers[entry]()
    publication = making.draft()
    editorial.write(publication, authors=[editorial.signature(**{entry: signatory.pk})])
    first = begun(publication)
    editorial.save(publication, authors=[editorial.signature(author=making.author().pk)])
    signatory.delete()
    assert refused(publication, first).messages == [
        f"This refers to something that has been deleted since: {name}."
    ]


def test_a_type_deleted_since_is_refused() -> None:
    publication = making.draft()
    other = type(publication.type).objects.create(name_en="Brief", slug="brief")
    editorial.write(publication, type_id=other.pk)
    first = begun(publication)
    editorial.save(publication, type_id=making.publication_type().pk)
    other.delete()
    assert list(refused(publication, first).message_dict) == ["type"]


def test_a_file_deleted_since_is_refused() -> None:
    publication = editorial.everything()
    first = begun(publication)
    editorial.save(publication, documents=content.read(publication)["documents"][:1])
    Document.objects.filter(publication=publication, kind=DocumentKind.ANNEX).delete()
    assert refused(publication, first).messages == [
        "This refers to something that has been deleted since: document version."
    ]


def test_a_title_the_form_would_not_take_is_refused() -> None:
    publication = making.draft()
    first = begun(publication)
    first.content["title"] = ""
    first.save()
    assert refused(publication, first).message_dict == {"title": ["This field cannot be blank."]}


@pytest.mark.parametrize("make", [editorial.approved, making.scheduled])
def test_nothing_unread_takes_the_place_of_an_approved_text(make: Any, settings: Settings) -> None:
    publication = make("Approved")
    first = begun(publication)
    first.content["title"] = "Unread"
    first.save()
    assert refused(publication, first).messages == [
        "This text is approved. Send it back first: what is restored has to be read again."
    ]
    settings.EDIT_RETURNS_TO_REVIEW = False
    history.restore(publication, first, user=making.user("publisher"))
    assert publication.title == "Unread"


def test_what_could_not_be_published_takes_no_place_among_the_public() -> None:
    publication = making.draft(authors=[])
    first = begun(publication)
    editorial.save(publication, authors=[editorial.signature(author=making.author().pk)])
    making.move(publication, Action.SUBMIT, Action.APPROVE, Action.PUBLISH)
    assert refused(publication, first).messages == ["It has no author."]
    assert Author.objects.filter(authorships__publication=publication).count() == 1
