"""Search finds what has every word, in the record's own language, and the best match first."""

from typing import Any

import pytest
from django.test import Client

from authors.models import Organisation
from programs.models import ResearchCenter
from publications import search as searching
from publications.enums import AuthorRole
from publications.models import Authorship, Publication, Series, Tag
from publications.search import finding, search
from publications.search.backend import Place
from tests import making

pytestmark = pytest.mark.django_db


def titles(q: str, language: str = "en") -> list[str]:
    found = search(Publication.objects.public(), q, language=language)
    matched = searching.matching(Publication.objects.public(), q, language=language)
    shown = [each.title for each in found]
    assert sorted(each.title for each in matched) == sorted(shown)
    return shown


def test_every_word_must_be_found_but_not_in_one_place() -> None:
    both = making.published("Energy in the Sahel", authors=[making.author("Marc Antoine")])
    making.published("Energy elsewhere", authors=[making.author("Ann Other")])

    assert titles("energy antoine") == [both.title]
    assert titles("energy nobody") == []


@pytest.mark.parametrize("field", ["title", "subtitle", "teaser", "lead", "summary"])
def test_a_word_is_found_in_each_field(field: str) -> None:
    fields: dict[str, Any] = {"title": "Found", field: "Something about zirconium here"}
    found = making.published(**fields)
    making.published("Another")

    assert [each.pk for each in search(Publication.objects.public(), "zirconium")] == [found.pk]


def test_the_last_of_many_words_is_taken_for_a_beginning_by_all_who_ask() -> None:
    making.published("Guerre froide en Europe", language="fr")
    making.published("Autre chose", language="fr")

    assert titles("guerre froide europ", "fr") == ["Guerre froide en Europe"]


def test_a_word_is_found_in_the_full_text() -> None:
    making.published("Found", pdf=making.pdf_bytes(3, "The role of zirconium alloys on page"))
    making.published("Another")

    assert titles("zirconium") == ["Found"]
    assert titles('"zirconium alloys"') == ["Found"]
    assert titles('"alloys zirconium"') == []
    # Words of one page and of the title together.
    assert titles("found zirconium") == ["Found"]


def test_a_corporate_author_a_tag_and_a_series_are_found_in_both_languages() -> None:
    series = Series.objects.create(name_en="Russia Visions", name_fr="Visions russes", slug="rv")
    found = making.published("Found", tags=["nuclear"], series=series)
    tag = Tag.objects.get(name="nuclear")
    tag.label_fr = "Nucléaire militaire"
    tag.save()
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
        "lʼélysée",
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


@pytest.mark.parametrize(
    ("title", "questions"),
    [
        ("Porte-avions et cyber-sécurité", ["porte-avions", "porteavions", "porte‑avions"]),
        ("N’Djamena, O’Brien, L’Oréal", ["ndjamena", "n'djamena", "obrien", "o’brien", "oréal"]),
        ("The U.S. and the F-35 in Europe’s R&D", ["U.S.", "f35", "F-35", "europe", "R&D"]),
        ("Œuvre, straße, ﬁnance", ["oeuvre", "strasse", "finance", "ŒUVRE"]),
        ("Ο ΣΊΣΥΦΟΣ και η ΕΛΛΆΔΑ", ["σίσυφος", "ΣΙΣΥΦΟΣ", "ελλάδα"]),
        ("МОСКВА и Пётр Королёв", ["москва", "петр", "КОРОЛЕВ", "королёв"]),
    ],
)
def test_what_is_written_in_several_ways_is_found_by_each(title: str, questions: list[str]) -> None:
    making.published(title, slug="found")
    making.published("Another")

    assert {q: titles(q) for q in questions} == {q: [title] for q in questions}


@pytest.mark.parametrize(
    ("language", "title", "questions"),
    [
        ("en", "Elections and energy policies", ["election", "policy", "energies"]),
        ("fr", "Les élections et les marchés nucléaires", ["élection", "marché", "nucleaire"]),
    ],
)
def test_plurals_are_found_by_the_rules_of_the_records_language(
    language: str, title: str, questions: list[str]
) -> None:
    making.published(title, language=language)

    assert {q: titles(q, language) for q in questions} == {q: [title] for q in questions}


def test_rich_text_is_searched_without_its_markup() -> None:
    making.published("Found", summary="<p>A <strong>bold</strong> R&amp;D claim.</p>")

    assert titles("strong") == []
    assert titles("bold R&D") == ["Found"]


@pytest.mark.parametrize("q", ["100%", "snake_case", "back\\slash", "[a-z]*", "%", "_"])
def test_signs_are_no_wildcards(q: str) -> None:
    making.published("Nothing of the kind")

    assert titles(q) in ([], ["Nothing of the kind"] if q in "%_" else [])


