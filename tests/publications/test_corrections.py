"""Correction notices: made by editors with the text, seen by readers above the summary."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone, translation

from publications import content, differences, history, pending, translating
from publications.enums import CorrectionKind
from publications.models import CorrectionNotice, Publication
from publications.workflow import Action
from tests import editorial, making
from tests.admin_forms import read as read_form
from tests.html import attributes, page, text

pytestmark = pytest.mark.django_db

ERRATUM: dict[str, Any] = {
    "date": "2026-02-01",
    "kind": "erratum",
    "text": "A figure was wrong.",
    "version": 1,
}
UPDATE: dict[str, Any] = {
    "date": "2026-03-01",
    "kind": "update",
    "text": "Now with 2025.",
    "version": None,
}


def corrected(*entries: dict[str, Any]) -> Publication:
    paper = making.published("A Paper", slug="a-paper")
    editorial.write(paper, corrections=list(entries))
    return paper


def test_readers_see_each_above_the_summary_the_newest_first(client: Client) -> None:
    corrected(ERRATUM, UPDATE)
    shown = page(client, "/en/publications/a-paper/")
    assert text(shown, ".correction h2") == [
        "Update, 1 March 2026",
        "Erratum, 1 February 2026 (concerns version 1 of the full text)",
    ]
    assert text(shown, ".correction .prose") == ["Now with 2025.", "A figure was wrong."]
    whole = client.get("/en/publications/a-paper/").content.decode()
    assert whole.index('class="corrections"') < whole.index('id="summary-title"')


def test_the_text_is_in_the_language_of_the_paper(client: Client) -> None:
    corrected(ERRATUM)
    shown = page(client, "/fr/publications/a-paper/")
    assert attributes(shown, ".correction .prose", "lang") == ["en"]


def test_a_retraction_is_said_beside_the_title_too(client: Client) -> None:
    paper = corrected(ERRATUM)
    assert text(page(client, paper.get_absolute_url()), ".badge-strong") == []
    editorial.write(paper, corrections=[UPDATE | {"kind": "retraction"}])
    assert text(page(client, paper.get_absolute_url()), ".badge-strong") == ["Retracted"]


def test_a_paper_without_any_has_no_empty_place_for_them(client: Client) -> None:
    making.published(slug="clean")
    assert text(page(client, "/en/publications/clean/"), ".corrections") == []


def test_it_is_dated_when_it_is_made() -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    notice = CorrectionNotice(publication=making.draft(), date=tomorrow, text="Later.")
    with pytest.raises(ValidationError) as refused:
        notice.full_clean()
    assert list(refused.value.error_dict) == ["date"]


# --- part of the content ----------------------------------------------------------------------------


def test_the_history_tells_one_apart_and_brings_it_back() -> None:
    paper, publisher = making.published("A Paper"), making.user("publisher")
    editorial.save(paper, corrections=[ERRATUM])
    with_it = paper.revisions.first()
    assert with_it is not None
    editorial.save(paper, corrections=[])
    without = paper.revisions.first()
    assert without is not None
    [difference] = differences.between(with_it.content, without.content)
    assert (difference.field, difference.after) == ("corrections", "")
    assert difference.before == "2026-02-01 – erratum – v1 – A figure was wrong."

    history.restore(paper, with_it, user=publisher)
    assert content.read(paper)["corrections"] == [ERRATUM]


def test_notices_that_stay_keep_their_rows() -> None:
    paper = corrected(ERRATUM, UPDATE)
    kept = paper.corrections.get(kind=CorrectionKind.ERRATUM)
    editorial.write(paper, corrections=[ERRATUM])
    assert list(paper.corrections.all()) == [kept]


def test_a_pending_change_brings_one_with_it() -> None:
    paper, publisher = making.published("A Paper"), making.user("publisher")
    copy = pending.start(paper, user=publisher)
    editorial.write(copy, corrections=[ERRATUM])
    assert not paper.corrections.exists()
    making.move(copy, Action.SUBMIT, Action.APPROVE)
    pending.take_over(copy, user=publisher)
    assert content.read(paper)["corrections"] == [ERRATUM]


def test_a_translation_starts_without_the_notices_of_its_original() -> None:
    french = translating.start(corrected(ERRATUM), "fr", user=making.user("editor"))
    assert not french.corrections.exists()


# --- the form ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr"])
def test_editors_write_one_in_the_publications_own_form(client: Client, language: str) -> None:
    client.force_login(making.user("publisher"))
    paper = making.published("A Paper")
    address = f"/admin/publications/publication/{paper.pk}/change/"
    with translation.override(language):
        form = read_form(client, address)
        sent = form | {
            "corrections-TOTAL_FORMS": "1",
            "corrections-0-date": "2026-02-01",
            "corrections-0-kind": "erratum",
            "corrections-0-version_number": "1",
            "corrections-0-text": "A figure was wrong.",
        }
        assert client.post(address, sent).status_code == 302
    assert content.read(paper)["corrections"] == [ERRATUM]


def test_a_version_that_never_was_cannot_be_named(client: Client) -> None:
    client.force_login(making.user("publisher"))
    paper = making.published("A Paper")
    address = f"/admin/publications/publication/{paper.pk}/change/"
    sent = read_form(client, address) | {
        "corrections-TOTAL_FORMS": "1",
        "corrections-0-date": "2026-02-01",
        "corrections-0-kind": "erratum",
        "corrections-0-version_number": "7",
        "corrections-0-text": "A figure was wrong.",
    }
    assert client.post(address, sent).status_code == 200
    assert not paper.corrections.exists()
