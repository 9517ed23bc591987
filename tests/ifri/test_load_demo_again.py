"""`load_demo` again: where it makes no accounts, what it leaves alone, how it is interrupted."""

import dataclasses
import re

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from authors.models import Author
from ifri.demo import accounts, load
from ifri.demo.content import content
from ifri.demo.papers import publication_time
from ifri.demo.typography import NARROW, NO_BREAK, typeset
from programs.models import ResearchCenter
from publications.models import Publication, Series, Tag, TagSynonym
from tests.loading import everything, run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo content cut down to the reference publication, where loading again is the point."""
    small = dataclasses.replace(
        content(), papers=[paper for paper in content().papers if paper.key == "outsider"]
    )
    monkeypatch.setattr(load, "content", lambda: small)


# --- Where DEMO is not set -------------------------------------------------------------------------


def test_without_demo_it_loads_content_and_makes_no_account(settings: Settings) -> None:
    assert settings.DEMO is False
    said = run()
    assert "No accounts made" in said
    assert "Accounts:" not in said
    assert not get_user_model().objects.exists()
    paper = Publication.objects.get()
    assert paper.is_public
    assert paper.transitions.count() == 3
    assert set(paper.transitions.values_list("user", flat=True)) == {None}


def test_without_demo_the_function_itself_refuses(settings: Settings) -> None:
    with pytest.raises(ImproperlyConfigured, match="only where DEMO is set"):
        accounts.make_accounts()
    assert not get_user_model().objects.exists()


def test_an_account_that_exists_keeps_its_password_and_its_rights(settings: Settings) -> None:
    settings.DEMO = True
    get_user_model().objects.create_user("admin", password="a long one of my own")
    said = run()
    admin = get_user_model().objects.get(username="admin")
    assert admin.check_password("a long one of my own")
    assert not admin.is_superuser
    assert re.search(r"^  admin +password \(as it was\)", said, re.MULTILINE)


# --- Repeating ------------------------------------------------------------------------------------


def test_repeating_keeps_what_editors_changed(settings: Settings) -> None:
    settings.DEMO = True
    run()
    Publication.objects.update(title="Renamed", slug="renamed", summary="<p>Mine.</p>")
    Author.objects.update(last_name="Renamed", slug="renamed")
    ResearchCenter.objects.filter(slug="russia-eurasia-center").update(slug="renamed")
    Series.objects.update(slug="renamed")
    Tag.objects.update(kind="topic", description_en="Mine.")
    TagSynonym.objects.all().delete()
    before = everything()
    run()
    assert everything() == before


def test_an_interrupted_loading_leaves_no_half_and_is_taken_up_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True
    with monkeypatch.context() as patch:
        patch.setattr("ifri.demo.papers._advance", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert not Publication.objects.exists()
    assert not Author.objects.exists()
    run()
    assert Publication.objects.get().is_public


def _interrupted(*args: object) -> None:
    raise KeyboardInterrupt


# --- Content and typography -----------------------------------------------------------------------


def test_the_same_day_gives_the_same_times() -> None:
    for paper in content().papers:
        assert publication_time(paper) == publication_time(paper)


@pytest.mark.parametrize(
    ("text", "language", "result"),
    [
        ("C'est : « oui » ; non ?", "fr", "C’est_: «_oui_»~; non~?"),
        ("1 000 000 euros, 12 % en 24 heures", "fr", "1_000_000 euros, 12_% en 24 heures"),
        ("Notes, n° 12", "fr", "Notes, n°_12"),
        ("Europe's\n  plan: yes?", "en", "Europe’s plan: yes?"),
    ],
)
def test_typesetting(text: str, language: str, result: str) -> None:
    assert typeset(text, language) == result.replace("_", NO_BREAK).replace("~", NARROW)
