"""Versions of one text in two languages: started from each other, and kept in step."""

import pytest
from django.core.exceptions import ValidationError

from publications import content, history, pending, translating
from publications.enums import Status
from publications.models import Publication, Revision
from publications.workflow import Action
from tests import editorial, making

pytestmark = pytest.mark.django_db


def french(original: Publication) -> Publication:
    return translating.start(original, "fr", user=making.user("editor"))


# --- starting -------------------------------------------------------------------------------------


def test_it_begins_as_a_linked_draft_with_the_shared_facts() -> None:
    original, editor = editorial.everything(), making.user("editor")
    draft = translating.start(original, "fr", user=editor)
    assert (draft.status, draft.language, draft.created_by) == (Status.DRAFT, "fr", editor)
    assert draft.translation_group == original.translation_group
    assert draft.translated_from == original
    one, other = content.read(original), content.read(draft)
    shared = {
        *(
            "type_id",
            "title",
            "series_id",
            "cover",
            "cover_credit",
            "cover_focus",
            "licence",
            "access",
        ),
        *("open_after_days", "member_group_id"),
        *("authors", "centers", "tags"),
    }
    assert {field for field in content.FIELDS if content.same(field, one, other)} == shared
    words = {"subtitle", "lead", "summary", "key_takeaways", "teaser", "doi", "isbn", "cover_alt"}
    assert {other[field] for field in words} == {""}
    assert (other["slug"], other["documents"]) == ("war-and-wires-fr", [])
    [revision] = draft.revisions.all()
    assert (revision.user, revision.comment) == (editor, "Translation started.")


def test_its_byline_is_its_own_and_not_frozen_yet() -> None:
    draft = french(making.published())
    assert [each.frozen_affiliations for each in draft.authorships.all()] == [None]


def test_its_address_is_free() -> None:
    making.draft(slug="one-fr")
    former = making.published(slug="one-fr-2")
    editorial.save(former, slug="moved")
    assert french(making.draft(slug="one")).slug == "one-fr-3"


def test_a_text_has_one_version_per_language() -> None:
    original = making.draft()
    draft = french(original)
    for start in (original, draft):
        for language in ("en", "fr"):
            with pytest.raises(ValidationError) as refusal:
                translating.start(start, language, user=making.user("editor"))
            assert refusal.value.messages == ["This text already has a version in this language."]
    assert Publication.objects.count() == 2


def test_a_language_the_site_does_not_speak_is_refused() -> None:
    with pytest.raises(ValidationError) as refusal:
        translating.start(making.draft(), "de", user=making.user("editor"))
    assert refusal.value.messages == ["The site has no such language."]


def test_a_pending_change_is_not_translated() -> None:
    copy = pending.start(making.published(), user=making.user("editor"))
    with pytest.raises(ValidationError) as refusal:
        french(copy)
    assert refusal.value.messages == ["Translate the public version, not a pending change of it."]


# --- in step --------------------------------------------------------------------------------------


def outdated() -> list[Publication]:
    return list(translating.outdated())


def test_it_falls_behind_when_the_original_is_edited_and_not_before() -> None:
    original = making.draft()
    history.record(original, Revision.Kind.SAVE, user=None)
    draft = french(original)
    assert outdated() == []
    editorial.save(original, title=original.title)
    assert outdated() == []
    editorial.save(original, summary="<p>Rewritten.</p>")
    assert outdated() == [draft]
    assert translating.is_outdated(draft)
    assert not translating.is_outdated(original)


def test_a_change_of_status_of_the_original_does_not_put_it_behind() -> None:
    original = making.draft()
    history.record(original, Revision.Kind.SAVE, user=None)
    french(original)
    making.move(original, Action.SUBMIT, Action.APPROVE, Action.PUBLISH)
    making.move(original, Action.WITHDRAW, comment="Why.")
    assert outdated() == []


def test_its_own_edits_do_not_put_it_behind() -> None:
    draft = french(making.draft())
    editorial.save(draft, summary="<p>Traduit.</p>")
    assert outdated() == []


def test_an_edit_hidden_behind_later_changes_of_status_still_puts_it_behind() -> None:
    original = making.draft()
    draft = french(original)
    editorial.save(original, summary="<p>Rewritten.</p>")
    making.move(original, Action.SUBMIT, Action.APPROVE)
    assert outdated() == [draft]


def test_somebody_says_that_it_is_in_step_until_the_next_edit() -> None:
    original = making.draft()
    draft = french(original)
    for text in ("One", "Two"):
        editorial.save(original, summary=f"<p>{text}</p>")
        assert outdated() == [draft]
        draft.refresh_from_db()
        translating.mark_in_step(draft)
        assert outdated() == []


def test_a_pending_change_taken_over_puts_it_behind() -> None:
    original = making.published()
    draft = french(original)
    copy = pending.start(original, user=making.user("editor"))
    editorial.save(copy, title="New")
    making.move(copy, Action.SUBMIT, Action.APPROVE)
    assert outdated() == []
    pending.take_over(copy, user=making.user("publisher"))
    assert outdated() == [draft]


def test_what_is_no_translation_is_never_behind() -> None:
    original = making.draft()
    editorial.save(original, title="New")
    translating.mark_in_step(original)
    assert outdated() == []
    draft = french(original)
    original.delete()
    draft.refresh_from_db()
    assert (draft.translated_from, outdated()) == (None, [])
