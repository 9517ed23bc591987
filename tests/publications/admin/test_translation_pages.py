"""A translation is begun from its original, and kept in step with it."""

import pytest
from django.test import Client
from lxml import html

from publications import translating
from publications.models import Publication
from tests import editorial, making
from tests.admin_forms import messages_of

pytestmark = pytest.mark.django_db
FORM = "/admin/publications/publication/{}/change/"
START = "/admin/publications/publication/{}/translate/{}/"
BEHIND = "/admin/publications/publication/{}/translation/"
IN_STEP = "/admin/publications/publication/{}/translation/in-step/"


def signed_in(group: str) -> Client:
    client = Client()
    client.force_login(making.user(group))
    return client


def section(client: Client, publication: Publication) -> str:
    page = html.fromstring(client.get(FORM.format(publication.pk)).content.decode())
    found = page.xpath("//section[@aria-labelledby='translations-heading']")
    return " ".join(found[0].text_content().split()) if found else ""


def pair() -> tuple[Publication, Publication]:
    original = making.published("War and Wires", subtitle="A History")
    return original, translating.start(original, "fr", user=making.user("editor"))


def test_the_french_version_starts_with_a_button() -> None:
    original = making.published("War and Wires", tags=["war"])
    client = signed_in("editor")
    assert "Start the French version" in section(client, original)
    answer = client.post(START.format(original.pk, "fr"))
    draft = Publication.objects.get(language="fr")
    assert (answer.status_code, answer["Location"]) == (302, FORM.format(draft.pk))
    assert (draft.translated_from, list(draft.tags.names())) == (original, ["war"])
    assert "Start the" not in section(client, original)
    assert "English: War and Wires (the original)" in section(client, draft)


def test_a_version_that_exists_is_not_started_again() -> None:
    original, _translation = pair()
    answer = signed_in("editor").post(START.format(original.pk, "fr"), follow=True)
    assert messages_of(answer.content) == ["This text already has a version in this language."]
    assert Publication.objects.count() == 2


def test_a_language_that_the_site_does_not_have() -> None:
    original = making.published()
    answer = signed_in("editor").post(START.format(original.pk, "de"), follow=True)
    assert messages_of(answer.content) == ["The site has no such language."]


def test_who_only_looks_starts_nothing() -> None:
    original = making.published()
    client = signed_in("staff")
    assert "Start the" not in section(client, original)
    assert client.post(START.format(original.pk, "fr")).status_code == 403
    assert client.get(START.format(original.pk, "fr")).status_code == 405
    assert Publication.objects.count() == 1


def test_a_translation_that_fell_behind_says_so_and_shows_what_changed() -> None:
    original, translation = pair()
    client = signed_in("editor")
    assert "was changed since" not in section(client, translation)
    editorial.save(original, subtitle="A Long History")
    assert "The original was changed since" in section(client, translation)
    page = html.fromstring(client.get(BEHIND.format(translation.pk)).content.decode())
    shown = {
        each.xpath("string(h3)"): each.xpath("string(div)")
        for each in page.xpath("//div[@class='difference']")
    }
    assert shown == {"Subtitle": "A Long History"}
    assert page.xpath("//div[@class='difference']//ins/text()") == ["Long "]


def test_somebody_says_that_it_is_in_step_again() -> None:
    original, translation = pair()
    editorial.save(original, subtitle="New")
    client = signed_in("editor")
    page = html.fromstring(client.get(BEHIND.format(translation.pk)).content.decode())
    [seen] = page.xpath("//input[@name='revision']/@value")
    answer = client.post(IN_STEP.format(translation.pk), {"revision": seen}, follow=True)
    assert messages_of(answer.content) == ["This translation is in step with its original again."]
    assert not translating.is_outdated(translation)


def test_what_changed_after_the_page_was_opened_is_not_declared_in_step() -> None:
    original, translation = pair()
    editorial.save(original, subtitle="New")
    client = signed_in("editor")
    page = html.fromstring(client.get(BEHIND.format(translation.pk)).content.decode())
    [seen] = page.xpath("//input[@name='revision']/@value")
    editorial.save(original, subtitle="Newer")
    answer = client.post(IN_STEP.format(translation.pk), {"revision": seen}, follow=True)
    assert messages_of(answer.content) == [
        "The original has been changed again since you looked at it."
    ]
    assert translating.is_outdated(translation)


def test_who_only_looks_does_not_say_so() -> None:
    original, translation = pair()
    editorial.save(original, subtitle="New")
    client = signed_in("staff")
    assert b"It is in step again" not in client.get(BEHIND.format(translation.pk)).content
    assert client.post(IN_STEP.format(translation.pk)).status_code == 403
    assert translating.is_outdated(translation)


def test_an_original_has_no_such_pages() -> None:
    original, _translation = pair()
    client = signed_in("admin")
    assert client.get(BEHIND.format(original.pk)).status_code == 404
    assert client.post(IN_STEP.format(original.pk)).status_code == 404
