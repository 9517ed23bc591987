"""The numbers beside the listing's choices: exact at every second, whatever is kept or waits."""

import datetime
import random
from collections import Counter
from typing import Any
from unittest.mock import Mock

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authors.models import Author
from programs.models import Kind, ResearchCenter
from publications import facets, offers
from publications.enums import Status
from publications.facets import counting, facts, keeping
from publications.listing import Selection, load_choices
from publications.models import (
    CountedPublication,
    CountRefresh,
    CountState,
    ListingCount,
    Publication,
    PublicationType,
    Series,
    Tag,
)
from tests import making
from tests.html import attributes, page, text

pytestmark = pytest.mark.django_db

LISTING = "/en/publications/"


class World:
    """Some of everything, small enough to be counted by hand."""

    def __init__(self) -> None:
        top = ResearchCenter.objects.create(name_en="Top", slug="top")
        below = ResearchCenter.objects.create(
            name_en="Below", slug="below", parent=top, kind=Kind.PROGRAM
        )
        other = ResearchCenter.objects.create(name_en="Other", slug="other")
        self.centers = [top, below, other]
        self.types = [
            PublicationType.objects.create(name_en=f"Type {n}", slug=f"type-{n}") for n in range(3)
        ]
        self.series = [Series.objects.create(name_en=f"S {n}", slug=f"s-{n}") for n in range(2)]
        self.tags = [Tag.objects.create(name=f"tag {n}", slug=f"tag-{n}") for n in range(4)]
        self.authors = [Author.objects.create(last_name=f"A {n}", slug=f"a-{n}") for n in range(3)]

    def paper(self, chance: random.Random) -> Publication:
        moment = timezone.now() - datetime.timedelta(days=chance.randrange(1500))
        if chance.random() < 0.15:
            moment = timezone.now() + datetime.timedelta(hours=chance.randrange(1, 40))
        number = Publication.objects.count()
        made = Publication.objects.create(
            title=f"Paper {number}",
            slug=f"paper-of-{number}-{chance.randrange(10**9)}",
            type=chance.choice(self.types),
            series=chance.choice([None, *self.series]),
            language=chance.choice(["en", "fr"]),
            status=chance.choice([Status.PUBLISHED, Status.PUBLISHED, Status.DRAFT]),
            published_at=moment,
        )
        self.dress(made, chance)
        return made

    def dress(self, paper: Publication, chance: random.Random) -> None:
        paper.tags.set(chance.sample(self.tags, k=chance.randrange(4)))
        paper.center_links.all().delete()
        for center in chance.sample(self.centers, k=chance.randrange(3)):
            paper.center_links.create(center=center)
        paper.authorships.all().delete()
        for author in chance.sample(self.authors, k=chance.randrange(3)):
            paper.authorships.create(author=author)

    def edit(self, chance: random.Random) -> None:
        keys = list(Publication.objects.order_by("pk").values_list("pk", flat=True))
        paper = Publication.objects.get(pk=chance.choice(keys))
        kind = chance.randrange(6)
        if kind == 0:
            self.dress(paper, chance)
        elif kind == 1:
            paper.status = Status.DRAFT
            paper.save()
        elif kind == 2:
            paper.status, paper.withdrawn_at = Status.WITHDRAWN, timezone.now()
            paper.save()
        elif kind == 3:
            paper.status = Status.PUBLISHED
            paper.withdrawn_at = timezone.now() + datetime.timedelta(hours=chance.randrange(1, 30))
            paper.save()
        elif kind == 4:
            paper.delete()
        else:
            self.paper(chance)

    def asked(self, chance: random.Random) -> dict[str, str]:
        """A random selection; two or three filters as often as one."""
        every = {
            "center": [each.slug for each in self.centers],
            "type": [each.slug for each in self.types],
            "series": [each.slug for each in self.series],
            "tag": [each.slug for each in self.tags],
            "author": [each.slug for each in self.authors],
            "language": ["en", "fr"],
            "year": [str(timezone.localtime().year - back) for back in range(4)],
        }
        names = chance.sample(sorted(every), k=chance.randrange(4))
        return {name: chance.choice(every[name]) for name in names}


def _check(asked: dict[str, str], *, from_table: bool) -> None:
    """Every number that is given is the length of the listing that choosing it would give."""
    choices = load_choices()
    selection = Selection.read(asked, choices)
    found = selection.results("en", choices).publications
    counted = facets.count(selection.wanted, found)
    assert counted.total == found.count()
    wanted = selection.wanted
    if from_table and counting._is_kept(set(wanted)):
        assert counting._from_table(wanted) is not None
    for column, numbers in counted.numbers.items():
        if column in wanted and not counting._is_kept(set(wanted)):
            continue
        others = {name: value for name, value in wanted.items() if name != column}
        assert +numbers == _by_hand(others, column), (asked, column)


