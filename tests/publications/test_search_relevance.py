"""Over eighty questions to the demo in two languages, each with the paper that has to come first."""

import pytest

from publications.models import Publication
from publications.search import search
from tests.loading import run
from tests.publications.search_questions import NO_HITS, QUESTIONS

pytestmark = pytest.mark.django_db


def _plain(title: str) -> str:
    return title.replace("’", "'").replace("\u00a0", " ")


def _first(q: str, language: str) -> str:
    found = search(Publication.objects.public(), q, language=language).first()
    return _plain(found.title) if found else ""


def test_each_question_to_the_demo_has_its_answer_first_and_none_from_what_is_hidden() -> None:
    run()
    assert len(QUESTIONS) >= 60

    wrong = {
        (language, q): first
        for language, q, title in QUESTIONS
        if not (first := _first(q, language)).startswith(_plain(title))
    }
    found = {q: first for language, q in NO_HITS if (first := _first(q, language))}

    assert (wrong, found) == ({}, {})
