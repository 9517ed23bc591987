"""A pending change is a whole working copy that goes live as a whole, and loses nothing."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from publications import content, documents, history, pending, previews
from publications.content import Content
from publications.enums import DocumentKind, Status
from publications.merging import Choice
from publications.models import Document, Publication, Revision
from publications.pending import MovedOn
from publications.workflow import Action
from tests import editorial, making

pytestmark = pytest.mark.django_db


def live() -> Publication:
    return making.move(editorial.everything(), Action.SUBMIT, Action.APPROVE, Action.PUBLISH)


def started(publication: Publication) -> Publication:
    return pending.start(publication, user=making.user("editor"))


def approved(copy: Publication) -> Publication:
    return making.move(copy, Action.SUBMIT, Action.APPROVE)


def taken_over(copy: Publication, **choices: Choice) -> Publication:
    return pending.take_over(copy, user=making.user("publisher"), choices=choices)


def own(publication: Publication) -> Content:
    """The content without what is a row's own: its slug and the numbers of its documents."""
    record = content.read(publication)
    files = [each | {"document": None} for each in record["documents"]]
    return record | {"documents": files, "slug": ""}


# --- starting -------------------------------------------------------------------------------------


def test_it_begins_as_a_whole_copy() -> None:
    publication, editor = live(), making.user("editor")
    copy = pending.start(publication, user=editor)
    assert own(copy) == own(publication)
    assert (copy.status, copy.created_by, copy.slug) == (
        Status.DRAFT,
        editor,
        "war-and-wires-pending",
    )
    assert copy.pending_for == publication
    assert [str(each) for each in copy.documents.live()] == ["full text", "Tables"]
    [revision] = copy.revisions.all()
    assert (revision.user, revision.comment) == (editor, "Pending change started.")


def test_there_is_one_at_a_time_for_everybody() -> None:
    publication = live()
    assert started(publication) == started(publication)
    assert Publication.objects.filter(pending_for=publication).count() == 1


def test_starting_it_changes_nothing_for_readers() -> None:
    publication = live()
    before = content.read(publication)
    copy = started(publication)
    editorial.save(copy, title="Other", authors=[], tags=[], documents=[])
    assert content.read(publication) == before


@pytest.mark.parametrize(
    "make", [making.draft, making.in_review, editorial.approved, making.scheduled]
)
def test_what_is_not_public_yet_is_edited_directly(make: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        started(make())
    assert refusal.value.messages == [
        "Only what is public needs a pending change; edit this directly."
    ]


def test_a_pending_change_has_none_of_its_own() -> None:
    copy = started(live())
    with pytest.raises(ValidationError):
        started(copy)


def test_a_paper_without_a_history_gets_its_base_first() -> None:
    publication = making.published("Old")
    publication.revisions.all().delete()
    Publication.objects.filter(pk=publication.pk).update(version=0)
    copy = started(publication)
    editorial.save(publication, teaser="Corrected.")
    editorial.save(copy, title="New")
    assert taken_over(approved(copy)).title == "New"
    publication.refresh_from_db()
    assert (publication.title, publication.teaser) == ("New", "Corrected.")


# --- readers never see it -------------------------------------------------------------------------


def test_the_database_refuses_a_public_working_copy() -> None:
    copy = started(live())
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=copy.pk).update(
            status=Status.PUBLISHED, published_at=copy.created_at
        )


def test_it_is_never_public_on_its_way() -> None:
    publication = live()
    copy = started(publication)
    editorial.save(copy, title="Secret")
    for step in (Action.SUBMIT, Action.APPROVE):
        making.move(copy, step)
        assert list(Publication.objects.public()) == [publication]
        assert not Publication.objects.tombstones().exists()


# --- taking it over -------------------------------------------------------------------------------


def test_approved_it_goes_live_as_a_whole() -> None:
    publication, publisher = live(), making.user("publisher")
    address, first = publication.slug, publication.published_at
    copy = started(publication)
    editorial.save(
        copy,
        title="New",
        summary="<p>New.</p>",
        authors=list(reversed(content.read(copy)["authors"])),
        tags=[editorial.tag("peace").pk],
        centers=[],
        picks=[],
        doi="10.1234/new",
    )
    wanted = own(copy)
    went_live = pending.take_over(approved(copy), user=publisher)
    assert went_live == publication
    assert own(went_live) == wanted
    assert (went_live.slug, went_live.status, went_live.published_at) == (
        address,
        Status.PUBLISHED,
        first,
    )
    assert went_live.is_public
    assert not Publication.objects.filter(pk=copy.pk).exists()
    newest = went_live.revisions.first()
    assert newest is not None
    assert (newest.kind, newest.user, newest.number) == (
        Revision.Kind.MERGE,
        publisher,
        went_live.version,
    )