def _by_hand(wanted: dict[str, Any], column: str) -> "Counter[Any]":
    every = facts.facts_of(Publication.objects.public()).values()
    found: Counter[Any] = Counter()
    for each in every:
        if each.is_in(wanted):
            found.update(each.values(column))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_they_are_exact_after_random_edits_and_while_the_clock_goes_on(
    seed: int, time_machine: Any
) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same every time is the point
    time_machine.move_to(timezone.now())
    world = World()
    for _ in range(25):
        world.paper(chance)
    keeping.settle()
    for _ in range(6):
        for _ in range(5):
            world.edit(chance)
            _check(world.asked(chance), from_table=True)
        time_machine.shift(datetime.timedelta(hours=7))
        _check(world.asked(chance), from_table=True)
        if chance.random() < 0.6:
            keeping.settle()
            assert not CountRefresh.objects.exists()
    keeping.settle()
    kept = set(ListingCount.objects.values_list("named", *facts.COLUMNS, "number"))
    keeping.rebuild()
    assert kept == set(ListingCount.objects.values_list("named", *facts.COLUMNS, "number"))
    assert CountedPublication.objects.count() == Publication.objects.public().count()


def test_nothing_the_clock_has_not_released_is_ever_in_the_table(time_machine: Any) -> None:
    making.scheduled("Tomorrow’s", tags=["new"])
    keeping.settle()
    assert not ListingCount.objects.exists()
    time_machine.move_to(timezone.now() + datetime.timedelta(days=2))
    assert facets.count({}, Publication.objects.public()).total == 1
    keeping.settle()
    assert ListingCount.objects.get(named=0).number == 1


def test_a_program_that_moves_takes_its_numbers_along() -> None:
    one = ResearchCenter.objects.create(name_en="One", slug="one")
    two = ResearchCenter.objects.create(name_en="Two", slug="two")
    program = ResearchCenter.objects.create(name_en="Program", slug="program", parent=one)
    # A draft first, which is not counted, and one that belongs to both.
    making.draft().center_links.create(center=program)
    both = making.published()
    both.center_links.create(center=program)
    both.center_links.create(center=two)
    making.published().center_links.create(center=program)
    keeping.settle()
    program.parent = two
    program.save()
    keeping.settle()
    found = facets.count({}, Publication.objects.public())
    assert +found.numbers["center_id"] == {program.pk: 2, two.pk: 2}


def test_with_too_much_waiting_or_before_a_first_count_rows_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    making.published(tags=["a"])
    assert counting._from_table({}) is None
    assert facets.count({}, Publication.objects.public()).total == 1
    keeping.settle()
    making.published(tags=["a"])
    assert counting._from_table({}) is not None
    monkeypatch.setattr(counting, "MOST_WAITING", 0)
    assert counting._from_table({}) is None
    assert facets.count({}, Publication.objects.public()).total == 2


