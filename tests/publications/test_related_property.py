"""Related analyses against a plain re-telling of the rule in Python, on corpora made at random."""

import datetime
import math
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.models import ResearchCenter
from publications.models import Publication, PublicationCenter, RelatedPick, Tag, TaggedPublication
from publications.related import related_to, tags_with_rarity
from tests import making

pytestmark = pytest.mark.django_db

SIZE = 9
TAGS = range(5)
START = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Corpus:
    """Publication by publication; the first is the one asked about, the last four are hidden."""

    tags: list[set[int]]
    centers: list[set[int]]
    languages: list[str]
    days: list[int]
    groups: list[int]
    picks: list[int] = field(default_factory=list)


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    def each(strategy: st.SearchStrategy) -> list:
        return draw(st.lists(strategy, min_size=SIZE, max_size=SIZE))

    return Corpus(
        tags=each(st.sets(st.sampled_from(TAGS))),
        centers=each(st.sets(st.sampled_from(range(2)))),
        languages=each(st.sampled_from(["en", "fr"])),
        days=each(st.integers(0, 3)),
        groups=each(st.integers(0, 3)),
        picks=draw(st.lists(st.integers(1, SIZE - 1), unique=True, max_size=4)),
    )


@pytest.fixture
def papers(db: None) -> list[Publication]:
    hidden = (making.draft, making.in_review, making.scheduled, making.withdrawn)
    return [making.published() for _ in range(SIZE - 4)] + [make() for make in hidden]


@pytest.fixture
def tags(db: None) -> list[Tag]:
    return [Tag.objects.create(name=f"tag {number}") for number in TAGS]


@pytest.fixture
def centers(db: None) -> list[ResearchCenter]:
    return [ResearchCenter.objects.create(name_en=name, slug=name) for name in ("one", "two")]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(corpus=corpora(), limit=st.integers(1, 6))
def test_the_query_finds_what_the_rule_says(
    papers: list[Publication],
    tags: list[Tag],
    centers: list[ResearchCenter],
    corpus: Corpus,
    limit: int,
) -> None:
    store(corpus, papers, tags, centers)

    first = Publication.objects.get(pk=papers[0].pk)
    found = [each.pk for each in related_to(first, tags_with_rarity(first), limit)]

    assert found == [papers[index].pk for index in expected(corpus, limit)]


def expected(corpus: Corpus, limit: int) -> list[int]:
    public = range(SIZE - 4)
    uses = {tag: sum(tag in corpus.tags[index] for index in public) for tag in TAGS}

    def score(index: int) -> int:
        shared = corpus.tags[index] & corpus.tags[0]
        return sum(round(1_000_000 / math.log(1 + max(uses[tag], 1))) for tag in shared)

    def same_center(index: int) -> bool:
        return bool(corpus.centers[index] & corpus.centers[0])

    candidates = [
        index
        for index in public
        if corpus.groups[index] != corpus.groups[0]
        and (
            index in corpus.picks
            or score(index)
            or same_center(index)
            or corpus.languages[index] == corpus.languages[0]
        )
    ]
    # Later made is later in the list: the tie-breaker of the same moment.
    candidates.sort(
        key=lambda index: (
            corpus.picks.index(index) if index in corpus.picks else SIZE,
            -score(index),
            not (same_center(index) and not score(index)),
            -corpus.days[index],
            -index,
        )
    )
    return candidates[:limit]


def store(
    corpus: Corpus, papers: list[Publication], tags: list[Tag], centers: list[ResearchCenter]
) -> None:
    for model in (TaggedPublication, PublicationCenter, RelatedPick):
        model._default_manager.all().delete()
    # One text has one version per language: a group repeated in a language is split up.
    groups: dict[tuple[int, str], int] = {}
    for index in range(SIZE):
        key = corpus.groups[index], corpus.languages[index]
        corpus.groups[index] = key[0] if groups.setdefault(key, index) == index else 100 + index
    _update(corpus, papers)
    TaggedPublication.objects.bulk_create(
        TaggedPublication(content_object=paper, tag=tags[tag])
        for paper, chosen in zip(papers, corpus.tags, strict=True)
        for tag in chosen
    )
    PublicationCenter.objects.bulk_create(
        PublicationCenter(publication=paper, center=centers[center])
        for paper, chosen in zip(papers, corpus.centers, strict=True)
        for center in chosen
    )
    RelatedPick.objects.bulk_create(
        RelatedPick(publication=papers[0], picked=papers[index], order=order)
        for order, index in enumerate(corpus.picks)
    )


def _update(corpus: Corpus, papers: list[Publication]) -> None:
    """In two steps: the group and language of one may be those another had before."""
    for paper in papers:
        Publication.objects.filter(pk=paper.pk).update(translation_group=_group(1000 + paper.pk))
    for index, paper in enumerate(papers):
        Publication.objects.filter(pk=paper.pk).update(
            translation_group=_group(corpus.groups[index]), language=corpus.languages[index]
        )
        if index < SIZE - 4:
            moment = START + datetime.timedelta(days=corpus.days[index])
            Publication.objects.filter(pk=paper.pk).update(published_at=moment)


def _group(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012}"
