"""Related analyses: picks, then what is shared in the own language, then in others, then the newest.

Nearly everything here is asked twice: of the exact query, before there is any list, and of the
stored lists.
"""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from programs.models import ResearchCenter
from publications.models import Publication, RelatedEntry, RelatedList, Series, TagRarity
from publications.related import queue, related_to
from publications.related.rebuilding import rebuild
from publications.related.score import NEW_TAG, UNIT, rarity
from tests import making

pytestmark = pytest.mark.django_db


def exactly(publication: Publication, limit: int = 4) -> list[str]:
    """With the rarities as they are now, and no list."""
    rebuild()
    RelatedEntry.objects.all().delete()
    RelatedList.objects.all().delete()
    return [each.title for each in related_to(publication, limit)]


def from_the_rebuilt_list(publication: Publication, limit: int = 4) -> list[str]:
    rebuild()
    return [each.title for each in related_to(publication, limit)]


def from_the_list_kept(publication: Publication, limit: int = 4) -> list[str]:
    """A rebuild froze the rarities; then everything was taken out and came in again by the queue."""
    rebuild()
    for each in Publication.objects.order_by("pk"):
        RelatedList.objects.filter(pk=each.pk).update(made_from="")
        queue.enqueue([each.pk])
    queue.drain()
    return [each.title for each in related_to(publication, limit)]


Related = Callable[..., list[str]]


@pytest.fixture(params=[exactly, from_the_rebuilt_list, from_the_list_kept])
def related(request: pytest.FixtureRequest) -> Callable[..., list[str]]:
    way: Callable[..., list[str]] = request.param
    return way


def pick(publication: Publication, *picked: Publication) -> None:
    for order, each in enumerate(picked):
        publication.related_picks.create(picked=each, order=order)


def test_a_tag_is_the_rarer_the_fewer_public_publications_carry_it() -> None:
    making.published(tags=["war", "drones", "alone"])
    making.published(tags=["war", "drones"])
    making.published(tags=["war"])
    making.draft(tags=["alone", "drones"])

    rebuild()

    points = dict(TagRarity.objects.values_list("tag__name", "points"))
    assert points == {"alone": rarity(2), "drones": rarity(2), "war": rarity(3)}
    assert rarity(2) == round(UNIT / 1.0986122886681098) > rarity(3)


def test_rarities_are_frozen_until_the_next_rebuild() -> None:
    for _ in range(3):
        making.published(tags=["war"])
    rebuild()
    for _ in range(3):
        making.published(tags=["war", "new"])
    queue.drain()
    assert list(TagRarity.objects.values_list("points", flat=True)) == [rarity(3)]
    assert rarity(2) == NEW_TAG

    rebuild()

    points = dict(TagRarity.objects.values_list("tag__name", "points"))
    assert points == {"war": rarity(6), "new": rarity(3)}


def test_a_draft_may_be_previewed_with_its_related_analyses(related: Related) -> None:
    other = making.published("Other", tags=["new"])
    draft = making.draft(tags=["new", "unused"])

    assert related(draft) == [other.title]


def test_one_rare_tag_outweighs_one_common_tag(related: Related) -> None:
    paper = making.published(tags=["common", "rare"])
    making.published("Rare", tags=["rare"])
    for number in range(3):
        making.published(f"Common {number}", tags=["common"])

    assert related(paper) == ["Rare", "Common 2", "Common 1", "Common 0"]


def test_more_shared_tags_come_first_and_newer_ones_among_equals(related: Related) -> None:
    paper = making.published(tags=["a", "b", "c"])
    making.published("Two", tags=["a", "b"])
    making.published("Three", tags=["a", "b", "c"])
    making.published("Two, newer", tags=["a", "b"])

    assert related(paper) == ["Three", "Two, newer", "Two"]


def test_the_later_made_comes_first_of_two_published_at_once(related: Related) -> None:
    at = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
    paper = making.published(tags=["a"])
    making.published("First made", tags=["a"], at=at)
    making.published("Second made", tags=["a"], at=at)

    assert related(paper) == ["Second made", "First made"]


def test_editors_picks_come_first_in_their_order_even_without_a_shared_tag(
    related: Related,
) -> None:
    paper = making.published(tags=["a"])
    second, first = making.published("Second pick"), making.published("First pick", tags=["a"])
    making.published("Shares a tag", tags=["a"])
    pick(paper, first, second)

    assert related(paper) == ["First pick", "Second pick", "Shares a tag"]
    assert related(paper, limit=1) == ["First pick"]


def test_a_pick_counts_for_the_publication_it_was_made_for_only(related: Related) -> None:
    paper, other = making.published("Paper", tags=["a"]), making.published("Other", language="fr")
    picked = making.published("Picked", language="fr")
    making.published("Shares a tag", tags=["a"])
    pick(other, picked)

    assert related(paper)[0] == "Shares a tag"
    assert related(other)[0] == "Picked"


def test_it_is_filled_from_the_same_center_then_with_the_newest_of_the_language(
    related: Related,
) -> None:
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


