"""Two people have the same form open: the second save is refused, and nothing of it is lost."""

from typing import Any

import pytest
from django.db.models import CharField, TextField
from django.test import Client
from lxml import html

from publications import content
from publications.enums import DocumentKind, Status
from publications.models import Document, Publication, PublicationCenter, RelatedPick
from publications.workflow import Action
from tests import editorial, making
from tests.admin_forms import errors_of, fields_of, messages_of, read, with_rows

pytestmark = pytest.mark.django_db
FORM = "/admin/publications/publication/{}/change/"


class Editor:
    """Somebody with the form open: what they would send, as they opened it."""

    def __init__(self, publication: Publication, name: str, group: str = "publisher") -> None:
        first, _, last = name.partition(" ")
        self.client = Client()
        self.client.force_login(making.user(group, first_name=first, last_name=last))
        self.address = FORM.format(publication.pk)
        self.fields = read(self.client, self.address)

    def save(self, **typed: Any) -> Any:
        self.fields |= {name.replace("__", "-"): value for name, value in typed.items()}
        answer = self.client.post(self.address, self.fields)
        if answer.status_code != 302:
            self.fields = fields_of(answer.content)
        return answer

    def saved(self, **typed: Any) -> None:
        answer = self.save(**typed)
        assert answer.status_code == 302, errors_of(answer.content)

    def refused(self, **typed: Any) -> dict[str, tuple[str, str]]:
        """A save that is refused: each field with mine and theirs, as the page shows them."""
        answer = self.save(**typed)
        assert answer.status_code == 409, answer.status_code
        return shown(answer.content)


def shown(page: bytes) -> dict[str, tuple[str, str]]:
    """For each field to choose in, both values whole: without what was taken out of the base."""
    found = {}
    for clash in html.fromstring(page.decode()).xpath("//fieldset[@class='clash']"):
        for gone in clash.xpath(".//del"):
            gone.drop_tree()
        mine, theirs = (each.text_content() for each in clash.xpath(".//*[@class='clash-value']"))
        found[clash.get("id").removeprefix("clash-")] = (mine, theirs)
    return found


@pytest.fixture
def publication() -> Publication:
    made = editorial.everything()
    made.refresh_from_db()
    return made


@pytest.fixture
def two(publication: Publication) -> tuple[Editor, Editor]:
    return Editor(publication, "Ada Writer"), Editor(publication, "Bela Reader")


def stored(publication: Publication) -> Publication:
    return Publication.objects.get(pk=publication.pk)


# --- one after the other --------------------------------------------------------------------------


def test_a_form_that_is_up_to_date_is_saved(publication: Publication) -> None:
    Editor(publication, "Ada Writer").saved(title="First")
    Editor(publication, "Bela Reader").saved(title="Second")
    assert stored(publication).title == "Second"
    assert [each.content["title"] for each in publication.revisions.order_by("number")] == [
        "War and Wires",
        "First",
        "Second",
    ]


