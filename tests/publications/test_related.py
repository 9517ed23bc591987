"""Related analyses: picks first, then shared rare tags, then the same center, then the newest."""

import datetime
import math
import uuid
from typing import Any

import pytest
from django.utils import timezone

from programs.models import ResearchCenter
from publications.models import Publication, Tag
from publications.related import related_to, tags_with_rarity
from tests import making

pytestmark = pytest.mark.django_db


def related(publication: Publication, limit: int = 4) -> list[str]:
    found = related_to(publication, tags_with_rarity(publication), limit)
    return [each.title for each in found]


def pick(publication: Publication, *picked: Publication) -> None:
    for order, each in enumerate(picked):
        publication.related_picks.create(picked=each, order=order)


def test_a_tag_is_the_rarer_the_fewer_public_publications_carry_it() -> None:
    paper = making.published(tags=["war", "drones", "alone"])
    making.published(tags=["war", "drones"])
    making.published(tags=["war"])
    making.draft(tags=["alone", "drones"])

    rarities = {tag.name: tag.rarity for tag in tags_with_rarity(paper)}

    assert list(rarities) == ["alone", "drones", "war"]
    assert rarities == pytest.approx(
        {"alone": 1 / math.log(2), "drones": 1 / math.log(3), "war": 1 / math.log(4)}
    )


def test_a_draft_may_be_previewed_with_its_related_analyses() -> None:
    other = making.published("Other", tags=["new"])
    draft = making.draft(tags=["new", "unused"])

    assert [tag.name for tag in tags_with_rarity(draft)] == ["new", "unused"]
    assert related(draft) == [other.title]


def test_one_rare_tag_outweighs_one_common_tag() -> None:
    paper = making.published(tags=["common", "rare"])
    making.published("Rare", tags=["rare"])
    for number in range(3):
        making.published(f"Common {number}", tags=["common"])

    assert related(paper) == ["Rare", "Common 2", "Common 1", "Common 0"]


def test_more_shared_tags_come_first_and_newer_ones_among_equals() -> None:
    paper = making.published(tags=["a", "b", "c"])
    making.published("Two", tags=["a", "b"])
    making.published("Three", tags=["a", "b", "c"])
    making.published("Two, newer", tags=["a", "b"])

    assert related(paper) == ["Three", "Two, newer", "Two"]


def test_the_later_made_comes_first_of_two_published_at_once() -> None:
    at = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
    paper = making.published(tags=["a"])
    making.published("First made", tags=["a"], at=at)
    making.published("Second made", tags=["a"], at=at)

    assert related(paper) == ["Second made", "First made"]


def test_editors_picks_come_first_in_their_order_even_without_a_shared_tag() -> None:
    paper = making.published(tags=["a"])
    second, first = making.published("Second pick"), making.published("First pick", tags=["a"])
    making.published("Shares a tag", tags=["a"])
    pick(paper, first, second)

    assert related(paper) == ["First pick", "Second pick", "Shares a tag"]
    assert related(paper, limit=1) == ["First pick"]


def test_a_pick_counts_for_the_publication_it_was_made_for_only() -> None:
    paper, other = making.published("Paper", tags=["a"]), making.published("Other", language="fr")
    picked = making.published("Picked", language="fr")
    making.published("Shares a tag", tags=["a"])
    pick(other, picked)

    assert related(paper)[0] == "Shares a tag"
    assert related(other)[0] == "Picked"


def test_it_is_filled_from_the_same_center_then_with_the_newest_of_the_language() -> None:
    center = ResearchCenter.objects.create(name_en="Energy", slug="energy")
    paper = making.published(tags=["a"], language="fr")
    same_center, shares = making.published("Same center"), making.published("Shares", tags=["a"])
    making.published("Older of the language", language="fr")
    making.published("Newer of the language", language="fr")
    making.published("Of another language")
    for each in (paper, same_center):
        each.center_links.create(center=center)

    expected = [shares.title, same_center.title, "Newer of the language", "Older of the language"]
    assert related(paper) == expected
    assert related(paper, limit=9) == expected


def test_among_equals_by_tags_the_newer_comes_first_whatever_its_center() -> None:
    center = ResearchCenter.objects.create(name_en="Energy", slug="energy")
    paper, older = making.published(tags=["a"]), making.published("Older", tags=["a"])
    making.published("Newer", tags=["a"])
    for each in (paper, older):
        each.center_links.create(center=center)

    assert related(paper) == ["Newer", "Older"]
    assert related(paper, limit=1) == ["Newer"]


def test_without_tags_and_centers_it_is_the_newest_of_the_language() -> None:
    paper = making.published()
    making.published("Other", tags=["a"])

    assert related(paper) == ["Other"]


def test_never_itself_or_its_own_translations_even_when_picked() -> None:
    group = uuid.uuid4()
    paper = making.published(tags=["a"], translation_group=group)
    translation = making.published(tags=["a"], translation_group=group, language="fr")
    pick(paper, translation)

    assert related(paper) == []
    assert related(translation) == []


def test_nothing_hidden_is_ever_related_even_when_picked() -> None:
    center = ResearchCenter.objects.create(name_en="Energy", slug="energy")
    paper = making.published(tags=["a"])
    hidden = [
        make(tags=["a"])
        for make in (making.draft, making.in_review, making.scheduled, making.withdrawn)
    ]
    visible = making.published("Visible", tags=["a"])
    for each in (paper, *hidden):
        each.center_links.create(center=center)
    pick(paper, *hidden)

    assert related(paper, limit=9) == [visible.title]


def test_a_scheduled_one_appears_when_its_time_has_come(time_machine: Any) -> None:
    paper = making.published(tags=["a"])
    making.scheduled("Tomorrow's", tags=["a"])
    assert related(paper) == []

    time_machine.move_to(timezone.now() + datetime.timedelta(days=2))

    assert related(paper) == ["Tomorrow's"]


@pytest.mark.parametrize("number", [1, 12])
def test_it_costs_one_query_for_the_tags_and_one_for_the_rest(
    number: int, django_assert_num_queries: Any
) -> None:
    names = [f"tag {each}" for each in range(number)]
    paper = making.published(tags=names)
    for _ in range(number):
        making.published(tags=names)

    with django_assert_num_queries(2):
        tags = tags_with_rarity(paper)
        assert [tag.name for tag in tags] == sorted(names)
        for each in related_to(paper, tags):
            shown = each.title, each.short_text, each.language, each.slug, each.published_at
            assert all(shown)
            assert str(each.type) == "Paper"


def test_tags_of_others_are_not_among_them() -> None:
    making.published(tags=["other"])

    assert tags_with_rarity(making.published()) == []
    assert Tag.objects.count() == 1
