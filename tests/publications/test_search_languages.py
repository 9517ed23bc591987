"""What a question finds in the texts of two languages, and which of them come first."""

import pytest

from publications.models import Publication
from publications.search import search
from tests import making

pytestmark = pytest.mark.django_db


def found(q: str, language: str) -> list[str]:
    return [each.title for each in search(Publication.objects.public(), q, language=language)]


def test_a_word_without_weight_for_the_asker_is_worth_nothing_in_another_language() -> None:
    making.published("Industrie", language="fr", summary="<p>La défense.</p>")
    making.published("Industrie de", language="en", summary="<p>Defense.</p>")

    # “de” is a word like others in English: it must neither count nor stand in for the next one.
    assert found("industrie de défense", "fr") == ["Industrie", "Industrie de"]


def test_each_word_is_compared_with_itself_in_the_other_language() -> None:
    making.published("Cobalt", language="en", summary="<p>Notes de la guerre.</p>")
    making.published("Nickel guerre", language="en", summary="<p>Notes de.</p>")

    # The second word in English is the third one asked for in French.
    assert found("notes de guerre", "fr") == ["Nickel guerre", "Cobalt"]


def test_a_word_in_the_askers_language_counts_twice_as_much() -> None:
    making.published("Le nucléaire", language="fr", tags=["énergie"])
    making.published("Energy stocks", language="en")

    assert found("énergie", "fr") == ["Le nucléaire", "Energy stocks"]
    assert found("energie", "en") == ["Energy stocks", "Le nucléaire"]


def test_a_title_in_another_language_comes_before_a_mention_in_ones_own() -> None:
    making.published("Energy stocks", language="en")
    making.published("Le nucléaire", language="fr", summary="<p>Une énergie.</p>")
    making.published("Energie", language="en")

    assert found("énergie", "fr") == ["Energie", "Energy stocks", "Le nucléaire"]


def test_a_name_asked_for_as_a_whole_comes_before_its_words_here_and_there() -> None:
    making.published("Signed", tags=["Cobalt Center"])
    making.published("Cobalt", summary="<p>In the center.</p>")
    making.published("Neither", tags=["Cobalt", "Center"])

    # 8 + 8 + 8, 16 + 4, 8 + 8.
    assert found("cobalt center", "en") == ["Signed", "Cobalt", "Neither"]