def test_a_file_replaced_in_it_becomes_the_next_version_of_the_live_document() -> None:
    publication = live()
    full_text, annex = publication.documents.live()
    copy = started(publication)
    assert copy.full_text is not None
    new = documents.add_version(copy.full_text, editorial.pdf("Second edition"), user=None)
    went_live = taken_over(approved(copy))
    assert list(went_live.documents.live()) == [full_text, annex]
    current = went_live.current_pdf
    assert current is not None
    assert (current.document, current.number, current.sha256) == (full_text, 2, new.sha256)
    assert current.file.name == new.file.name
    assert current.file.storage.exists(str(current.file.name))
    assert full_text.versions.count() == 2


def test_documents_added_and_taken_off_in_it_are_so_in_the_live_one() -> None:
    publication = live()
    full_text, annex = publication.documents.live()
    copy = started(publication)
    data = Document.objects.create(publication=copy, kind=DocumentKind.DATA, title="Numbers")
    documents.add_version(data, editorial.pdf("Numbers"), user=None)
    record = content.read(copy)["documents"]
    editorial.save(copy, documents=[record[0], record[2]])
    went_live = taken_over(approved(copy))
    assert [str(each) for each in went_live.documents.live()] == ["full text", "Numbers"]
    annex.refresh_from_db()
    full_text.refresh_from_db()
    assert (annex.is_removed, full_text.is_removed) == (True, False)
    assert [each.current and each.current.number for each in went_live.documents.live()] == [1, 1]


def test_a_full_text_that_became_an_annex_makes_room_for_the_new_one() -> None:
    publication = making.published()
    [old] = publication.documents.live()
    copy = started(publication)
    [stand_in] = content.read(copy)["documents"]
    editorial.save(copy, documents=[stand_in | {"kind": "annex", "title": "First edition"}])
    new = Document.objects.create(publication=copy, kind=DocumentKind.FULL_TEXT)
    version = documents.add_version(new, editorial.pdf("New"), user=None)
    record = content.read(copy)["documents"]
    editorial.save(copy, documents=sorted(record, key=lambda each: each["kind"] == "annex"))
    went_live = taken_over(approved(copy))
    kinds = [
        (each.kind, each.current and each.current.sha256) for each in went_live.documents.live()
    ]
    assert old.current is not None
    assert kinds == [("full_text", version.sha256), ("annex", old.current.sha256)]


def test_what_was_corrected_in_the_live_one_meanwhile_is_kept() -> None:
    publication = live()
    copy = started(publication)
    editorial.save(copy, title="New title", tags=[editorial.tag("peace").pk])
    editorial.save(publication, teaser="Corrected.", centers=[])
    went_live = taken_over(approved(copy))
    assert (went_live.title, went_live.teaser) == ("New title", "Corrected.")
    assert list(went_live.tags.names()) == ["peace"]
    assert list(went_live.centers.all()) == []


def test_where_both_changed_a_field_nothing_is_written_until_somebody_chooses() -> None:
    publication = live()
    copy = started(publication)
    editorial.save(copy, title="Mine", teaser="Mine.", pages=99)
    editorial.save(publication, title="Theirs", teaser="Theirs.")
    approved(copy)
    before = content.read(publication), content.read(copy), publication.revisions.count()
    for choices in ({}, {"title": Choice.MINE}):
        with pytest.raises(MovedOn) as refusal:
            taken_over(copy, **choices)
        assert (content.read(publication), content.read(copy)) == before[:2]
        assert publication.revisions.count() == before[2]
        assert Publication.objects.get(pk=copy.pk).status == Status.APPROVED
    [clash] = refusal.value.clashes
    assert (clash.field, clash.mine, clash.theirs, clash.base) == (
        "teaser",
        "Mine.",
        "Theirs.",
        "Read this.",
    )
    assert refusal.value.messages == [
        "The public version was changed meanwhile too, in: teaser. Choose what holds."
    ]
    went_live = taken_over(copy, title=Choice.MINE, teaser=Choice.THEIRS)
    assert (went_live.title, went_live.teaser, went_live.pages) == ("Mine", "Theirs.", 99)


def test_the_choice_can_be_seen_beforehand() -> None:
    publication = live()
    copy = started(publication)
    editorial.save(copy, title="Mine", authors=[])
    editorial.save(publication, title="Theirs", tags=[])
    found = [(each.field, each.both) for each in pending.clashes(copy)]
    assert found == [("title", True), ("tags", False)]


def test_a_new_address_of_the_live_one_is_kept() -> None:
    publication = live()
    copy = started(publication)
    editorial.save(copy, title="New", slug="chosen-in-the-copy")
    editorial.save(publication, slug="moved")
    went_live = taken_over(approved(copy))
    assert (went_live.slug, went_live.title) == ("moved", "New")


def test_a_withdrawn_paper_is_corrected_and_stays_withdrawn() -> None:
    publication = live()
    copy = started(publication)
    editorial.save(copy, title="New")
    making.move(publication, Action.WITHDRAW, comment="Why.")
    went_live = taken_over(approved(copy))
    assert (went_live.status, went_live.title) == (Status.WITHDRAWN, "New")


