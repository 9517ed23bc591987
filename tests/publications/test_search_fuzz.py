"""Whatever is asked, in every parameter of listing, search and autocomplete: no error, and bounds."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from publications import search
from publications.models import Publication
from publications.search.query import MAX_PHRASE, MAX_TERMS, parse
from publications.search.words import MAX_LENGTH, cleaned, exactly, fold, smooth, words_in
from tests import making

pytestmark = pytest.mark.django_db

fuzzing = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60
)
signs = st.sampled_from(list("\"'-*|()&!:<>^={}[]%_\\/.+~$;,« »“”’—\x00\u0301\ud800¶œßжΩ中½"))
pieces = st.one_of(
    signs,
    st.sampled_from(
        ["OR", "AND", "NOT", "NEAR", "energy", "the", "l’eau", " ", " -", '"a b"', "a*"]
    ),
    st.text(max_size=12),
)
questions = st.one_of(st.lists(pieces, max_size=40).map("".join), st.text(max_size=400))


@pytest.fixture
def _papers(db: None) -> None:
    making.published("Energy and the state", tags=["water"], slug="one")
    making.published("L’eau et l’énergie", language="fr", slug="two")


@fuzzing
@given(questions)
@example('"')
@example("- - OR | OR -")
@example('-"" "-" *')
@example("a" * 5000)
@example("é" * 5000)
@example("a OR " * 100)
@example('"' + "the " * 60)
def test_parsing_is_total_and_bounded(q: str) -> None:
    query = parse(q)

    assert len(query.groups) <= MAX_TERMS
    assert len(query.excluded) <= MAX_TERMS
    for group in (*query.groups, query.excluded):
        assert len(group) <= MAX_TERMS
        for term in group:
            assert all(1 <= len(spelling) <= MAX_LENGTH for spelling in term.spellings)
            assert not term.is_phrase or len(term.spellings[0]) <= MAX_PHRASE
            assert all(word.isalnum() for word in term.words)
    parse(q, is_typing=True)


@fuzzing
@given(st.text(max_size=300))
def test_words_of_any_text_are_letters_and_digits_and_folding_is_done_once(text: str) -> None:
    for word in words_in(smooth(text)):
        for part in (*word.parts, word.joined):
            assert part == "" or (part.isalnum() and len(part) <= 40)
    assert len(cleaned(text)) <= MAX_LENGTH
    assert fold(fold(text)) == fold(text)
    exactly(text)


@pytest.mark.usefixtures("_papers")
@fuzzing
@given(questions, st.sampled_from(["en", "fr"]))
@example('"energy and" OR -"the state" -water', "en")
@example("energ* -ener*", "en")
@example('"the of" -"the of"', "en")
def test_no_question_is_an_error(q: str, language: str) -> None:
    public = Publication.objects.public()

    found = search.find(public, q, language=language)
    assert found.publications.count() <= 2
    assert search.matching(public, q, language=language).count() <= 2
    search.show_excerpts(found.publications, q, language=language)
    search.did_you_mean(q, language=language)
    assert len(search.suggestions(q, language=language)) <= 14


@pytest.mark.usefixtures("_papers")
@fuzzing
@given(
    st.sampled_from(["/en/publications/", "/fr/publications/", "/en/suggest/", "/fr/suggest/"]),
    st.dictionaries(
        st.sampled_from(
            ["q", "center", "author", "type", "series", "tag", "year", "language", "sort", "page"]
        ),
        st.one_of(
            questions.filter(lambda text: "\ud800" not in text),
            st.sampled_from(["1", "0", "-1", "99999999999", "relevance", "fr", "2024", "٣"]),
        ),
        max_size=5,
    ),
)
def test_no_parameter_is_an_error(address: str, parameters: dict[str, str]) -> None:
    client = Client()
    response = client.get(
        address, {name: value.encode("utf-8", "replace") for name, value in parameters.items()}
    )

    assert response.status_code in (200, 404)


@pytest.mark.usefixtures("_papers")
@pytest.mark.parametrize(
    "q",
    [
        " ".join(f"word{n}" for n in range(60)),
        " OR ".join("abcdefghijklmnop"),
        "-a " * 60,
        '"' + "deep sea " * 20 + '"',
        "electroencephalographi " * 8,
        "e" * 200,
        "con* int* pro*",
    ],
)
def test_the_longest_questions_cost_a_bounded_number_of_queries(client: Client, q: str) -> None:
    for address in ("/en/publications/", "/en/suggest/"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address, {"q": q}).status_code == 200
        assert len(captured) <= 120, address


@pytest.mark.usefixtures("_papers")
@pytest.mark.parametrize("q", ["EAU", "eau", "l’eau", "L'EAU", "«eau»", "l'e\u0301nergie eau"])
def test_a_word_is_found_however_it_is_written(q: str) -> None:
    found = search.search(Publication.objects.public(), q, language="fr")
    assert [each.slug for each in found] == ["two"]