# --- Questions with more than words ---------------------------------------------------------------


def test_a_phrase_keeps_its_order_and_its_small_words() -> None:
    making.published("The concept of war in our time", slug="of")
    making.published("A war concept for our time", slug="no")

    assert titles('"concept of war"') == ["The concept of war in our time"]
    assert titles("“concept of war in our time”") == ["The concept of war in our time"]
    assert titles('"concept war"') == []
    assert titles('"war concept"') == ["A war concept for our time"]
    assert titles('"the war concept of"') == ["A war concept for our time"]


def test_a_phrase_does_not_go_on_in_another_field_or_on_another_page() -> None:
    making.published("First zirconium", subtitle="alloys second")
    making.published("Pages", pdf=making.pdf_bytes(2, "begin page ends zirconium"))

    assert titles('"zirconium alloys"') == []
    assert titles('"zirconium begin"') == []


def test_a_phrase_of_three_words_is_one_piece() -> None:
    making.published("Pieces: deep sea. And then: sea cable.", slug="pieces")
    making.published("The deep sea cable", slug="cable")

    assert titles('"deep sea cable"') == ["The deep sea cable"]


def test_what_is_excluded_is_not_found() -> None:
    making.published("Energy and war")
    making.published("Energy and peace")
    making.published("Nothing")

    assert titles("energy -war") == ["Energy and peace"]
    assert titles('energy -"and war"') == ["Energy and peace"]
    assert titles("-energy") == ["Nothing"]
    assert titles('-"energy and war"') == ["Nothing", "Energy and peace"]


def test_or_finds_either() -> None:
    making.published("Paris and energy")
    making.published("Berlin and energy")
    making.published("Rome and energy")
    making.published("Rome")

    assert set(titles("Paris OR Berlin")) == {"Paris and energy", "Berlin and energy"}
    assert set(titles("energy Rome | Berlin")) == {"Rome and energy", "Berlin and energy"}
    assert titles("OR Paris") == ["Paris and energy"]


def test_a_beginning_is_found_where_no_such_word_is() -> None:
    making.published("Zirconium alloys")
    making.published("La politique du zircon", language="fr")

    assert titles("zirconiu") == ["Zirconium alloys"]
    assert titles("zirc*") == ["Zirconium alloys", "La politique du zircon"]
    assert titles("alloys zirco") == ["Zirconium alloys"]
    # Longer than its stem and shorter than the word.
    assert titles("politiq", "fr") == ["La politique du zircon"]
    # Not the middle of a word, and not two letters.
    assert titles("irconium") == []
    assert titles("zi") == []


def test_small_words_do_not_narrow_a_question_and_alone_they_are_one() -> None:
    making.published("US policy")
    making.published("What is policy")

    assert set(titles("the policy of")) == {"US policy", "What is policy"}
    assert titles("US policy") == ["US policy"] or titles("US policy")[0] == "US policy"
    assert titles("is") == ["What is policy"]


# --- Languages ------------------------------------------------------------------------------------


def test_a_french_question_does_not_match_english_homographs_unless_asked() -> None:
    english = making.published("The main chat about pain", language="en").title
    french = making.published("Le chat a la main sur le pain", language="fr").title

    for word in ("main", "chat", "pain"):
        assert titles(word, "fr") == [french]
        assert titles(word, "en") == [english]
    assert titles("la main", "en") == [french]
    assert titles("the main", "fr") == [english]


def test_other_words_are_found_in_both_languages_the_pages_own_first() -> None:
    english = making.published("Drones over Ukraine", language="en").title
    french = making.published("Des drones en Ukraine", language="fr").title

    assert titles("drones ukraine", "en") == [english, french]
    assert titles("drones ukraine", "fr") == [french, english]


def test_a_march_is_no_market() -> None:
    making.published("Les marchés de l’énergie", language="fr")

    assert titles("march", "en") == []
    assert titles("marché", "fr") == ["Les marchés de l’énergie"]


# --- Order ----------------------------------------------------------------------------------------


def test_the_title_weighs_more_than_names_names_more_than_the_summary_and_that_more_than_the_text() -> (
    None
):
    making.published("In the title: tungsten", slug="title")
    making.published("In a tag", tags=["tungsten"])
    making.published("In the summary", summary="<p>Tungsten.</p>")
    making.published("In the summary, later", summary="<p>More tungsten.</p>")
    making.published("Much in the text", pdf=making.pdf_bytes(4, "tungsten"))
    making.published("Once in the text", pdf=making.pdf_bytes(1, "tungsten"))

    assert titles("tungsten") == [
        "In the title: tungsten",
        "In a tag",
        "In the summary, later",
        "In the summary",
        "Much in the text",
        "Once in the text",
    ]


