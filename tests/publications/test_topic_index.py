"""The index of topics: by kind, alphabetically, what readers may know of and how much there is."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from publications.enums import TagKind
from publications.facets import keeping
from publications.models import Tag
from tests import making
from tests.html import attributes, page, text

pytestmark = pytest.mark.django_db

INDEX = "/en/topics/"


@pytest.fixture
def topics(db: None) -> None:
    for name, french, kind in [
        ("Trade", "Commerce", TagKind.TOPIC),
        ("Electricity", "Électricité", TagKind.TOPIC),
        ("War", "Guerre", TagKind.TOPIC),
        ("Sahel", "", TagKind.REGION),
        ("Hungary", "Hongrie", TagKind.COUNTRY),
    ]:
        Tag.objects.create(name=name, label_fr=french, kind=kind)


@pytest.mark.parametrize("is_kept", [False, True])
def test_they_stand_by_kind_and_alphabetically_with_their_numbers(
    client: Client, topics: None, is_kept: bool
) -> None:
    making.published(tags=["War", "Hungary", "Trade"])
    making.published(tags=["War", "Electricity"], language="fr")
    making.published(tags=["Sahel", "Electricity"])
    if is_kept:
        keeping.settle()
    making.published(tags=["War"])
    for make in (making.draft, making.in_review, making.scheduled, making.withdrawn):
        make(tags=["War", "Secret"])

    shown = page(client, INDEX)
    assert text(shown, "h2") == ["Subjects", "Regions", "Countries"]
    assert text(shown, ".names li") == [
        "Electricity 2", "Trade 1", "War 3", "Sahel 1", "Hungary 1",
    ]  # fmt: skip
    assert attributes(shown, ".names a", "href") == [
        f"/en/topics/{slug}/" for slug in ("electricity", "trade", "war", "sahel", "hungary")
    ]
    assert attributes(shown, ".letters a", "href") == [
        "#kind-topic", "#kind-region", "#kind-country",
    ]  # fmt: skip
    with override("fr"):
        french = page(client, "/fr/topics/")
    assert text(french, ".names a") == ["Commerce", "Électricité", "Guerre", "Sahel", "Hongrie"]


def test_of_one_kind_there_is_nothing_to_jump_to_and_of_none_it_says_so(
    client: Client, topics: None
) -> None:
    assert text(page(client, INDEX), ".nothing") == ["Nothing has been published here yet."]
    making.published(tags=["War"])
    shown = page(client, INDEX)
    assert text(shown, ".letters") == []
    assert text(shown, ".names li") == ["War 1"]


def test_every_page_leads_to_it_and_each_topic_back(client: Client, topics: None) -> None:
    making.published(tags=["War"])
    assert INDEX in attributes(page(client, "/en/"), ".colophon a", "href")
    shown = page(client, "/en/topics/war/")
    assert attributes(shown, ".page-head .kicker a", "href")[0] == INDEX
    shown = page(client, INDEX)
    assert attributes(shown, "link[rel=alternate][hreflang]", "hreflang") == [
        "en", "fr", "x-default",
    ]  # fmt: skip


def test_it_costs_the_same_for_few_and_for_many(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, INDEX)
        return len(captured)

    making.published(tags=["one"])
    keeping.settle()
    few = queries()
    making.published(tags=[f"tag {number}" for number in range(80)])
    keeping.settle()
    assert len(text(page(client, INDEX), ".names li")) == 81
    assert queries() == few
    # Five for the numbers, one for the names; two tell what the institute says of itself.
    assert few <= 8
