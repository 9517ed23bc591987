"""A prepared question: the same rows as the queryset's own, whose statement is written once."""

import datetime
from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from django.db import connections, models
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from authors.models import Affiliation, Organisation
from ifri.prepared import Prepared
from publications import access
from publications.models import Authorship, Document, Publication
from publications.querysets import PublicationQuerySet
from tests import making

KEY = models.BigIntegerField()
NOW = models.DateTimeField()


def public(slug: Any, now: Any) -> PublicationQuerySet:
    return Publication.objects.public(at=now).filter(slug=slug).select_related("type", "series")


def columns(row: models.Model) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if name != "_state"}


@pytest.mark.django_db
def test_rows_are_those_of_the_queryset_with_what_it_joins(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    made = making.published(authors=[making.author()], slug="paper")
    now = timezone.now()
    ask = Prepared(public, slug=models.SlugField(), now=NOW)
    ask(slug="another", now=now)
    with django_assert_num_queries(1):
        [found] = ask(slug="paper", now=now)
        assert str(found.type) == "Paper"
    expected = public("paper", now).get()
    assert found == made
    assert columns(found) == columns(expected)
    assert columns(found.type) == columns(expected.type)
    assert (found._state.db, found._state.adding) == ("default", False)


@pytest.mark.django_db
def test_annotations_deferred_columns_limits_and_subqueries_come_along() -> None:
    papers = [making.published(authors=[making.author()]) for _ in range(3)]
    documents = Prepared(
        lambda publication: access.to_be_had(Document.objects.filter(publication=publication)),
        publication=KEY,
    )
    [document] = documents(publication=papers[1].pk)
    assert (document.publication_id, document.offers_earlier) == (papers[1].pk, False)  # type: ignore[attr-defined]

    others = Prepared(
        lambda group, now: (
            Publication.objects.public(at=now)
            .exclude(translation_group=group)
            .only("slug")
            .order_by("pk")[:1]
        ),
        group=models.UUIDField(),
        now=NOW,
    )
    [other] = others(group=papers[0].translation_group, now=timezone.now())
    assert other == papers[1]
    assert "title" in other.get_deferred_fields()

    school = Organisation.objects.create(name_en="School")
    for paper in papers:
        Affiliation.objects.create(author=paper.authors.get(), organisation=school)
    affiliations = Prepared(
        lambda publication, day: Affiliation.objects.on(day).filter(
            author__in=Authorship.objects.filter(publication=publication).values("author")
        ),
        publication=KEY,
        day=models.DateField(),
    )
    found = affiliations(publication=papers[2].pk, day=timezone.localdate())
    assert [each.author for each in found] == [papers[2].authors.get()]


@pytest.mark.django_db
def test_each_value_is_asked_for_anew_and_the_clock_is_one_of_them() -> None:
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    making.published(slug="today")
    making.published(slug="tomorrow", at=tomorrow)
    ask = Prepared(public, slug=models.SlugField(), now=NOW)
    now = timezone.now()
    assert [bool(ask(slug=slug, now=now)) for slug in ("today", "tomorrow")] == [True, False]
    assert ask(slug="tomorrow", now=tomorrow)


@pytest.mark.django_db
def test_the_statement_is_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ask = Prepared(public, slug=models.SlugField(), now=NOW)
    ask(slug="paper", now=timezone.now())
    monkeypatch.setattr(SQLCompiler, "pre_sql_setup", _refuse)
    assert ask(slug="paper", now=timezone.now()) == []
    with pytest.raises(AssertionError):
        public("paper", timezone.now()).exists()


def _refuse(*_args: Any, **_kwargs: Any) -> None:
    raise AssertionError("A statement was written.")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "ask",
    [
        lambda slug: Publication.objects.public().filter(slug=slug),
        lambda slug: public(slug, timezone.now()),
    ],
)
def test_a_question_that_looks_at_the_clock_by_itself_is_refused(
    ask: Callable[..., PublicationQuerySet],
) -> None:
    with pytest.raises(ValueError, match="depends on something that it was not given"):
        Prepared(ask, slug=models.SlugField())(slug="paper")


@pytest.mark.django_db(transaction=True)
def test_every_thread_asks_on_its_own_connection() -> None:
    making.published(slug="paper")
    ask = Prepared(public, slug=models.SlugField(), now=NOW)
    assert len(ask(slug="paper", now=timezone.now())) == 1
    found: list[str] = []

    def elsewhere() -> None:
        found.extend(each.slug for each in ask(slug="paper", now=timezone.now()))
        connections.close_all()

    thread = Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert found == ["paper"]
