"""`make_corpus`: a synthetic corpus, the same for the same arguments."""

import hashlib
from typing import Any

import pytest
from django.core.management import CommandError
from django.db.models import Count

from authors.models import Author
from ifri.demo import corpus
from publications.enums import Status
from publications.models import (
    Authorship,
    Document,
    Publication,
    PublicationCenter,
    Tag,
    TaggedPublication,
)
from publications.richtext import plain
from tests import loading

pytestmark = pytest.mark.django_db


def run(publications: int, **options: Any) -> str:
    return loading.run("make_corpus", publications=publications, **options)


def rows() -> list[Any]:
    """All that a corpus is, without the keys the database chose and the time it was made."""
    papers = Publication.objects.order_by("slug").values_list(
        "slug", "title", "language", "type__slug", "series__slug", "lead", "summary", "access",
        "status", "published_at", "withdrawn_at", "translation_group",
    )  # fmt: skip
    tags = TaggedPublication.objects.order_by("content_object__slug", "tag__slug")
    authors = Authorship.objects.order_by("publication__slug", "order")
    centers = PublicationCenter.objects.order_by("publication__slug", "order")
    return [
        list(papers),
        list(tags.values_list("content_object__slug", "tag__slug")),
        list(authors.values_list("publication__slug", "order", "author__slug")),
        list(centers.values_list("publication__slug", "is_primary", "center__slug")),
    ]


def test_the_same_arguments_give_the_same_corpus() -> None:
    run(60, seed=7)
    first = rows()
    Publication.objects.all().delete()
    Author.objects.all().delete()
    run(60, seed=7)
    assert rows() == first


def test_it_is_the_same_on_every_machine_and_database() -> None:
    run(3, seed=7)
    assert list(
        Publication.objects.order_by("slug").values_list("title", "language", "status")
    ) == [
        ("Society parliament election standard treaty 0000000", "en", "published"),
        ("Corridor water economy security sanction 0000001", "en", "published"),
        ("Region corridor power energy technology 0000002", "en", "published"),
    ]
    summary = Publication.objects.get(slug="corpus-7-0000000").summary
    assert hashlib.sha256(summary.encode()).hexdigest()[:16] == "4bb1b5cd36e4d45d"


def test_another_seed_gives_another_corpus() -> None:
    run(20, seed=1)
    run(20, seed=2)
    ones = Publication.objects.filter(slug__startswith="corpus-1-").values_list("summary")
    twos = Publication.objects.filter(slug__startswith="corpus-2-").values_list("summary")
    assert len(ones) == len(twos) == 20
    assert not set(ones) & set(twos)


def test_repeating_adds_nothing_and_says_so() -> None:
    assert "20 publications added" in run(20)
    before = rows()
    assert "20 publications are there already, nothing added" in run(20)
    assert "nothing added" in run(10)
    assert rows() == before


def test_a_smaller_corpus_is_the_beginning_of_a_larger_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "BATCH", 8)
    run(12)
    assert "18 publications added" in run(30)
    grown = rows()
    Publication.objects.all().delete()
    Author.objects.all().delete()
    run(30)
    assert rows() == grown


def test_what_it_is_made_of() -> None:
    run(300)
    papers = Publication.objects.all()
    assert papers.count() == 300
    assert Author.objects.count() == 30
    assert Tag.objects.count() == 2_000
    assert set(papers.annotate(n=Count("taggings")).values_list("n", flat=True)) == {8}
    assert set(papers.values_list("language", flat=True)) == {"en", "fr"}
    assert papers.filter(status=Status.PUBLISHED).count() / 300 == pytest.approx(0.93, abs=0.05)
    assert papers.public().count() > 250
    assert not Document.objects.exists()
    lengths = [len(plain(paper.summary)) for paper in papers]
    assert 2_000 < sum(lengths) / 300 < 4_500
    primary = PublicationCenter.objects.filter(is_primary=True)
    assert primary.count() == 300


def test_tags_are_as_uneven_as_real_ones() -> None:
    run(300)
    uses = dict(Tag.objects.annotate(n=Count("taggings")).values_list("slug", "n"))
    assert uses["corpus-tag-0001"] > 130
    assert uses["corpus-tag-0001"] > uses["corpus-tag-0010"] > uses["corpus-tag-0100"]
    assert sum(1 for n in uses.values() if n <= 1) > 1_000


def test_each_row_is_one_that_the_product_allows() -> None:
    run(60)
    for paper in Publication.objects.all():
        paper.full_clean()


@pytest.mark.parametrize(("publications", "seed"), [(0, 1), (-5, 1), (5, -1)])
def test_nonsense_is_refused(publications: int, seed: int) -> None:
    with pytest.raises(CommandError, match="at least one publication"):
        run(publications, seed=seed)
    assert not Publication.objects.exists()