def test_what_is_neither_kept_nor_few_has_no_number(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        making.published(f"Rockets {number}", tags=["arms"])
    monkeypatch.setattr(counting, "MOST_COUNTED", 2)
    shown = page(client, LISTING, {"tag": "arms"})
    assert text(shown, ".page-head .count") == ["More than 2 publications"]
    assert text(shown, "#filter-type option") == ["All", "Paper"]


def test_the_menus_show_them_and_leave_out_what_would_find_nothing(client: Client) -> None:
    center = ResearchCenter.objects.create(name_en="Energy", slug="energy")
    ResearchCenter.objects.create(name_en="Empty", slug="empty")
    making.published(tags=["arms", "Russia"]).center_links.create(center=center)
    making.published(tags=["arms"], language="fr")
    keeping.settle()
    shown = page(client, LISTING)
    assert text(shown, "#filter-center option") == ["All", "Energy (1)"]
    assert text(shown, "#filter-tag option") == ["All", "arms (2)", "Russia (1)"]
    assert text(shown, "#filter-language option") == ["All", "English (1)", "French (1)"]
    shown = page(client, LISTING, {"language": "fr"})
    assert text(shown, "#filter-center option") == []
    assert text(shown, "#filter-tag option") == ["All", "arms (1)"]
    # Of the filter that is on: what its other choices would find.
    assert text(shown, "#filter-language option") == ["All", "English (1)", "French (1)"]


def test_an_empty_result_says_which_filter_to_take_off(client: Client) -> None:
    making.published(tags=["arms"], language="fr")
    making.published(tags=["trade"])
    shown = page(client, LISTING, {"tag": "arms", "language": "en"})
    assert text(shown, ".ways-out li") == [
        "Without Topic “arms” 1 publication",
        "Without Language “English” 1 publication",
    ]
    assert attributes(shown, ".ways-out a", "href") == ["?language=en", "?tag=arms"]


def test_of_words_that_stand_nowhere_only_the_words_are_offered_to_go(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    making.published("Arms", tags=["arms"])
    counting_them = Mock(wraps=offers.count)
    monkeypatch.setattr(offers, "count", counting_them)
    asked = {"q": "zirconium", "tag": "arms", "language": "en"}

    assert text(page(client, LISTING, asked), ".ways-out li") == [
        "Without these words 1 publication"
    ]
    # For the listing itself and for the one way out.
    assert counting_them.call_count == 2


@pytest.mark.parametrize("is_kept", [False, True])
def test_what_the_menus_cannot_hold_is_in_the_indexes(
    client: Client, is_kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bob = making.author("Ada Zola", slug="ada"), making.author("Bob Ames", slug="bob")
    making.published(tags=["rare", "common"], authors=[ada, bob])
    making.published(tags=["common"], authors=[ada])
    making.published(tags=["common", "usual"], authors=[bob])
    making.published(tags=["usual"], authors=[ada])
    if is_kept:
        keeping.settle()
    monkeypatch.setattr(counting, "MOST_OFFERED", 3)
    assert attributes(page(client, LISTING), ".filter-menus a", "href") == []
    monkeypatch.setattr(counting, "MOST_OFFERED", 2)
    shown = page(client, LISTING)
    assert text(shown, "#filter-tag option") == ["All", "common (3)", "usual (2)"]
    assert text(shown, ".filter-menus a") == ["All topics"]
    assert attributes(shown, ".filter-menus a", "href") == ["/en/topics/"]
    monkeypatch.setattr(counting, "MOST_OFFERED", 1)
    shown = page(client, LISTING)
    assert text(shown, ".filter-menus a") == ["All topics", "All authors"]
    assert attributes(shown, ".filter-menus a", "href") == ["/en/topics/", "/en/authors/"]


def test_what_is_chosen_is_offered_and_nobody_says_that_there_are_none_of_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST_OFFERED", 1)
    making.published(tags=["rare", "common"])
    making.published(tags=["common"])
    keeping.settle()
    shown = page(client, LISTING, {"tag": "rare"})
    assert text(shown, "#filter-tag option") == ["All", "common (2)", "rare"]
    assert text(shown, "#filter-tag option[selected]") == ["rare"]


@pytest.mark.parametrize("is_kept", [False, True])
def test_of_each_value_all_are_counted(is_kept: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_OFFERED", 1)
    making.published(tags=["a", "b"])
    making.published(tags=["b", "c"])
    making.scheduled(tags=["a", "d"])
    if is_kept:
        keeping.settle()
    making.published(tags=["c", "e"])
    assert (counting._from_table({}) is not None) == is_kept
    names = {tag.pk: tag.name for tag in Tag.objects.all()}
    counted = {names[key]: number for key, number in facets.of_each("tag_id").items()}
    assert counted == {"a": 1, "b": 2, "c": 2, "e": 1}


def test_menus_are_alphabetical_whatever_the_alphabet(client: Client) -> None:
    people = [
        making.author(name, slug=f"person-{number}")
        for number, name in enumerate(["Zoé Étienne", "Ada Zola", "Max Eberhard", "Łucja Łem"])
    ]
    making.published(authors=people, tags=["Union", "Électricité", "Œuvres", "eau", "Ports"])
    shown = page(client, LISTING)
    assert [option.partition(" (")[0] for option in text(shown, "#filter-tag option")] == [
        "All", "eau", "Électricité", "Œuvres", "Ports", "Union",
    ]  # fmt: skip
    assert [option.partition(" (")[0] for option in text(shown, "#filter-author option")] == [
        "All", "Max Eberhard", "Zoé Étienne", "Łucja Łem", "Ada Zola",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "canonical", "is_indexed"),
    [
        ("", "", True),
        ("?page=1&sort=newest&center=&x=y", "", True),
        ("?type=paper", "?type=paper", True),
        ("?language=en&type=paper", "?type=paper&language=en", False),
        ("?type=nonsense&sort=title", "?sort=title", False),
        ("?type=paper&type=paper", "?type=paper", True),
        ("?q=paper&sort=relevance", "?q=paper", False),
    ],
)
def test_each_selection_has_one_address_and_crossings_are_not_for_crawlers(
    client: Client, asked: str, canonical: str, is_indexed: bool
) -> None:
    making.published()
    shown = page(client, LISTING + asked)
    (address,) = attributes(shown, "link[rel=canonical]", "href")
    assert address.partition(LISTING)[2] == canonical
    robots = attributes(shown, "meta[name=robots]", "content")
    assert robots == ([] if is_indexed else ["noindex"])
    assert set(attributes(shown, ".chip", "rel")) <= {"nofollow"}


# --- Any address at all ---------------------------------------------------------------------------

NAMES = ["q", "center", "author", "type", "series", "tag", "year", "language", "sort", "page"]
VALUES = st.one_of(
    st.text(max_size=40),
    st.integers().map(str),
    st.sampled_from(["energy", "ada", "paper", "arms", "2025", "en", "title", "oldest", "1", "2"]),
)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(asked=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=10))
def test_no_address_breaks_it_or_touches_more_than_it_should(
    client: Client, asked: dict[str, str], fuzzed: None, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(50):
        answer = client.get(LISTING, asked)
    assert answer.status_code in (200, 404)
    assert answer.status_code == 200 or "page" in asked
    assert answer.content.count(b'class="card"') <= 20


@pytest.fixture
def fuzzed(db: None) -> None:
    center = ResearchCenter.objects.create(name_en="Energy", slug="energy")
    ada = making.author("Ada Writer", slug="ada")
    for _ in range(3):
        making.published(tags=["arms"], authors=[ada]).center_links.create(center=center)
    keeping.settle()
    assert CountState.objects.exists()
