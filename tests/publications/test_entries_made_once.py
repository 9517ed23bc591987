"""A change that saves many rows makes each entry once, in its transaction, however it ends."""

from collections.abc import Iterable

import pytest
from django.db import transaction
from django.test import Client

from publications import merge_tags, pending, search, translating
from publications.models import Authorship, Publication, SearchEntry, Tag, TagSynonym
from publications.search import gathering, indexing
from publications.workflow import Action
from tests import making
from tests.admin_forms import errors_of, read, with_rows

pytestmark = pytest.mark.django_db
FORM = "/admin/publications/publication/{}/change/"
TAG_FORM = "/admin/publications/tag/{}/change/"
_refresh = indexing.refresh


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Whose entries were made, in order."""
    keys: list[int] = []

    def watched(numbers: Iterable[int]) -> int:
        wanted = sorted(numbers)
        keys.extend(wanted)
        return _refresh(wanted)

    monkeypatch.setattr(indexing, "refresh", watched)
    return keys


def found(q: str) -> list[str]:
    return sorted(each.title for each in search.matching(Publication.objects.all(), q))


def a_draft(*tags: str) -> Publication:
    return making.draft("Cobalt", authors=[making.author("Ada Writer")], tags=list(tags))


def fail_after_renaming(paper: Publication) -> None:
    paper.title = "Nickel"
    paper.save()
    raise ZeroDivisionError


def test_a_form_that_changes_the_title_the_topics_and_the_authors(
    client: Client, made: list[int]
) -> None:
    paper, other = a_draft("Mining"), making.author("Bela Reader")
    client.force_login(making.user("editor"))
    address = FORM.format(paper.pk)
    fields = with_rows(
        read(client, address) | {"title": "Nickel", "tags": "Ore, Trade, Ports"},
        "authorships",
        {"author": other.pk, "role": "author"},
    )
    made.clear()

    answer = client.post(address, fields)

    assert answer.status_code == 302, errors_of(answer.content)
    assert made == [paper.pk]
    assert [found(q) for q in ("nickel", "ports", "reader", "mining", "cobalt")] == [
        ["Nickel"],
        ["Nickel"],
        ["Nickel"],
        [],
        [],
    ]


def test_a_form_that_makes_a_new_paper(client: Client, made: list[int]) -> None:
    client.force_login(making.user("editor"))
    address = "/admin/publications/publication/add/"
    fields = read(client, address) | {
        "title": "Nickel",
        "slug": "nickel",
        "type": making.publication_type().pk,
        "language": "en",
        "tags": "Ore, Trade",
    }
    fields = with_rows(fields, "authorships", {"author": making.author().pk, "role": "author"})

    answer = client.post(address, fields)

    assert answer.status_code == 302, errors_of(answer.content)
    assert made == [Publication.objects.get().pk]
    assert found("ore") == ["Nickel"]


def test_a_translation_and_a_pending_change(made: list[int]) -> None:
    paper = making.published("Cobalt", tags=["Mining", "Trade"])
    editor = making.user("editor")
    made.clear()

    translation = translating.start(paper, "fr", user=editor)
    copy = pending.start(paper, user=editor)

    assert made == [translation.pk, copy.pk]
    assert len(found("mining")) == 3


def test_what_takes_a_paper_through_the_workflow_is_said_in_no_entry(made: list[int]) -> None:
    paper = a_draft()
    made.clear()
    making.move(paper, Action.SUBMIT, Action.APPROVE, Action.PUBLISH)
    assert made == []
    assert Authorship.objects.get().frozen_affiliations == []


def test_a_form_that_gives_a_topic_other_names(client: Client, made: list[int]) -> None:
    paper = a_draft("Mining")
    topic = Tag.objects.get()
    client.force_login(making.user("editor"))
    address = TAG_FORM.format(topic.pk)
    fields = with_rows(
        read(client, address, "tag_form") | {"label_en": "Pits", "label_fr": "Mines"},
        "synonyms",
        {"name": "Quarries"},
        {"name": "Digging"},
    )
    made.clear()

    answer = client.post(address, fields)

    assert answer.status_code == 302, errors_of(answer.content)
    assert made == [paper.pk]
    assert [found(q) for q in ("pits", "quarries", "digging")] == [["Cobalt"]] * 3


def test_a_merge_of_topics_that_have_synonyms(made: list[int]) -> None:
    papers = [a_draft("Mining"), making.draft("Nickel", tags=["Pits"])]
    mining, pits = Tag.objects.order_by("name")
    for name in ("Quarries", "Digging"):
        TagSynonym.objects.create(tag=pits, name=name)
    made.clear()

    merge_tags.merge(mining, [pits])

    assert made == [each.pk for each in papers]
    assert [found(q) for q in ("mining", "digging", "pits")] == [["Cobalt", "Nickel"]] * 3


def test_one_within_another_is_part_of_it(made: list[int]) -> None:
    papers = [a_draft(), making.draft("Nickel")]
    made.clear()
    with gathering.together():
        for paper in papers:
            with gathering.together():
                paper.title += " ore"
                paper.save()
        assert made == []
        assert found("ore") == []
    assert made == [each.pk for each in papers]
    assert found("ore") == ["Cobalt ore", "Nickel ore"]


def test_what_ends_in_an_exception_leaves_no_trace(made: list[int]) -> None:
    paper = a_draft()
    made.clear()
    with pytest.raises(ZeroDivisionError), gathering.together():
        fail_after_renaming(paper)
    assert made == []
    assert (found("cobalt"), found("nickel")) == (["Cobalt"], [])
    # Nor does what is changed afterwards wait for anything.
    paper.title = "Zinc"
    paper.save()
    assert found("zinc") == ["Zinc"]


def test_a_part_that_was_taken_back_is_not_said() -> None:
    paper = a_draft()
    with gathering.together():
        Publication.objects.get().save()
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            fail_after_renaming(paper)
    assert (found("cobalt"), found("nickel")) == (["Cobalt"], [])


def test_what_is_deleted_among_it_has_no_entry(made: list[int]) -> None:
    paper = a_draft()
    with gathering.together():
        paper.title = "Nickel"
        paper.save()
        paper.delete()
    assert not SearchEntry.objects.exists()
