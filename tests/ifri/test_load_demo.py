"""`load_demo`: what a fresh installation shows. It is loaded once for this file."""

import re
from collections.abc import Iterator

import pypdfium2
import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Model
from django.test import override_settings
from django.utils import timezone
from post_office.models import Email
from pytest_django import DjangoDbBlocker

from authors.models import Affiliation, Author, Organisation
from authors.sentences import affiliation_sentence
from ifri.demo import accounts
from ifri.models import Institute, StaticPage
from programs.models import ResearchCenter
from publications import bylines
from publications.admin.tag_field import existing
from publications.enums import Access, AuthorRole, DocumentKind, Status, TagKind
from publications.models import (
    Authorship,
    Document,
    Publication,
    PublicationType,
    Series,
    Tag,
    Transition,
)
from publications.related import related_to
from publications.richtext import plain
from tests.french import NARROW, broken
from tests.loading import everything, run

pytestmark = pytest.mark.django_db

REFERENCE = "the-outsider-russia-in-the-race-for-artificial-intelligence"
RELATED = {
    "How the Russian Army Changed its Concept of War, 1993-2022",
    "Russia's Nuclear Deterrence Put to the Test by the War in Ukraine",
    "Moldova's Crucial Parliamentary Election. What's at Stake?",
    "War as Social Elevator: The Socioeconomic Impact of Russian Military Keynesianism",
}
SENTENCES = {
    "en": (
        "Julien Nocetti is an associate fellow at Ifri, a lecturer at Saint-Cyr Coëtquidan "
        "Military Academy, a member of the GEODE research center at Université Paris VIII, "
        "and heads the Cyber Risk Governance chair at Rennes School of Business."
    ),
    "fr": (
        "Julien Nocetti est chercheur associé à l’Ifri, enseignant-chercheur à l’Académie "
        "militaire de Saint-Cyr Coëtquidan, membre du centre de recherche GEODE de "
        "l’Université Paris VIII, et dirige la chaire Gouvernance du risque cyber de Rennes "
        "School of Business."
    ),
}


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Loaded once for this file, in a transaction that is undone at its end; what it printed."""
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        yield run()
        transaction.set_rollback(True)


@pytest.fixture
def reference(demo: str) -> Publication:
    return Publication.objects.get(slug=REFERENCE)


# --- The reference publication --------------------------------------------------------------------


def test_the_reference_publication(reference: Publication) -> None:
    assert reference.title == "The Outsider: Russia in the Race for Artificial Intelligence"
    assert (reference.language, reference.access) == ("en", Access.FORM)
    assert reference.is_public
    assert reference.series is not None
    assert reference.number
    assert [str(link.center) for link in reference.center_links.all()] == [
        "Russia/Eurasia Center",
        "Geopolitics of Technology program",
    ]
    assert [link.is_primary for link in reference.center_links.all()] == [True, False]


def test_its_author_signs_with_four_affiliations_in_order(reference: Publication) -> None:
    signature = reference.authorships.get()
    assert signature.name == "Julien Nocetti"
    assert bylines.lines(signature, "en") == [
        "Associate fellow, Ifri",
        "Lecturer, Saint-Cyr Coëtquidan Military Academy",
        "Member, GEODE research center, Université Paris VIII",
        "Head of the Cyber Risk Governance chair, Rennes School of Business",
    ]
    assert Organisation.objects.get(acronym="GEODE").parent == Organisation.objects.get(
        name_en="Université Paris VIII"
    )


@pytest.mark.parametrize(("language", "sentence"), SENTENCES.items())
def test_its_authors_biography_is_made_from_them(demo: str, language: str, sentence: str) -> None:
    author = Author.objects.get(slug="julien-nocetti", biography_en="", biography_fr="")
    today = list(author.affiliations.on(timezone.localdate()))
    assert affiliation_sentence(author, today, language) == sentence


def test_it_is_its_authors_only_paper(reference: Publication) -> None:
    assert list(Author.objects.get(slug="julien-nocetti").publications.all()) == [reference]


@pytest.mark.parametrize("words", ["outsider", "artificial intelligence"])
def test_no_other_publication_has_its_words(reference: Publication, words: str) -> None:
    """Not in its title, and nowhere else either: a search for them finds this one."""
    texts = {
        paper: f"{paper.title} {paper.lead} {paper.summary} {paper.key_takeaways}".lower()
        for paper in Publication.objects.all()
    }
    assert [paper for paper, text in texts.items() if words in text] == [reference]


def test_its_related_analyses_are_the_four_of_the_reference_site(reference: Publication) -> None:
    related = related_to(reference, limit=4)
    assert {paper.title for paper in related} == RELATED


def test_one_of_them_is_signed_by_the_center(demo: str) -> None:
    signature = Authorship.objects.get(publication__title__startswith="War as Social Elevator")
    assert signature.is_corporate
    assert signature.center == ResearchCenter.objects.get(slug="russia-eurasia-center")


# --- The rest -------------------------------------------------------------------------------------


def test_every_state_can_be_seen(demo: str) -> None:
    papers = Publication.objects.all()
    assert papers.count() == 49
    assert papers.public().count() == 44
    assert papers.scheduled().count() == 1
    assert papers.tombstones().count() == 1
    for status in (Status.DRAFT, Status.IN_REVIEW, Status.APPROVED, Status.WITHDRAWN):
        assert papers.filter(status=status).count() == 1


def test_the_scheduled_one_comes_out_tomorrow(demo: str) -> None:
    paper = Publication.objects.scheduled().get()
    assert paper.published_at is not None
    out = timezone.localtime(paper.published_at)
    assert (out.date() - timezone.localdate()).days == 1
    assert (out.hour, out.minute) == (9, 0)


def test_each_came_through_the_workflow_by_the_hands_of_those_who_may(demo: str) -> None:
    steps = set(Transition.objects.values_list("from_status", "to_status", "user__username"))
    assert steps == {
        ("draft", "in_review", "editor"),
        ("in_review", "approved", "reviewer"),
        ("approved", "published", "publisher"),
        ("published", "withdrawn", "publisher"),
    }
    assert not get_user_model().objects.exclude(username__in=accounts.USERNAMES).exists()
    assert {
        paper.created_by.username for paper in Publication.objects.all() if paper.created_by
    } == {"editor"}


def test_both_languages_centers_programs_series_and_access_policies_are_there(demo: str) -> None:
    papers = Publication.objects.all()
    assert papers.filter(language="en").count() == 28
    assert papers.filter(language="fr").count() == 21
    groups = list(papers.values_list("translation_group", flat=True))
    assert len(groups) - len(set(groups)) == 7
    assert ResearchCenter.objects.filter(kind="center").count() == 6
    assert ResearchCenter.objects.filter(kind="program").count() == 3
    assert Series.objects.count() == 4
    assert {access: papers.filter(access=access).count() for access in Access.values} == {
        "form": 43,
        "open": 4,
        "verified": 0,
        "members": 2,
    }
    assert Authorship.objects.filter(role=AuthorRole.EDITOR).count() == 2
    assert Document.objects.filter(kind=DocumentKind.ANNEX).count() == 1


def test_dates_are_spread_over_the_last_four_years(demo: str) -> None:
    ages = [
        (timezone.now() - paper.published_at).days
        for paper in Publication.objects.public()
        if paper.published_at
    ]
    assert min(ages) < 10
    assert 1000 < max(ages) < 4 * 365


def test_everything_passes_the_checks_of_the_forms(demo: str) -> None:
    models: list[type[Model]] = [
        Publication, Author, Organisation, Affiliation, ResearchCenter, Series, Tag,
    ]  # fmt: skip
    for model in models:
        for each in model._default_manager.all():
            each.full_clean()


def test_summaries_are_of_a_readable_length(demo: str) -> None:
    for paper in Publication.objects.all():
        assert 150 <= len(plain(paper.summary).split()) <= 300, paper.title
        assert paper.lead


def test_french_is_set_as_french_wherever_readers_meet_it(demo: str) -> None:
    fields: dict[type[Model], tuple[str, ...]] = {
        **dict.fromkeys([ResearchCenter, Series], ("name_fr", "description_fr")),
        **dict.fromkeys([PublicationType, Organisation], ("name_fr",)),
        Affiliation: ("position_fr", "unit_fr"),
        Author: ("biography_fr",),
        Institute: ("disclaimer_fr", "footer_fr"),
        StaticPage: ("title_fr", "body_fr"),
        Tag: ("label_fr", "description_fr"),
    }
    rows = [(model._default_manager.all(), names) for model, names in fields.items()]
    own = ("title", "subtitle", "lead", "summary", "key_takeaways", "teaser", "disclosure")
    rows.append((Publication.objects.filter(language="fr"), (*own, "cover_alt")))
    said = {getattr(row, name) for found, names in rows for row in found for name in names}

    assert broken(line for text in said for line in text.split("\n\n")) == {}
    # It was there to be set.
    assert any(NARROW in each for each in said)


def test_topics_show_what_a_topic_can_be(demo: str) -> None:
    assert Tag.objects.count() == 57
    assert {kind: Tag.objects.filter(kind=kind).count() for kind in TagKind.values} == {
        "topic": 41,
        "region": 7,
        "country": 9,
    }
    described = Tag.objects.exclude(description_en="")
    assert described.count() == 11
    assert not described.filter(description_fr="").exists()
    russia = Tag.objects.get(name="Russia")
    assert russia.kind == TagKind.COUNTRY
    assert [each.name for each in russia.synonyms.all()] == ["Russian Federation"]
    for word, name in [("ai", "Artificial Intelligence"), ("UE", "European Union")]:
        assert existing(word) == Tag.objects.get(name=name)


# --- Files ----------------------------------------------------------------------------------------


def test_each_publication_has_a_real_pdf(demo: str) -> None:
    for paper in Publication.objects.with_full_text():
        version = paper.current_pdf
        assert version is not None
        assert 4 <= version.page_count <= 12
        assert version.first_page


def test_a_pdf_says_what_it_is(reference: Publication) -> None:
    assert reference.current_pdf is not None
    with reference.current_pdf.file.open("rb") as file:
        pdf = pypdfium2.PdfDocument(file.read())
    try:
        facts = pdf.get_metadata_dict()
        texts = [page.get_textpage().get_text_range() for page in pdf]
        bookmarks = [entry.get_title() for entry in pdf.get_toc()]
    finally:
        pdf.close()
    assert facts["Title"] == reference.title
    assert facts["Author"] == "Julien Nocetti"
    assert "Executive summary" in texts[1]
    assert bookmarks[:2] == ["Executive summary", "A great-power project"]
    for number, text in enumerate(texts[1:], start=2):
        assert str(number) in text.split()


def test_some_have_a_cover_with_its_words_and_the_others_their_first_page(demo: str) -> None:
    with_cover = Publication.objects.exclude(cover="")
    assert with_cover.count() == 18
    for paper in with_cover:
        assert paper.cover_alt
        assert paper.cover_credit
    for paper in Publication.objects.filter(cover="").with_full_text():
        assert paper.cover_image


# --- Accounts -------------------------------------------------------------------------------------


def test_the_accounts_and_what_they_may(demo: str) -> None:
    users = {user.username: user for user in get_user_model().objects.all()}
    assert set(users) == {"editor", "reviewer", "publisher", "staff", "admin"}
    for username, user in users.items():
        assert user.check_password("demo")
        assert user.is_staff
        assert user.is_superuser == (username == "admin")
        groups = set(user.groups.values_list("name", flat=True))
        assert groups == ({username} if username != "admin" else set())


def test_it_prints_the_accounts_with_their_password(demo: str) -> None:
    assert "49 publications made, 0 already there" in demo
    for username in accounts.USERNAMES:
        assert re.search(rf"^  {username} +password demo ", demo, re.MULTILINE)


# --- Repeating ------------------------------------------------------------------------------------


def test_repeating_changes_nothing(demo: str) -> None:
    before = everything()
    said = run()
    assert "0 publications made, 49 already there" in said
    assert everything() == before


def test_nobody_is_mailed_about_what_was_loaded(demo: str) -> None:
    """The demo prints its mails: a hundred of these would hide the reader's one."""
    assert not Email.objects.exists()
