"""What a search finds can be listed by time or by title too: all of it, or of a common word the first."""

import datetime

import pytest
from django.db.models.functions import Lower
from django.test import Client
from django.utils import timezone

from publications import search as searching
from publications.models import Publication
from publications.querysets import PublicationQuerySet
from publications.search import finding
from publications.search.first import First
from tests import making
from tests.html import page, text

pytestmark = pytest.mark.django_db

ORDERS = {
    "newest": (["-published_at"], ["b", "C", "d", "A"]),
    "oldest": (["published_at"], ["A", "d", "C", "b"]),
    "title": ([Lower("title")], ["A", "b", "C", "d"]),
}
# How a database finds them depends on how many there are; what is found does not.
both_ways = pytest.mark.parametrize("worth_reading", [0, 1000], ids=["by walking", "by reading"])
each_order = pytest.mark.parametrize(("order", "titles"), ORDERS.values(), ids=ORDERS)


@pytest.fixture
def _four() -> None:
    for days, title in enumerate(["b", "C", "d", "A"]):
        making.published(title, summary="<p>Cobalt.</p>", at=_ago(days))
    making.published("Another")
    making.draft("Draft", summary="<p>Cobalt.</p>")


def _ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days, hours=1)


def _listed(order: list[object]) -> PublicationQuerySet:
    return Publication.objects.public().listed(*order, language="en")


@pytest.mark.usefixtures("_four")
@both_ways
@each_order
def test_all_hits_are_in_the_order_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, worth_reading: int, order: list[object], titles: list[str]
) -> None:
    monkeypatch.setattr(First, "_worth_reading", lambda self, most, costs: worth_reading)

    found = searching.find(_listed(order), "cobalt", in_order=True)

    assert [each.title for each in found.publications] == titles
    assert (found.total, found.is_more) == (4, False)
    assert found.keys == [each.pk for each in found.publications]


@pytest.mark.usefixtures("_four")
@both_ways
@each_order
def test_of_a_common_word_the_first_in_that_order_are_found(
    monkeypatch: pytest.MonkeyPatch, worth_reading: int, order: list[object], titles: list[str]
) -> None:
    monkeypatch.setattr(finding, "RANKED", 3)
    monkeypatch.setattr(First, "_worth_reading", lambda self, most, costs: worth_reading)

    found = searching.find(_listed(order), "cobalt", in_order=True)

    assert [each.title for each in found.publications] == titles[:3]
    assert (found.total, found.is_more) == (3, True)


@pytest.mark.usefixtures("_four")
def test_what_the_question_names_stands_in_its_place() -> None:
    making.published("Between", doi="10.1234/b", at=_ago(1) - datetime.timedelta(hours=1))
    making.published("Says it", summary="<p>See 10.1234/b.</p>", at=_ago(9))
    making.published("Says it too", summary="<p>See 10.1234/b.</p>")

    found = searching.find(_listed(["-published_at"]), "10.1234/b", in_order=True)

    titles = [each.title for each in found.publications]
    assert titles == ["Says it too", "Between", "Says it"]
    assert found.total == 3


@pytest.mark.usefixtures("_four")
def test_a_question_that_only_excludes_keeps_the_order() -> None:
    making.published("E")

    found = searching.find(_listed([Lower("title")]), "-cobalt", in_order=True)

    assert [each.title for each in found.publications] == ["Another", "E"]
    assert (found.total, found.is_more) == (2, False)


@pytest.mark.usefixtures("_four")
def test_what_only_excludes_leaves_the_first_thousand_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(finding, "RANKED", 3)

    found = searching.find(_listed([Lower("title")]), "-another", in_order=True)

    assert [each.title for each in found.publications] == ["A", "b", "C"]
    assert (found.total, found.is_more) == (3, True)


@pytest.mark.usefixtures("_four")
@pytest.mark.parametrize("sort", ["newest", "oldest", "title"])
def test_the_listing_says_that_there_are_more_in_every_order(
    client: Client, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(finding, "RANKED", 3)

    shown = page(client, "/en/publications/", {"q": "cobalt", "sort": sort})

    assert text(shown, ".page-head .count") == ["More than 3 publications"]
    # What the first three are is no count of what there is.
    assert text(shown, "#filter-language option") == ["All", "English", "French"]
    answer = client.get("/en/publications/", {"q": "cobalt", "sort": sort, "page": "2"})
    assert answer.status_code == 404


@pytest.mark.usefixtures("_four")
@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "title"])
def test_the_choices_are_counted_in_every_order(client: Client, sort: str) -> None:
    shown = page(client, "/en/publications/", {"q": "cobalt", "sort": sort})

    assert text(shown, "#filter-language option") == ["All", "English (4)"]
