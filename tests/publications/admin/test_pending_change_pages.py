"""Pending changes on the desk, by the buttons people press: nothing lost, nothing early."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from lxml import html

from publications import pending
from publications.enums import Status
from publications.models import Publication
from publications.workflow import Action
from tests import editorial, making
from tests.admin_forms import messages_of, read

pytestmark = pytest.mark.django_db
FORM = "/admin/publications/publication/{}/change/"
AT = "/admin/publications/publication/{}/pending/{}/"


def signed_in(person: str | User) -> Client:
    client = Client()
    client.force_login(making.user(person) if isinstance(person, str) else person)
    return client


def tree(client: Client, address: str) -> html.HtmlElement:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def buttons(client: Client, publication: Publication) -> list[str]:
    found = tree(client, FORM.format(publication.pk)).xpath(
        "//section[contains(@class, 'beside')][@aria-labelledby='pending-heading']"
        "//*[self::a or self::button][contains(@class, 'button')]"
    )
    return [each.text_content().strip() for each in found]


def started(live: Publication) -> Publication:
    client = signed_in("editor")
    answer = client.post(AT.format(live.pk, "start"))
    copy = live.pending_changes.get()
    assert (answer.status_code, answer["Location"]) == (302, FORM.format(copy.pk))
    return copy


def approved(live: Publication, **changes: Any) -> Publication:
    copy = started(live)
    editorial.save(copy, **changes)
    return making.move(copy, Action.SUBMIT, Action.APPROVE)


# --- from the button to the reader ----------------------------------------------------------------


def test_from_an_editor_s_idea_to_the_reader() -> None:
    live = making.published("War and Wires", slug="war-and-wires", tags=["war"])
    editor, reviewer, publisher = (
        signed_in(group) for group in ("editor", "reviewer", "publisher")
    )
    editor.post(AT.format(live.pk, "start"))
    copy = live.pending_changes.get()
    form = FORM.format(copy.pk)

    typed = read(editor, form) | {"title": "War and Cables", "tags": "war, cables"}
    assert "slug" not in typed
    assert editor.post(form, typed).status_code == 302
    live.refresh_from_db()
    assert live.title == "War and Wires"
    assert "War and Wires" in Client().get("/en/publications/war-and-wires/").content.decode()

    step = f"/admin/publications/publication/{copy.pk}/transition/"
    for client, action in ((editor, "submit"), (reviewer, "approve")):
        client.post(step, {"action": action})
    answer = publisher.post(AT.format(copy.pk, "take-over"), follow=True)
    assert answer.redirect_chain == [(FORM.format(live.pk), 302)]
    assert messages_of(answer.content) == ["The pending change is in the public version now."]
    live.refresh_from_db()
    assert (live.title, live.slug) == ("War and Cables", "war-and-wires")
    assert sorted(live.tags.names()) == ["cables", "war"]
    assert not Publication.objects.filter(pk=copy.pk).exists()
    assert live.revisions.first().get_kind_display() == "took over a pending change"  # type: ignore[union-attr]


def test_each_is_offered_what_they_may_do_now() -> None:
    live = making.published()
    offered = {group: buttons(signed_in(group), live) for group in ("editor", "publisher", "staff")}
    assert offered == {
        "editor": ["Prepare a change"],
        "publisher": ["Prepare a change"],
        "staff": [],
    }
    copy = started(live)
    to_live = ["The public version", "What it changes"]
    assert buttons(signed_in("editor"), copy) == [*to_live, "Discard this pending change"]
    assert buttons(signed_in("staff"), copy) == to_live
    making.move(copy, Action.SUBMIT)
    assert buttons(signed_in("publisher"), copy) == to_live
    making.move(copy, Action.APPROVE)
    assert buttons(signed_in("editor"), copy) == to_live
    assert buttons(signed_in("publisher"), copy) == [*to_live, "Take over into the public version"]


def test_the_public_version_says_that_a_change_is_pending() -> None:
    live = making.published()
    copy = started(live)
    page = tree(signed_in("staff"), FORM.format(live.pk))
    section = page.xpath("//section[@aria-labelledby='pending-heading']")[0]
    assert "began a change of this publication; it is draft." in section.text_content()
    assert FORM.format(copy.pk) in section.xpath(".//a/@href")


def test_a_second_start_opens_the_same_copy() -> None:
    live = making.published()
    assert started(live) == started(live)


@pytest.mark.parametrize("make", [making.draft, making.in_review, making.scheduled])
def test_what_is_not_public_is_edited_directly(make: Any) -> None:
    publication = make()
    assert buttons(signed_in("editor"), publication) == []
    answer = signed_in("editor").post(AT.format(publication.pk, "start"), follow=True)
    assert messages_of(answer.content) == [
        "Only what is public needs a pending change; edit this directly."
    ]
    assert not publication.pending_changes.exists()


# --- refusals -------------------------------------------------------------------------------------


def test_who_only_looks_starts_nothing() -> None:
    live = making.published()
    assert signed_in("staff").post(AT.format(live.pk, "start")).status_code == 403
    assert not live.pending_changes.exists()


@pytest.mark.parametrize("group", ["editor", "reviewer", "staff"])
def test_only_who_publishes_takes_over(group: str) -> None:
    live = making.published("As it was")
    copy = approved(live, title="Changed")
    assert signed_in(group).post(AT.format(copy.pk, "take-over")).status_code == 403
    live.refresh_from_db()
    assert live.title == "As it was"


def test_nothing_is_taken_over_before_it_is_approved() -> None:
    live = making.published("As it was")
    copy = started(live)
    editorial.save(copy, title="Changed")
    assert signed_in("publisher").post(AT.format(copy.pk, "take-over")).status_code == 403
    live.refresh_from_db()
    assert live.title == "As it was"


def test_what_could_not_be_published_is_not_taken_over() -> None:
    live = making.published("As it was")
    copy = approved(live, title="Changed", authors=[])
    answer = signed_in("publisher").post(AT.format(copy.pk, "take-over"), follow=True)
    assert answer.redirect_chain == [(FORM.format(copy.pk), 302)]
    assert "It has no author." in messages_of(answer.content)
    live.refresh_from_db()
    assert (live.title, live.authorships.count()) == ("As it was", 1)


@pytest.mark.parametrize("view", ["start", "take-over"])
def test_nothing_happens_by_following_a_link(view: str) -> None:
    live = making.published()
    copy = approved(live)
    for publication in (live, copy):
        assert signed_in("admin").get(AT.format(publication.pk, view)).status_code == 405


def test_only_a_pending_change_has_the_pages_of_one() -> None:
    live = making.published()
    client = signed_in("admin")
    assert client.get(AT.format(live.pk, "difference")).status_code == 404
    assert client.post(AT.format(live.pk, "take-over")).status_code == 404
    assert client.post(AT.format(0, "start")).status_code == 404


def test_strangers_are_led_to_the_login() -> None:
    copy = approved(making.published())
    for client in (Client(), signed_in("")):
        answer = client.post(AT.format(copy.pk, "take-over"))
        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/login/")


# --- the public version moved on ------------------------------------------------------------------


def moved_on() -> tuple[Publication, Publication]:
    live = making.published("Title", subtitle="Base", teaser="Base")
    copy = approved(live, title="Theirs stays", subtitle="Mine")
    boss = making.user("publisher")
    editorial.save(live, user=boss, subtitle="Theirs", teaser="Corrected")
    return live, copy


def choices_page(answer: Any) -> dict[str, str]:
    form = html.fromstring(answer.content.decode()).xpath("//form[@action][.//fieldset]")[0]
    return {name: value for name, value in form.form_values() if name.startswith("seen")}


def test_both_values_are_shown_whole_and_nothing_happened_yet() -> None:
    live, copy = moved_on()
    answer = signed_in("publisher").post(AT.format(copy.pk, "take-over"))
    assert answer.status_code == 409
    page = html.fromstring(answer.content.decode())
    [fieldset] = page.xpath("//fieldset[contains(@class, 'clash')]")
    assert fieldset.xpath("string(legend)") == "Subtitle"
    values = [each.text_content() for each in fieldset.xpath(".//div[@class='clash-value']")]
    assert values == ["BaseMine", "BaseTheirs"]
    live.refresh_from_db()
    assert (live.title, live.subtitle) == ("Title", "Theirs")
    assert Publication.objects.filter(pk=copy.pk).exists()


@pytest.mark.parametrize(("picked", "expected"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_after_choosing_nothing_is_lost(picked: str, expected: str) -> None:
    live, copy = moved_on()
    client = signed_in("publisher")
    seen = choices_page(client.post(AT.format(copy.pk, "take-over")))
    answer = client.post(AT.format(copy.pk, "take-over"), seen | {"choice-subtitle": picked})
    assert answer.status_code == 302
    live.refresh_from_db()
    assert (live.title, live.subtitle, live.teaser) == ("Theirs stays", expected, "Corrected")


def test_a_choice_holds_for_what_was_on_the_screen() -> None:
    live, copy = moved_on()
    client = signed_in("publisher")
    seen = choices_page(client.post(AT.format(copy.pk, "take-over")))
    editorial.save(live, user=making.user("publisher"), subtitle="Theirs, again")
    answer = client.post(AT.format(copy.pk, "take-over"), seen | {"choice-subtitle": "mine"})
    assert answer.status_code == 409
    assert b"Theirs, again" in answer.content
    live.refresh_from_db()
    assert live.subtitle == "Theirs, again"


@pytest.mark.parametrize("picked", ["", "both", "MINE"])
def test_an_answer_that_is_none_is_asked_again(picked: str) -> None:
    live, copy = moved_on()
    client = signed_in("publisher")
    seen = choices_page(client.post(AT.format(copy.pk, "take-over")))
    answer = client.post(AT.format(copy.pk, "take-over"), seen | {"choice-subtitle": picked})
    assert answer.status_code == 409
    live.refresh_from_db()
    assert live.subtitle == "Theirs"


def test_the_difference_is_what_readers_would_find_changed() -> None:
    _live, copy = moved_on()
    page = tree(signed_in("editor"), AT.format(copy.pk, "difference"))
    shown = {
        each.xpath("string(h3)"): each.xpath("string(div)")
        for each in page.xpath("//div[@class='difference']")
    }
    # The teaser was corrected in the public version only, and would stay so.
    assert shown == {"Title": "TitleTheirs stays", "Subtitle": "TheirsMine"}
    assert "asked to choose in: subtitle." in " ".join(page.text_content().split())


# --- what a working copy is not -------------------------------------------------------------------


def test_a_draft_of_a_change_can_be_discarded_and_the_public_version_stays() -> None:
    live = making.published("Stays")
    copy = started(live)
    making.move(copy, Action.SUBMIT)
    making.move(copy, Action.REQUEST_CHANGES, comment="No.")
    address = f"/admin/publications/publication/{copy.pk}/delete/"
    assert signed_in("staff").post(address, {"post": "yes"}).status_code == 403
    assert signed_in("editor").post(address, {"post": "yes"}).status_code == 302
    assert [each.title for each in Publication.objects.all()] == ["Stays"]
    assert live.documents.live().count() == 1
    live.refresh_from_db()
    assert live.is_public


def test_an_approved_change_is_not_discarded() -> None:
    copy = approved(making.published())
    address = f"/admin/publications/publication/{copy.pk}/delete/"
    assert signed_in("editor").post(address, {"post": "yes"}).status_code == 403
    assert Publication.objects.filter(pk=copy.pk).exists()


def test_a_copy_has_no_address_of_its_own() -> None:
    copy = approved(making.published())
    assert Client().get(f"/en/publications/{copy.slug}/").status_code == 404
    page = tree(signed_in("publisher"), FORM.format(copy.pk))
    assert page.xpath("//a[contains(@class, 'viewsitelink')]") == []
    assert page.xpath("//*[@name='slug' or @name='translation_of']") == []
    assert copy.slug not in page.text_content()


def test_the_copy_s_form_names_the_file_it_stands_for() -> None:
    copy = started(making.published())
    page = tree(signed_in("editor"), FORM.format(copy.pk))
    [version] = page.xpath("//div[contains(@class, 'field-full_text_stored')]//li/a")
    assert version.text_content() == "paper.pdf"


def test_a_copy_is_listed_where_somebody_asks_for_it() -> None:
    live = making.published("One")
    started(live)
    client = signed_in("editor")

    def listed(**query: str) -> int:
        answer = client.get("/admin/publications/publication/", query)
        page = html.fromstring(answer.content.decode())
        return len(page.xpath("//table[@id='result_list']/tbody/tr"))

    assert [listed(), listed(pending="only"), listed(pending="too")] == [1, 1, 2]
    assert listed(status=Status.DRAFT) == 0


def test_a_copy_is_nobody_s_related_analysis() -> None:
    started(making.published("Nuclear deterrence"))
    answer = signed_in("editor").get(
        "/admin/autocomplete/",
        {
            "app_label": "publications",
            "model_name": "relatedpick",
            "field_name": "picked",
            "term": "nuclear",
        },
    )
    assert len(answer.json()["results"]) == 1


def test_a_copy_does_not_hide_or_become_a_translation() -> None:
    live = making.published("One", language="en")
    started(live)
    page = tree(signed_in("publisher"), FORM.format(live.pk))
    [chosen] = page.xpath("//select[@name='translation_of']")
    assert chosen.value in (None, "")


def test_may_start_agrees_with_start() -> None:
    copy = pending.start(making.published(), user=making.user("editor"))
    assert not pending.may_start(making.user("admin"), copy)