def test_who_moved_and_who_spoke_stays_with_the_paper() -> None:
    publication, editor = live(), making.user("editor")
    copy = started(publication)
    copy.comments.create(user=editor, text="Is this so?")
    making.move(copy, Action.SUBMIT, Action.REQUEST_CHANGES, comment="Shorter.")
    approved(copy)
    count = publication.transitions.count()
    went_live = taken_over(copy)
    assert [each.text for each in went_live.comments.all()] == ["Is this so?"]
    assert went_live.transitions.count() == count + 4
    assert went_live.transitions.filter(comment="Shorter.").exists()


def test_its_preview_links_end_and_their_openings_are_kept() -> None:
    publication = live()
    copy = started(publication)
    link, token = previews.make(copy, recipient="Ms Reader", user=making.user("editor"))
    previews.open_link(token)
    taken_over(approved(copy))
    assert previews.open_link(token) is None
    [kept] = publication.preview_links.all()
    assert (kept, kept.openings.count(), kept.revoked_at is not None) == (link, 1, True)


def test_a_revision_restored_in_it_brings_back_the_live_file_and_not_a_copy_of_it() -> None:
    publication = live()
    full_text, _annex = publication.documents.live()
    copy = started(publication)
    first = copy.revisions.get()
    assert copy.full_text is not None
    documents.add_version(copy.full_text, editorial.pdf("Unwanted"), user=None)
    editorial.save(copy, title="New")
    history.restore(copy, first, user=making.user("editor"))
    assert pending.as_live_content(copy) == content.read(publication)
    went_live = taken_over(approved(copy))
    assert went_live.current_pdf == full_text.current
    assert full_text.versions.count() == 1


def test_bylines_that_were_frozen_stay_and_a_new_author_signs_as_of_today() -> None:
    publication = making.published()
    copy = started(publication)
    record = content.read(copy)["authors"]
    editorial.save(copy, authors=[*record, editorial.signature(author=making.author().pk)])
    went_live = taken_over(approved(copy))
    assert [each.frozen_affiliations for each in went_live.authorships.all()] == [[], []]


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize("group", ["", "editor", "reviewer", "staff"])
def test_only_who_publishes_takes_it_over(group: str) -> None:
    copy = approved(started(live()))
    with pytest.raises(PermissionDenied):
        pending.take_over(copy, user=making.user(group))
    assert Publication.objects.filter(pk=copy.pk).exists()


@pytest.mark.parametrize("steps", [[], [Action.SUBMIT]])
def test_only_an_approved_one_is_taken_over(steps: list[Action]) -> None:
    copy = making.move(started(live()), *steps)
    with pytest.raises(PermissionDenied):
        taken_over(copy)


def test_edited_after_approval_it_has_to_be_read_again() -> None:
    copy = approved(started(live()))
    editorial.save(copy, title="Edited")
    assert copy.status == Status.IN_REVIEW
    with pytest.raises(PermissionDenied):
        taken_over(copy)


def test_what_could_not_be_published_does_not_go_live_this_way() -> None:
    publication = live()
    copy = started(publication)
    editorial.save(copy, authors=[], summary="", documents=[])
    approved(copy)
    before = content.read(publication)
    with pytest.raises(ValidationError) as refusal:
        taken_over(copy)
    assert refusal.value.messages == [
        "It has no author.",
        "It has no summary.",
        "It has no full text, which its page promises for download.",
    ]
    assert content.read(publication) == before
    assert Publication.objects.filter(pk=copy.pk).exists()


def test_a_doi_that_another_has_is_refused() -> None:
    publication = live()
    copy = started(publication)
    editorial.save(copy, doi="10.1234/taken")
    making.draft(doi="10.1234/taken")
    with pytest.raises(ValidationError) as refusal:
        taken_over(approved(copy))
    assert refusal.value.messages == ["Another publication has this DOI."]


def test_the_second_who_takes_it_over_is_told_so() -> None:
    copy = approved(started(live()))
    stale = Publication.objects.get(pk=copy.pk)
    taken_over(copy)
    with pytest.raises(ValidationError) as refusal:
        taken_over(stale)
    assert refusal.value.messages == ["This pending change was taken over or removed already."]


def test_only_a_pending_change_is_taken_over() -> None:
    with pytest.raises(ValidationError) as refusal:
        taken_over(editorial.approved())
    assert refusal.value.messages == ["This is not a pending change."]


def test_thrown_away_it_leaves_the_live_one_alone() -> None:
    publication = live()
    before = content.read(publication)
    copy = started(publication)
    assert copy.full_text is not None
    documents.add_version(copy.full_text, editorial.pdf("Unwanted"), user=None)
    copy.delete()
    assert content.read(publication) == before
    assert publication.is_public