def test_a_shared_author_counts_for_less_than_a_tag_that_six_carry(related: Related) -> None:
    ada = making.author("Ada Lovelace")
    paper = making.published(tags=["war"], authors=[ada])
    making.published("By the author", authors=[ada])
    for number in range(5):
        making.published(f"Shares a tag {number}", tags=["war"])
    assert related(paper, limit=1) == ["Shares a tag 4"]
    making.published("The seventh", tags=["war"])
    assert related(paper, limit=2) == ["By the author", "The seventh"]


def test_a_shared_series_and_center_count_less_than_any_tag_and_more_than_nineteen_years(
    related: Related,
) -> None:
    center = ResearchCenter.objects.create(name_en="Energy", slug="energy")
    series = Series.objects.create(name_en="Visions", slug="visions")
    paper = making.published(tags=["a"], series=series)
    past = timezone.now() - datetime.timedelta(days=18 * 365)
    same_center = making.published("Same center", at=past)
    making.published("Same series", at=past, series=series)
    for each in (paper, same_center):
        each.center_links.create(center=center)
    making.published("Shares nothing")
    for number in range(12):
        making.published(f"Shares a tag {number}", tags=["a"], at=past)

    found = related(paper, limit=15)

    assert found[-3:] == ["Same series", "Same center", "Shares nothing"]


def test_the_same_language_comes_first(related: Related) -> None:
    paper = making.published(tags=["a", "b"])
    making.published("Shares one", tags=["a"])
    making.published("En partage deux", tags=["a", "b"], language="fr")
    making.published("Shares nothing")

    assert related(paper) == ["Shares one", "En partage deux", "Shares nothing"]


def test_what_editors_banned_is_never_shown_there_even_when_picked(related: Related) -> None:
    paper = making.published("Paper", tags=["a"])
    banned, other = making.published("Banned", tags=["a"]), making.published("Other", tags=["a"])
    paper.related_bans.create(banned=banned)
    pick(paper, banned)

    assert related(paper) == ["Other"]
    assert related(other) == ["Banned", "Paper"]


def test_a_pick_and_a_ban_show_before_any_queue_is_drained() -> None:
    paper = making.published("Paper", tags=["a"])
    banned = making.published("Banned", tags=["a"])
    picked = making.published("Picked", language="fr")
    for number in range(8):
        making.published(f"Other {number}", tags=["a"])
    rebuild()
    pick(paper, picked)
    paper.related_bans.create(banned=banned)

    found = [each.title for each in related_to(paper, 9)]
    assert found[0] == "Picked"
    assert "Banned" not in found

    paper.related_picks.all().delete()
    assert "Picked" not in [each.title for each in related_to(paper)]


def test_without_tags_and_centers_it_is_the_newest_of_the_language(related: Related) -> None:
    paper = making.published()
    making.published("Other", tags=["a"])

    assert related(paper) == ["Other"]


def test_never_itself_or_its_own_translations_even_when_picked(related: Related) -> None:
    group = uuid.uuid4()
    paper = making.published(tags=["a"], translation_group=group)
    translation = making.published(tags=["a"], translation_group=group, language="fr")
    pick(paper, translation)

    assert related(paper) == []
    assert related(translation) == []


def test_nothing_hidden_is_ever_related_even_when_picked(related: Related) -> None:
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


def test_a_scheduled_one_appears_when_its_time_has_come(
    related: Related, time_machine: Any
) -> None:
    paper = making.published(tags=["a"])
    making.scheduled("Tomorrow's", tags=["a"])
    assert related(paper) == []

    time_machine.move_to(timezone.now() + datetime.timedelta(days=2))

    assert related(paper) == ["Tomorrow's"]


@pytest.mark.parametrize("number", [1, 12])
def test_a_stored_list_costs_one_query(number: int, django_assert_num_queries: Any) -> None:
    names = [f"tag {each}" for each in range(number)]
    paper = making.published(tags=names)
    for _ in range(number + 4):
        making.published(tags=names)
    rebuild()

    with django_assert_num_queries(1):
        for each in related_to(paper):
            shown = each.title, each.short_text, each.language, each.slug, each.published_at
            assert all(shown)
            assert str(each.type) == "Paper"


def test_where_the_spares_are_used_up_the_exact_query_answers(related: Related) -> None:
    paper = making.published("Paper", tags=["a"])
    others = [making.published(f"Other {number}", tags=["a"]) for number in range(18)]
    assert len(related(paper)) == 4
    # Withdrawn by the clock: nobody refreshes anything.
    moment = timezone.now() - datetime.timedelta(seconds=1)
    Publication.objects.filter(pk__in=[each.pk for each in others[3:]]).update(withdrawn_at=moment)

    assert [each.title for each in related_to(paper)] == ["Other 2", "Other 1", "Other 0"]


def test_text_alone_changes_no_list(django_assert_num_queries: Any) -> None:
    paper = making.published("Paper", tags=["a"])
    making.published("Other", tags=["a"])
    rebuild()
    before = list(RelatedEntry.objects.order_by("pk").values_list("pk", flat=True))
    paper.title = "Another title"
    paper.save()

    assert queue.drain() == 1
    assert list(RelatedEntry.objects.order_by("pk").values_list("pk", flat=True)) == before