def test_the_second_save_is_refused_and_shows_both_values_whole(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    ada, bela = two
    ada.saved(title="War and Cables")
    answer = bela.save(title="War and Wires, a History", teaser="Read that.")
    assert answer.status_code == 409
    assert shown(answer.content) == {"title": ("War and Wires, a History", "War and Cables")}
    [said] = errors_of(answer.content)
    assert said == "Not saved: Ada Writer saved this publication while you had it open."
    assert stored(publication).title == "War and Cables"
    # What was typed stands in the form, where nothing is chosen yet.
    assert (bela.fields["title"], bela.fields["teaser"]) == (
        "War and Wires, a History",
        "Read that.",
    )
    assert "choice-title" not in bela.fields


def test_mine_is_stored_with_everything_else_that_was_typed(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    ada, bela = two
    ada.saved(title="War and Cables")
    bela.refused(title="War and Wires, a History", teaser="Read that.")
    bela.saved(**{"choice-title": "mine"})
    now = stored(publication)
    assert (now.title, now.teaser) == ("War and Wires, a History", "Read that.")
    assert [each.content["title"] for each in publication.revisions.order_by("number")] == [
        "War and Wires",
        "War and Cables",
        "War and Wires, a History",
    ]


def test_theirs_is_kept_beside_everything_else_that_was_typed(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    ada, bela = two
    ada.saved(title="War and Cables")
    bela.refused(title="War and Wires, a History", teaser="Read that.")
    bela.saved(**{"choice-title": "theirs"})
    now = stored(publication)
    assert (now.title, now.teaser) == ("War and Cables", "Read that.")


def test_what_only_they_changed_is_preselected_and_still_shown(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    ada, bela = two
    ada.saved(subtitle="A Story", summary="<p>What the paper says, better.</p>")
    assert bela.refused(teaser="Read that.") == {
        "subtitle": ("A History", "A Story"),
        "summary": ("What the paper says.", "What the paper says, better."),
    }
    assert bela.fields["choice-subtitle"] == bela.fields["choice-summary"] == "theirs"
    bela.saved()
    now = stored(publication)
    assert (now.subtitle, now.summary, now.teaser) == (
        "A Story",
        "<p>What the paper says, better.</p>",
        "Read that.",
    )


def test_without_a_choice_it_is_asked_again(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    ada, bela = two
    ada.saved(title="War and Cables")
    bela.refused(title="Mine")
    answer = bela.save()
    assert answer.status_code == 409
    assert b"Choose one of the two." in answer.content
    assert shown(answer.content) == {"title": ("Mine", "War and Cables")}
    assert stored(publication).title == "War and Cables"


def test_a_field_typed_in_after_theirs_was_preselected_is_asked_again(
    two: tuple[Editor, Editor],
) -> None:
    ada, bela = two
    ada.saved(title="War and Cables")
    bela.refused(teaser="Read that.")
    assert bela.fields["choice-title"] == "theirs"
    assert bela.refused(title="Typed afterwards") == {
        "title": ("Typed afterwards", "War and Cables")
    }
    assert "choice-title" not in bela.fields


def test_a_third_save_meanwhile_is_shown_before_anything_is_chosen_over_it(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    ada, bela = two
    ada.saved(title="War and Cables", subtitle="A Story")
    bela.refused(title="Mine", subtitle="My Story")
    Editor(publication, "Cleo Third").saved(title="War and Satellites")
    assert bela.refused(**{"choice-title": "mine", "choice-subtitle": "mine"}) == {
        "title": ("Mine", "War and Satellites"),
        "subtitle": ("My Story", "A Story"),
    }
    # What was chosen for the field that nobody touched again is remembered.
    assert "choice-title" not in bela.fields
    assert bela.fields["choice-subtitle"] == "mine"
    bela.saved(**{"choice-title": "mine"})
    now = stored(publication)
    assert (now.title, now.subtitle) == ("Mine", "My Story")


def test_the_same_save_sent_twice_is_no_conflict(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    ada, _bela = two
    again = dict(ada.fields)
    ada.saved(title="Once")
    ada.fields = again
    ada.saved(title="Once")
    assert publication.revisions.count() == 2


def test_a_form_that_does_not_say_what_it_is_based_on_overwrites_nothing(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    ada, bela = two
    ada.saved(title="War and Cables")
    del bela.fields["base_version"]
    assert bela.refused(title="Mine") == {"title": ("Mine", "War and Cables")}
    bela.fields["base_version"] = "99"
    bela.save()
    assert stored(publication).title == "War and Cables"


def test_a_mistake_in_the_outdated_form_is_mended_first(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    ada, bela = two
    ada.saved(subtitle="A Story")
    answer = bela.save(title="", subtitle="My Story")
    assert answer.status_code == 409
    assert "This field is required." in errors_of(answer.content)
    assert bela.fields["subtitle"] == "My Story"
    assert bela.refused(title="War and Wires") == {"subtitle": ("My Story", "A Story")}
    bela.saved(**{"choice-subtitle": "mine"})
    assert stored(publication).subtitle == "My Story"


# --- not the text, but what hangs on it -----------------------------------------------------------


def test_when_only_a_tag_changed(publication: Publication, two: tuple[Editor, Editor]) -> None:
    ada, bela = two
    ada.saved(tags="war, wires, cables")
    assert bela.refused(tags="war, radio") == {"tags": ("radio, war", "cables, war, wires")}
    bela.saved(**{"choice-tags": "theirs"})
    assert sorted(stored(publication).tags.names()) == ["cables", "war", "wires"]


def test_my_tags_when_they_changed_theirs(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    ada, bela = two
    ada.saved(tags="war")
    bela.refused(tags="war, radio")
    bela.saved(**{"choice-tags": "mine"})
    assert sorted(stored(publication).tags.names()) == ["radio", "war"]


def byline(publication: Publication) -> list[str]:
    return [each.name for each in publication.authorships.all()]


def test_when_only_the_order_of_the_authors_changed(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    ada, bela = two
    assert byline(publication) == ["Bela South", "Ada North", "A University"]
    ada.saved(**{"authorships-0-order": "2", "authorships-1-order": "1"})
    assert bela.refused(teaser="Read that.") == {
        "authors": (
            "Bela South\nAda North\nA University (editor)",
            "Ada North\nBela South\nA University (editor)",
        )
    }
    assert bela.fields["choice-authors"] == "theirs"
    bela.saved()
    assert byline(publication) == ["Ada North", "Bela South", "A University"]
    assert stored(publication).teaser == "Read that."


def test_a_row_that_they_removed_comes_back_with_mine(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    ada, bela = two
    ada.saved(**{"authorships-0-DELETE": "on"})
    assert byline(publication) == ["Ada North", "A University"]
    assert bela.refused(**{"authorships-0-role": "translator"}) == {
        "authors": (
            "Bela South (translator)\nAda North\nA University (editor)",
            "Ada North\nA University (editor)",
        )
    }
    bela.saved(**{"choice-authors": "mine"})
    assert byline(publication) == ["Bela South", "Ada North", "A University"]
    assert publication.authorships.first().role == "translator"  # type: ignore[union-attr]


def test_a_row_that_they_removed_stays_removed_with_theirs(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    ada, bela = two
    ada.saved(**{"authorships-0-DELETE": "on"})
    bela.refused(**{"authorships-0-role": "translator"}, teaser="Read that.")
    bela.saved(**{"choice-authors": "theirs"})
    assert byline(publication) == ["Ada North", "A University"]
    assert stored(publication).teaser == "Read that."


def test_both_added_an_author(publication: Publication, two: tuple[Editor, Editor]) -> None:
    ada, bela = two
    one, other = making.author("Cleo East"), making.author("Dan West")
    ada.fields = with_rows(ada.fields, "authorships", {"author": one.pk, "role": "author"})
    ada.saved()
    bela.fields = with_rows(bela.fields, "authorships", {"author": other.pk, "role": "author"})
    assert bela.refused()["authors"] == (
        "Bela South\nAda North\nA University (editor)\nDan West",
        "Bela South\nAda North\nA University (editor)\nCleo East",
    )
    # Both, by adding theirs to mine.
    bela.fields = with_rows(bela.fields, "authorships", {"author": one.pk, "role": "author"})
    bela.saved(**{"choice-authors": "mine"})
    assert byline(publication) == [
        "Bela South",
        "Ada North",
        "A University",
        "Dan West",
        "Cleo East",
    ]


def test_when_every_row_was_written_anew(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    """Restoring writes new rows; those of the open form are found again by what they say."""
    ada, _bela = two
    ada.saved(subtitle="A Story")
    bela = Editor(publication, "Bela Again")
    entries = content.read(publication)["authors"]
    editorial.save(publication, authors=entries[::-1], teaser="New.")
    assert bela.refused(**{"authorships-0-role": "translator"}) == {
        "teaser": ("Read this.", "New."),
        "authors": (
            "Bela South (translator)\nAda North\nA University (editor)",
            "A University (editor)\nAda North\nBela South",
        ),
    }
    bela.saved(**{"choice-authors": "mine"})
    assert byline(publication) == ["Bela South", "Ada North", "A University"]


def test_when_only_a_center_changed(publication: Publication, two: tuple[Editor, Editor]) -> None:
    ada, bela = two
    ada.saved(**{"center_links-1-DELETE": "on"})
    bela.fields.pop("center_links-0-is_primary")
    assert bela.refused(**{"center_links-1-is_primary": "on"}) == {
        "centers": ("Asia ★\nCyber", "Cyber ★")
    }
    bela.saved(**{"choice-centers": "mine"})
    links = PublicationCenter.objects.filter(publication=publication)
    assert [(str(each), each.is_primary) for each in links] == [("Asia", True), ("Cyber", False)]


def test_when_only_a_chosen_analysis_changed(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    ada, bela = two
    ada.saved(**{"related_picks-0-DELETE": "on"})
    assert bela.refused() == {"picks": ("Pick Two\nPick One", "Pick One")}
    bela.saved(**{"choice-picks": "mine"})
    picks = RelatedPick.objects.filter(publication=publication)
    assert [str(each) for each in picks] == ["Pick Two", "Pick One"]


# --- files ----------------------------------------------------------------------------------------


def test_a_full_text_that_they_replaced(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    ada, bela = two
    ada.saved(full_text_file=editorial.pdf("Ada"))
    mine, theirs = bela.refused(full_text_file=editorial.pdf("Bela"))["documents"]
    assert "Bela.pdf" in mine
    assert "full text v2" in theirs
    # The upload is kept with the form, and stored once mine is chosen.
    bela.saved(**{"choice-documents": "mine"})
    assert stored(publication).current_pdf.original_name == "Bela.pdf"  # type: ignore[union-attr]
    assert stored(publication).current_pdf.number == 3  # type: ignore[union-attr]


def test_their_full_text_stays_and_mine_is_dropped_when_theirs_is_chosen(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    ada, bela = two
    ada.saved(full_text_file=editorial.pdf("Ada"))
    bela.refused(full_text_file=editorial.pdf("Bela"), teaser="Read that.")
    bela.saved(**{"choice-documents": "theirs"})
    now = stored(publication)
    assert now.current_pdf.original_name == "Ada.pdf"  # type: ignore[union-attr]
    assert now.teaser == "Read that."


def test_a_document_that_they_took_off_comes_back_with_mine(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    ada, bela = two
    ada.saved(**{"documents-0-DELETE": "on"})
    annexes = Document.objects.filter(publication=publication, kind=DocumentKind.ANNEX)
    assert annexes.live().count() == 0
    mine, theirs = bela.refused(**{"documents-0-title": "Better Tables"})["documents"]
    assert "annex – Better Tables" in mine
    assert "annex" not in theirs
    bela.saved(**{"choice-documents": "mine"})
    [annex] = annexes
    assert (annex.title, annex.is_removed) == ("Better Tables", False)
    assert annex.current is not None


def test_a_document_taken_off_stays_for_the_history(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    ada, bela = two
    ada.saved(**{"documents-0-DELETE": "on"})
    bela.refused(**{"documents-0-title": "Better Tables"}, teaser="Read that.")
    bela.saved(**{"choice-documents": "theirs"})
    annex = Document.objects.get(publication=publication, kind=DocumentKind.ANNEX)
    assert (annex.title, annex.is_removed) == ("Tables", True)
    assert "documents-0-title" not in read(ada.client, ada.address)


# --- the status, and what follows a save ----------------------------------------------------------


def test_a_change_of_status_meanwhile_is_shown_and_then_gone_along_with(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    _ada, bela = two
    making.move(stored(publication), Action.SUBMIT, Action.APPROVE, comment="Well done.")
    answer = bela.save(teaser="Read that.")
    assert answer.status_code == 409
    assert shown(answer.content) == {}
    assert "“Well done.”" in answer.content.decode()
    answer = bela.client.post(bela.address, bela.fields, follow=True)
    assert messages_of(answer.content)[0] == (
        "It was approved and has been edited: it is back in review, to be read again."
    )
    now = stored(publication)
    assert (now.status, now.teaser) == (Status.IN_REVIEW, "Read that.")


def test_a_translation_chosen_by_somebody_else_is_not_undone(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    ada, bela = two
    french = making.draft("Guerre et fils", language="fr")
    ada.saved(translation_of=str(french.pk))
    bela.saved(teaser="Read that.")
    french.refresh_from_db()
    assert stored(publication).translation_group == french.translation_group


def test_a_translation_that_both_chose_is_shown_before_it_is_stored(
    publication: Publication, two: tuple[Editor, Editor]
) -> None:
    ada, bela = two
    theirs, mine = (making.draft(title, language="fr") for title in ("Guerre", "Fils"))
    ada.saved(translation_of=str(theirs.pk))
    answer = bela.save(translation_of=str(mine.pk))
    assert errors_of(answer.content) == [
        "Somebody else changed this meanwhile, to: Guerre. Save again to keep yours."
    ]
    assert stored(publication).translation_group == stored(theirs).translation_group
    bela.saved()
    assert stored(publication).translation_group == stored(mine).translation_group


# --- too late -------------------------------------------------------------------------------------


def given_back(answer: Any) -> dict[str, str]:
    page = html.fromstring(answer.content.decode())
    return {
        each.get("id").removeprefix("typed-"): each.xpath("./div")[0].text_content()
        for each in page.xpath("//div[@class='difference']")
    }


def test_what_was_typed_is_given_back_when_the_text_went_public_meanwhile(
    publication: Publication,
) -> None:
    ada = Editor(publication, "Ada Writer", "editor")
    making.move(stored(publication), Action.SUBMIT, Action.APPROVE, Action.PUBLISH)
    typed = {"title": "An hour of work", "tags": "war, radio", "authorships-0-role": "translator"}
    answer = ada.client.post(ada.address, ada.fields | typed)
    assert answer.status_code == 403
    assert given_back(answer) == {
        "title": "An hour of work",
        "authors": "Bela South (translator)\nAda North\nA University (editor)",
        "tags": "radio, war",
    }
    assert b"Prepare a change" in answer.content
    assert stored(publication).title == "War and Wires"
    # With a mistake in it nothing can be compared, and the words come back all the same.
    broken = ada.client.post(ada.address, ada.fields | typed | {"doi": "none"})
    assert given_back(broken) == {"title": "An hour of work", "doi": "none"}


def test_what_was_typed_is_given_back_when_the_draft_was_deleted(
    publication: Publication,
) -> None:
    ada = Editor(publication, "Ada Writer", "editor")
    stored(publication).delete()
    typed = {"title": "An hour of work", "disclosure": "Paid for by nobody.", "pages": "41"}
    answer = ada.client.post(ada.address, ada.fields | typed)
    assert answer.status_code == 404
    back = given_back(answer)
    assert {name: back[name] for name in typed} == typed
    # Whatever is written and not chosen comes back, whichever fields there will be.
    fields = [Publication._meta.get_field(name.removesuffix("_id")) for name in content.SCALARS]
    written = {each.name for each in fields if isinstance(each, TextField | CharField)}
    chosen = {each.name for each in fields if getattr(each, "choices", None)}
    assert set(back) >= written - chosen


def test_who_never_could_save_it_is_forbidden_as_ever(publication: Publication) -> None:
    making.move(stored(publication), Action.SUBMIT, Action.APPROVE, Action.PUBLISH)
    staff = Client()
    staff.force_login(making.user("staff"))
    answer = staff.post(FORM.format(publication.pk), {"title": "Mine"})
    assert answer.status_code == 403
    assert b"An hour" not in answer.content
    assert given_back(answer) == {}
