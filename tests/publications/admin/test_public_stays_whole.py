"""A direct correction of something public never takes from it what readers were promised."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import Settings

from publications.models import Publication
from publications.workflow import Action
from tests import editorial, making
from tests.admin_forms import errors_of, fields_of, read

pytestmark = pytest.mark.django_db
FORM = "/admin/publications/publication/{}/change/"


def boss() -> Client:
    client = Client()
    client.force_login(making.user("publisher"))
    return client


def without_authors(fields: dict[str, str]) -> dict[str, str]:
    return fields | {"authorships-0-DELETE": "on"}


def test_the_last_author_is_not_taken_off_and_nothing_typed_is_lost() -> None:
    live = making.published("Title")
    client = boss()
    typed = without_authors(read(client, FORM.format(live.pk))) | {"title": "Better title"}
    answer = client.post(FORM.format(live.pk), typed)
    assert answer.status_code == 200
    assert "Readers see this publication: it needs an author." in errors_of(answer.content)
    assert fields_of(answer.content)["title"] == "Better title"
    live.refresh_from_db()
    assert (live.title, live.authorships.count()) == ("Title", 1)


@pytest.mark.parametrize("emptied", ["", "<p></p>", "<p> </p>"])
def test_the_summary_is_not_emptied(emptied: str) -> None:
    live = making.published()
    client = boss()
    typed = read(client, FORM.format(live.pk)) | {"summary": emptied, "title": "Better"}
    answer = client.post(FORM.format(live.pk), typed)
    assert "Readers see this publication: it needs a summary." in errors_of(answer.content)
    assert fields_of(answer.content)["title"] == "Better"


@pytest.mark.parametrize("make", [making.draft, making.in_review, editorial.approved])
def test_what_is_on_its_way_may_lack_what_it_likes(make: Callable[[], Publication]) -> None:
    publication = make()
    client = boss()
    typed = without_authors(read(client, FORM.format(publication.pk))) | {"summary": ""}
    assert client.post(FORM.format(publication.pk), typed).status_code == 302
    assert not publication.authorships.exists()


def test_a_scheduled_text_goes_back_to_review_instead() -> None:
    publication = making.scheduled()
    client = boss()
    typed = without_authors(read(client, FORM.format(publication.pk)))
    assert client.post(FORM.format(publication.pk), typed).status_code == 302
    publication.refresh_from_db()
    assert publication.status == "in_review"


def test_where_it_would_not_go_back_it_stays_whole(settings: Settings) -> None:
    settings.EDIT_RETURNS_TO_REVIEW = False
    publication = making.scheduled()
    client = boss()
    typed = without_authors(read(client, FORM.format(publication.pk)))
    assert client.post(FORM.format(publication.pk), typed).status_code == 200
    assert publication.authorships.count() == 1


def test_what_was_lacking_before_keeps_nobody_from_mending_the_rest() -> None:
    live = making.published("Title")
    live.authorships.all().delete()
    client = boss()
    typed = read(client, FORM.format(live.pk)) | {"title": "Better"}
    assert client.post(FORM.format(live.pk), typed).status_code == 302
    live.refresh_from_db()
    assert live.title == "Better"


def test_every_other_way_of_saving_refuses_it_too() -> None:
    live = making.published("Title")
    with pytest.raises(ValidationError) as refusal:
        editorial.save(live, title="Better", authors=[])
    assert refusal.value.messages == ["It has no author."]
    live.refresh_from_db()
    assert (live.title, live.authorships.count()) == ("Title", 1)


def test_a_withdrawn_paper_may_be_emptied_and_then_not_come_back() -> None:
    publication = making.withdrawn()
    editorial.save(publication, authors=[])
    with pytest.raises(ValidationError):
        making.move(publication, Action.REPUBLISH)
