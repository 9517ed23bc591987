"""Search finds what has every word, ignores case and accents, and survives any input."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from authors.models import Organisation
from programs.models import ResearchCenter
from publications.enums import AuthorRole
from publications.models import Authorship, Publication, Series, Tag
from publications.search import search
from publications.search.words import fold, words_of
from tests import making

pytestmark = pytest.mark.django_db


def titles(q: str) -> list[str]:
    return [found.title for found in search(Publication.objects.public(), q)]


def test_every_word_must_be_found_but_not_in_one_place() -> None:
    both = making.published("Energy in the Sahel", authors=[making.author("Marc Antoine")])
    making.published("Energy elsewhere", authors=[making.author("Ann Other")])

    assert titles("energy antoine") == [both.title]
    assert titles("energy nobody") == []


@pytest.mark.parametrize(
    "field", ["title", "subtitle", "teaser", "lead", "summary"], ids=lambda field: f"in the {field}"
)
def test_a_word_is_found(field: str) -> None:
    fields: dict[str, Any] = {"title": "Found", field: "Something about zirconium here"}
    found = making.published(**fields)
    making.published("Another")

    assert [each.pk for each in search(Publication.objects.public(), "zirconium")] == [found.pk]


def test_a_corporate_author_a_tag_and_a_series_are_found_in_both_languages() -> None:
    series = Series.objects.create(name_en="Russia Visions", name_fr="Visions russes", slug="rv")
    found = making.published("Found", tags=["nuclear"], series=series)
    Tag.objects.filter(name="nuclear").update(label_fr="Nucléaire militaire")
    center = ResearchCenter.objects.create(
        name_en="Space Center", name_fr="Centre spatial", slug="s"
    )
    school = Organisation.objects.create(name_en="School of War", name_fr="École de guerre")
    for signatory in ({"center": center}, {"organisation": school}):
        Authorship.objects.create(
            publication=found, role=AuthorRole.CONTRIBUTOR, order=5, **signatory
        )
    making.published("Another")

    words = ["visions russes", "russia visions", "militaire", "space", "spatial", "school", "ecole"]
    assert {word: titles(word) for word in words} == {word: ["Found"] for word in words}


@pytest.mark.parametrize(
    "q",
    [
        "ETAT ELYSEE",
        "état élysée",
        "e\u0301tat",  # decomposed, as some systems paste it
        "L'ÉLYSÉE",
        "l’élysée",
        "coeur",
        "CŒUR",
        "« cœur »",
        "“coeur”,",
    ],
)
def test_case_accents_and_typography_do_not_matter(q: str) -> None:
    making.published("L’État au cœur de l’Élysée")
    making.published("Another")

    assert titles(q) == ["L’État au cœur de l’Élysée"]


def test_rich_text_is_searched_without_its_markup() -> None:
    making.published("Found", summary="<p>A <strong>bold</strong> R&amp;D claim.</p>")

    assert titles("strong") == []
    assert titles("bold R&D") == ["Found"]


@pytest.mark.parametrize("q", ["100%", "snake_case", "back\\slash", "[a-z]"])
def test_wildcards_are_taken_literally(q: str) -> None:
    making.published("100% snake_case back\\slash [a-z]", slug="literal")
    making.published("100 snakeXcase backslash a")

    assert titles(q) == ["100% snake_case back\\slash [a-z]"]


def test_the_title_weighs_more_than_names_and_names_more_than_text() -> None:
    making.published("In the title: tungsten", slug="title")
    making.published("In a tag", tags=["tungsten"])
    making.published("In the text", summary="<p>Tungsten.</p>")
    making.published("In the text, later", summary="<p>More tungsten.</p>")

    expected = ["In the title: tungsten", "In a tag", "In the text, later", "In the text"]
    assert titles("tungsten") == expected


@pytest.mark.parametrize(
    "q",
    [
        "10.1234/abc.5",
        "https://doi.org/10.1234/ABC.5",
        "doi: 10.1234/abc.5",
        "http://dx.doi.org/10.1234/abc.5",
    ],
)
def test_a_doi_finds_its_publication_first(q: str) -> None:
    making.published(
        "Cites 10.1234/abc.5 and doi: https://doi.org/ http://dx.doi.org/", slug="cites"
    )
    found = making.published("Has it", doi="10.1234/abc.5")
    making.published("Cites 10.1234/abc.5 too", slug="cites-too")

    assert titles(q)[0] == found.title


@pytest.mark.parametrize("q", ["978-2-36567-123-0", "9782365671230", "ISBN 978 2 36567 123 0"])
def test_an_isbn_finds_its_publication_however_it_is_written(q: str) -> None:
    making.published("Another")
    making.published("Has it", isbn="978-2-36567-123-0")

    assert titles(q) == ["Has it"]


@pytest.mark.parametrize("q", ["doi:", "isbn", "https://doi.org/", "10.1234/none"])
def test_an_identifier_nothing_has_finds_nothing(q: str) -> None:
    making.published("Without identifiers")

    assert titles(q) == []


@pytest.mark.parametrize("q", ["", "   ", "?", "« »", "\x00", "\u0301", "\ud800"])
def test_without_a_word_the_queryset_stays_as_it_is(q: str) -> None:
    older, newer = making.published("Older"), making.published("Newer")
    queryset = Publication.objects.public().order_by("pk")

    assert list(search(queryset, q)) == [older, newer]


def test_a_nul_separates_words_instead_of_breaking_the_query() -> None:
    making.published("Before and after")

    assert titles("before\x00after") == ["Before and after"]


def test_input_is_bounded() -> None:
    assert words_of("a b c d e f g h i j") == list("abcdefgh")
    assert words_of("x" * 500) == ["x" * 200]
    assert words_of("Été été ETE") == ["ete"]


def test_searching_keeps_to_the_queryset_it_was_given() -> None:
    making.draft("Secret plutonium")
    making.in_review("Plutonium in review")
    making.scheduled("Plutonium tomorrow")
    making.withdrawn("Plutonium withdrawn")
    making.published("Public plutonium")

    assert titles("plutonium") == ["Public plutonium"]


def test_a_search_costs_one_query_and_its_count_another(
    django_assert_num_queries: Any,
) -> None:
    for number in range(5):
        making.published(f"Cobalt {number}", tags=["cobalt", "mine"])
    found = search(Publication.objects.public(), "cobalt mine")

    with django_assert_num_queries(2):
        assert (found.count(), len(found)) == (5, 5)


@pytest.fixture
def _one_public(db: None) -> None:
    making.published("One")


@pytest.mark.usefixtures("_one_public")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(), max_size=250))
def test_no_input_is_an_error(q: str) -> None:
    assert search(Publication.objects.public(), q).count() in (0, 1)


letters = st.sampled_from("aeiostdnçéèÉœŒæßøł'’-–%_\\\\.[]()*+?^$|{}&жЖΩ")


@pytest.mark.usefixtures("_one_public")
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=st.text(letters, max_size=5), word=st.text(letters, min_size=1, max_size=8))
@example(before="", word="sß")
@example(before="s", word="ßsß")
def test_a_word_is_found_however_it_is_written(before: str, word: str) -> None:
    # Longer runs of one letter are taken in pieces; no language has them.
    assume("s" * 7 not in fold(word))
    Publication.objects.update(title=f"{before}{word} and more")

    for written in (word, word.upper(), word.lower(), fold(word)):
        assert search(Publication.objects.public(), written).count() == 1


@pytest.mark.usefixtures("_one_public")
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(title=st.text(letters, max_size=8), word=st.text(letters, min_size=1, max_size=3))
def test_a_word_that_is_not_there_is_not_found(title: str, word: str) -> None:
    Publication.objects.update(title=title, summary="")
    wanted = words_of(word)

    if any(each not in fold(title) for each in wanted):
        # The author is the only other text.
        Authorship.objects.all().delete()
        assert search(Publication.objects.public(), word).count() == 0


def test_the_longest_query_is_no_trouble(django_assert_num_queries: Any) -> None:
    making.published("One")

    for q in (
        "oeaess" * 50,
        "e" * 200,
        " ".join(["electroencephalograph" + "e" * n for n in range(9)]),
    ):
        assert titles(q) == []


def test_the_listing_answers_any_q(client: Client) -> None:
    making.published("Nothing of the kind")

    response = client.get("/en/publications/", {"q": "%\x00_'\"\\<script>" * 30})

    assert response.status_code == 200
