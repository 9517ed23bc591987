"""What a search finds can be listed by time or by title too: all of it, or of a common word the first."""

import datetime

import pytest
from django.db.models.functions import Lower
from django.test import Client
from django.utils import timezone

from publications import pagination
from publications import search as searching
from publications.models import Publication
from publications.querysets import PublicationQuerySet
from publications.search import finding, first
from tests import making
from tests.html import attributes, page, text

pytestmark = pytest.mark.django_db

ORDERS = {
    "newest": (["-published_at"], ["b", "C", "d", "A"]),
    "oldest": (["published_at"], ["A", "d", "C", "b"]),
    "title": ([Lower("title")], ["A", "b", "C", "d"]),
}
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


@pytest.mark.usefixtures("_four", "found_either_way")
@each_order
def test_all_hits_are_in_the_order_that_was_asked_for(
    order: list[object], titles: list[str]
) -> None:
    found = searching.find(_listed(order), "cobalt", in_order=True)

    assert [each.title for each in found.publications] == titles
    assert (found.total, found.is_more) == (4, False)
    assert found.keys == [each.pk for each in found.publications]


@pytest.mark.usefixtures("_four", "found_either_way")
@each_order
def test_of_a_common_word_the_first_in_that_order_are_found(
    monkeypatch: pytest.MonkeyPatch, order: list[object], titles: list[str]
) -> None:
    monkeypatch.setattr(finding, "RANKED", 3)

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
@pytest.mark.parametrize("q", ["-cob*", '-"cobalt"', "-cobalt -zirconium"])
def test_beginnings_and_phrases_are_excluded_too(q: str) -> None:
    found = searching.find(_listed([Lower("title")]), q, in_order=True)

    assert [each.title for each in found.publications] == ["Another"]
    matched = searching.matching(Publication.objects.public(), q)
    assert [each.title for each in matched] == ["Another"]


@pytest.mark.usefixtures("_four")
@pytest.mark.parametrize(("passed", "is_more"), [(2, True), (4, True), (6, False)])
def test_of_what_nearly_all_have_so_much_is_left_as_may_be_passed(
    monkeypatch: pytest.MonkeyPatch, passed: int, is_more: bool
) -> None:
    """By title: A, Another, b, C, d."""
    monkeypatch.setattr(first, "_STEP", 2)
    monkeypatch.setattr(first, "_MOST_PASSED", passed)

    found = searching.find(_listed([Lower("title")]), "-cobalt", in_order=True)

    assert [each.title for each in found.publications] == ["Another"]
    assert (found.total, found.is_more) == (1, is_more)


@pytest.mark.usefixtures("_four")
def test_what_the_question_names_is_found_beside_the_first_thousand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    making.published("Named", doi="10.1234/b", at=_ago(20))
    for number in range(3):
        making.published(f"Says it {number}", summary="<p>See 10.1234/b.</p>", at=_ago(number))
    monkeypatch.setattr(finding, "RANKED", 2)

    found = searching.find(_listed(["-published_at"]), "10.1234/b", in_order=True)

    titles = [each.title for each in found.publications]
    assert titles == ["Says it 0", "Says it 1", "Named"]
    assert (found.total, found.is_more) == (3, True)


@pytest.mark.parametrize(
    ("sort", "titles"),
    [("newest", ["b", "C", "A"]), ("oldest", ["A", "C", "b"]), ("title", ["A", "b", "C"])],
)
@pytest.mark.usefixtures("found_either_way")
def test_a_topics_hits_are_in_order_too(client: Client, sort: str, titles: list[str]) -> None:
    for days, title in enumerate(["b", "C", "A"]):
        making.published(title, summary="<p>Cobalt.</p>", tags=["mines"], at=_ago(days))
    making.published("Of another topic", summary="<p>Cobalt.</p>")
    making.published("Of other words", tags=["mines"])

    shown = page(client, "/en/publications/", {"q": "cobalt", "tag": "mines", "sort": sort})

    assert text(shown, ".card-title") == titles


@pytest.mark.parametrize("sort", ["relevance", "newest"])
def test_the_second_page_goes_on_where_the_first_ends(
    client: Client, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(pagination, "PER_PAGE", 2)
    for number in range(5):
        making.published(f"Cobalt {number}", at=_ago(number))

    def titles(number: int) -> list[str]:
        asked = {"q": "cobalt", "sort": sort, "page": number}
        return text(page(client, "/en/publications/", asked), ".card-title")

    assert titles(1) == ["Cobalt 0", "Cobalt 1"]
    assert titles(2) == ["Cobalt 2", "Cobalt 3"]
    assert titles(3) == ["Cobalt 4"]


@pytest.mark.usefixtures("_four")
@pytest.mark.parametrize("q", ["!", "-", '""', "🙂"])
def test_a_question_without_a_word_is_none(client: Client, q: str) -> None:
    shown = page(client, "/en/publications/", {"q": q})

    assert text(shown, ".card-title")[0] == "Another"
    assert text(shown, "#filter-language option") == ["All", "English (5)"]
    assert "relevance" not in attributes(shown, "#filter-sort option", "value")


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
