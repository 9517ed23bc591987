"""What is rendered once in a process: it shows nobody's own, and is renewed with the institute."""

import pytest
from django.template import Context, Template
from django.utils import translation
from pytest_django import Settings

from ifri import institute
from ifri.models import Institute


def rendered(source: str, **given: object) -> str:
    return Template("{% load i18n once %}" + source).render(Context(given))


def test_a_frame_sees_the_institute_and_nothing_of_who_asks(settings: Settings) -> None:
    settings.INSTITUTE_NAME = "Our Institute"
    source = "{{ secret }}{% frame %}[{{ institute_name }}{{ secret }}{{ user }}{{ request }}]{% endframe %}"
    given = {"secret": "x", "user": "ada", "request": "y", "institute": institute.Shown()}
    assert rendered(source, **given) == "x[Our Institute]"


def test_a_frame_is_rendered_once_for_what_the_institute_says(settings: Settings) -> None:
    page = Template("{% load once %}{% frame %}{{ institute_name }}{% endframe %}")
    shown = institute.Shown()
    settings.INSTITUTE_NAME = "First"
    assert page.render(Context({"institute": shown})) == "First"
    settings.INSTITUTE_NAME = "Second"
    assert page.render(Context({"institute": shown})) == "First"
    assert page.render(Context({"institute": institute.Shown()})) == "Second"


def test_a_frame_may_differ_by_the_name_of_the_page() -> None:
    page = Template("{% load once %}{% frame name %}{{ page }}{{ name }}{% endframe %}")
    shown = institute.Shown()
    for name in ("home", "authors", "home"):
        assert page.render(Context({"institute": shown, "name": name})) == name


@pytest.mark.django_db
def test_frames_last_until_the_institute_changes(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(institute, "_kept", {})
    settings.INSTITUTE_MAX_AGE = 1e-9  # looked at every time, and remembered
    shown = institute.shown()
    shown.frames["frame", None] = "kept"
    assert institute.shown() is shown
    Institute.objects.create(footer_en="Paris")
    changed = institute.shown()
    assert (changed.footer, changed.frames) == ("Paris", {})
    with translation.override("fr"):
        assert institute.shown() is not changed


def test_words_are_said_in_the_language_of_each_page() -> None:
    words = Template('{% load i18n once %}{% translate "Summary" %}')
    said = []
    for language in ("en", "fr", "en", "fr"):
        with translation.override(language):
            said.append(words.render(Context()))
    assert said == ["Summary", "Résumé", "Summary", "Résumé"]


def test_what_is_no_fixed_word_is_translated_each_time() -> None:
    with translation.override("fr"):
        word = Template("{% load i18n once %}{% translate word %}")
        assert [word.render(Context({"word": each})) for each in ("Summary", "Topics")] == [
            "Résumé",
            "Thèmes",
        ]
        source = '{% translate "Summary" as word %}({{ word }}){% translate "summary"|capfirst %}'
        assert rendered(source) == "(Résumé)Résumé"
