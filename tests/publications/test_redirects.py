"""An address that was public keeps leading to its paper, in one hop, and to nothing else."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from publications import content, redirects, translating
from publications.models import Publication, SlugRedirect
from publications.redirects import SlugTaken
from publications.workflow import Action
from tests import editorial, making

pytestmark = pytest.mark.django_db


def table() -> dict[str, int]:
    return dict(SlugRedirect.objects.values_list("slug", "publication_id"))


def test_an_old_address_leads_to_the_paper() -> None:
    publication = making.published(slug="one")
    editorial.save(publication, slug="two")
    assert redirects.target("one") == publication
    assert redirects.target("two") is None
    assert table() == {"one": publication.pk}


def test_every_old_address_leads_there_in_one_hop() -> None:
    publication = making.published(slug="one")
    for slug in ("two", "three", "four"):
        editorial.save(publication, slug=slug)
    assert table() == {"one": publication.pk, "two": publication.pk, "three": publication.pk}
    for slug in ("one", "two", "three"):
        found = redirects.target(slug)
        assert found is not None
        assert found.slug == "four"


def test_changed_back_there_is_no_loop() -> None:
    publication = making.published(slug="one")
    editorial.save(publication, slug="two")
    editorial.save(publication, slug="one")
    assert table() == {"two": publication.pk}
    editorial.save(publication, slug="two")
    assert table() == {"one": publication.pk}
    assert not Publication.objects.filter(slug__in=table()).exists()


@pytest.mark.parametrize("make", [making.draft, editorial.approved, making.scheduled])
def test_an_address_that_nobody_could_know_leaves_nothing_behind(make: object) -> None:
    assert callable(make)
    publication: Publication = make(slug="one")
    editorial.save(publication, slug="two")
    assert table() == {}
    making.draft(slug="one")


@pytest.mark.parametrize("make", [making.withdrawn, editorial.withdrawn_by_the_clock])
def test_a_withdrawn_papers_old_address_is_kept_and_reveals_nothing(make: object) -> None:
    assert callable(make)
    publication: Publication = make(slug="one")
    editorial.save(publication, slug="two")
    assert table() == {"one": publication.pk}
    assert redirects.target("one") is None
    making.move(publication, Action.REPUBLISH)
    assert redirects.target("one") == publication


def test_an_old_address_leads_nowhere_while_its_paper_is_withdrawn() -> None:
    publication = making.published(slug="one")
    editorial.save(publication, slug="two")
    making.move(publication, Action.WITHDRAW, comment="Why.")
    assert redirects.target("one") is None


def test_an_address_that_leads_to_another_paper_is_taken() -> None:
    publication, other = making.published(slug="one"), making.draft()
    editorial.save(publication, slug="two")
    with pytest.raises(SlugTaken) as refusal:
        redirects.validate_free("one", other)
    assert refusal.value.messages == [
        "This address once belonged to another publication and still leads there."
    ]
    redirects.validate_free("one", publication)
    redirects.validate_free("three", other)
    with pytest.raises(ValidationError):
        content.validate(other, content.read(other) | {"slug": "one"})


def test_a_withdrawn_papers_address_is_not_used_again() -> None:
    making.withdrawn(slug="one")
    other = making.draft()
    with pytest.raises(ValidationError) as refusal:
        content.validate(other, content.read(other) | {"slug": "one"})
    assert list(refusal.value.message_dict) == ["slug"]
    with pytest.raises(IntegrityError), transaction.atomic():
        editorial.write(other, slug="one")


def test_an_address_made_up_by_us_is_neither_taken_nor_promised() -> None:
    publication = making.published(slug="one")
    editorial.save(publication, slug="one-2")
    assert translating.free_slug("one") == "one-3"
    assert translating.free_slug("new") == "new"
    assert len(translating.free_slug("x" * 150)) <= 150