def test_an_exact_title_stands_first() -> None:
    exact = making.published("Energy Security", slug="exact")
    making.published("Energy Security and Energy Security Again", tags=["energy", "security"])

    assert titles("energy security")[0] == exact.title
    assert titles("ENERGY, SECURITY!")[0] == exact.title


def test_a_whole_title_is_found_by_itself_however_long() -> None:
    title = "Pain, chat and main: or what a title of more than twelve words may say in one breath"
    making.published(title, slug="long")

    assert titles(title, "fr") == [title]


@pytest.mark.parametrize(
    "q",
    [
        "10.1234/abc.5",
        "https://doi.org/10.1234/ABC.5",
        "doi: 10.1234/abc.5",
        "http://dx.doi.org/10.1234/abc.5",
        "dx.doi.org/10.1234/abc.5",
        "doi.org/10.1234/abc.5",
        "doi 10.1234/abc.5",
        "DOI:10.1234/abc.5",
        "10.1234/abc.5.",
        "https://doi.org/10.1234/abc.5).",
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


# --- The queryset ---------------------------------------------------------------------------------


@pytest.mark.parametrize("q", ["", "   ", "?", "« »", "\x00", "\u0301", "\ud800", "-", '"'])
def test_without_a_word_the_queryset_stays_as_it_is(q: str) -> None:
    older, newer = making.published("Older"), making.published("Newer")
    queryset = Publication.objects.public().order_by("pk")

    assert list(search(queryset, q)) == [older, newer]


def test_without_a_word_the_newest_stand_first_where_there_is_no_order() -> None:
    first, second = making.published("First"), making.published("Second")

    found = searching.find(Publication.objects.public(), "%")

    assert (list(found.publications), found.total) == ([second, first], 2)


def test_a_nul_separates_words_instead_of_breaking_the_query() -> None:
    making.published("Before and after")

    assert titles("before\x00after") == ["Before and after"]


def test_searching_keeps_to_the_queryset_it_was_given() -> None:
    making.draft("Secret plutonium")
    making.in_review("Plutonium in review")
    making.scheduled("Plutonium tomorrow")
    making.withdrawn("Plutonium withdrawn")
    making.published("Public plutonium")

    assert titles("plutonium") == ["Public plutonium"]
    assert search(Publication.objects.all(), "plutonium").count() == 5


def test_what_a_search_costs_does_not_grow_with_what_it_finds(
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(5):
        making.published(f"Cobalt {number}", tags=["cobalt", "mine"])

    with django_assert_max_num_queries(6):
        found = search(Publication.objects.public(), "cobalt mine")
        assert (found.count(), len(found)) == (5, 5)


@pytest.mark.usefixtures("found_either_way")
def test_a_common_word_has_its_newest_hits_ranked_and_says_that_there_are_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old_title = making.published("Cobalt in the title").title
    for number in range(8):
        making.published(f"Other {number}", summary="<p>Cobalt.</p>")
    monkeypatch.setattr(finding, "RANKED", 3)
    monkeypatch.setattr(finding, "_NEWEST", {Place.ANYWHERE: 3, Place.LABEL: 2, Place.TITLE: 2})

    found = searching.find(Publication.objects.public(), "cobalt")

    titles = [each.title for each in found.publications]
    assert titles == [old_title, "Other 7", "Other 6", "Other 5"]
    assert (found.total, found.is_more) == (4, True)


@pytest.mark.usefixtures("found_either_way")
@pytest.mark.parametrize(
    ("in_title", "is_named_found"), [(1, True), (4, False)], ids=["few titles", "many titles"]
)
def test_a_common_word_is_looked_for_in_names_where_titles_do_not_suffice(
    monkeypatch: pytest.MonkeyPatch, in_title: int, is_named_found: bool
) -> None:
    named = making.published("Named", tags=["cobalt"]).title
    for number in range(in_title):
        making.published(f"Cobalt {number}")
    for number in range(8):
        making.published(f"Other {number}", summary="<p>Cobalt.</p>")
    monkeypatch.setattr(finding, "RANKED", 3)
    monkeypatch.setattr(finding, "_NEWEST", {Place.ANYWHERE: 3, Place.LABEL: 3, Place.TITLE: 3})

    titles = [
        each.title for each in searching.find(Publication.objects.public(), "cobalt").publications
    ]

    ranked = [f"Cobalt {number}" for number in reversed(range(in_title))][:3]
    newest = ["Other 7", "Other 6", "Other 5"]
    assert titles == [*ranked, *([named] if is_named_found else []), *newest]


def test_the_listing_answers_any_q(client: Client) -> None:
    making.published("Nothing of the kind")

    response = client.get("/en/publications/", {"q": "%\x00_'\"\\<script>" * 30})

    assert response.status_code == 200
