"""A byline is kept as it was when the paper came out; the author's page is today's."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from authors.models import Affiliation, Author, Organisation
from authors.sentences import affiliation_sentence
from publications import bylines
from publications.models import Authorship, Publication
from publications.workflow import Action
from tests import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> Organisation:
    return Organisation.objects.create(
        name_en="School of Ports", article_en="the", name_fr="École des ports", article_fr="l’"
    )


@pytest.fixture
def writer(school: Organisation) -> Author:
    author = making.author("Ada Writer")
    Affiliation.objects.create(
        author=author, organisation=school, position_en="lecturer", position_fr="enseignante"
    )
    return author


def shown(publication: Publication, language: str = "en") -> list[str]:
    return bylines.lines(publication.authorships.get(), language)


def test_before_publication_the_byline_is_todays(writer: Author, school: Organisation) -> None:
    paper = making.in_review(authors=[writer])
    assert shown(paper) == ["Lecturer, School of Ports"]

    writer.affiliations.update(position_en="professor")
    assert paper.authorships.get().frozen_affiliations is None
    assert shown(paper) == ["Professor, School of Ports"]


def test_publishing_freezes_the_byline_and_not_the_biography(
    writer: Author, school: Organisation
) -> None:
    paper = making.published(authors=[writer])

    writer.affiliations.update(position_en="professor", position_fr="professeure")

    assert shown(paper, "en") == ["Lecturer, School of Ports"]
    assert shown(paper, "fr") == ["Enseignante, École des ports"]
    today = writer.affiliations.on(timezone.localdate())
    assert affiliation_sentence(writer, list(today), "en") == (
        "Ada Writer is a professor at the School of Ports."
    )
    assert shown(making.published(authors=[writer])) == ["Professor, School of Ports"]


def test_what_is_frozen_outlives_the_affiliation_and_the_organisations_name(
    writer: Author, school: Organisation
) -> None:
    paper = making.published(authors=[writer])

    Organisation.objects.update(name_en="School of Harbors")
    writer.affiliations.all().delete()

    assert shown(paper) == ["Lecturer, School of Ports"]
    assert paper.authorships.get().frozen_affiliations == [
        {
            "text": {"en": "Lecturer, School of Ports", "fr": "Enseignante, École des ports"},
            "organisation": {"en": "School of Ports", "fr": "École des ports"},
            "ror": "",
        }
    ]


def test_a_scheduled_paper_is_frozen_when_it_is_scheduled(writer: Author) -> None:
    paper = making.scheduled(authors=[writer])
    writer.affiliations.update(position_en="professor")
    assert shown(paper) == ["Lecturer, School of Ports"]


def test_withdrawing_and_republishing_changes_no_byline(writer: Author) -> None:
    paper = making.published(authors=[writer])
    making.move(paper, Action.WITHDRAW, comment="A mistake on page 3.")
    writer.affiliations.update(position_en="professor")
    making.move(paper, Action.REPUBLISH)
    assert shown(paper) == ["Lecturer, School of Ports"]


def test_affiliations_are_frozen_in_their_order_with_the_hidden_and_the_past_left_out(
    writer: Author, school: Organisation
) -> None:
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    writer.affiliations.update(order=2)
    others: list[tuple[str, dict[str, Any]]] = [
        ("fellow", {"order": 1}),
        ("adviser", {"order": 3, "start": today, "end": today}),
        ("ghost", {"is_visible": False}),
        ("former dean", {"end": today - day}),
        ("future dean", {"start": today + day}),
    ]
    for position, extra in others:
        Affiliation.objects.create(
            author=writer, organisation=school, position_en=position, **({"order": 10} | extra)
        )

    paper = making.published(authors=[writer])

    assert shown(paper) == [
        "Fellow, School of Ports",
        "Lecturer, School of Ports",
        "Adviser, School of Ports",
    ]


def test_somebody_without_affiliations_keeps_an_empty_byline(writer: Author) -> None:
    writer.affiliations.all().delete()
    paper = making.published(authors=[writer])
    assert paper.authorships.get().frozen_affiliations == []
    assert shown(paper) == []


def test_a_corporate_author_has_a_name_and_no_affiliations(school: Organisation) -> None:
    paper = making.draft(authors=[])
    Authorship.objects.create(publication=paper, organisation=school)
    making.move(paper, Action.SUBMIT, Action.APPROVE, Action.PUBLISH)

    signature = paper.authorships.get()

    assert (signature.name, signature.is_corporate) == ("School of Ports", True)
    assert signature.frozen_affiliations == []
    assert bylines.lines(signature, "en") == []


def test_a_signature_is_exactly_one_signatory(writer: Author, school: Organisation) -> None:
    paper = making.draft(authors=[])
    for signatories in ({}, {"author": writer, "organisation": school}):
        signature = Authorship(publication=paper, **signatories)
        with pytest.raises(ValidationError, match="Choose one of"):
            signature.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            signature.save()
