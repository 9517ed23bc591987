"""Centers, programs, series and topics."""

import pytest
from django.test import Client

from authors.models import CenterMembership
from programs.models import Kind, ResearchCenter
from programs.tree import branches, with_descendants
from publications.models import Series
from publications.workflow import Action
from tests import making
from tests.html import attributes, page, text

pytestmark = pytest.mark.django_db


def _center(name: str, parent: ResearchCenter | None = None, **fields: object) -> ResearchCenter:
    return ResearchCenter.objects.create(
        name_en=name,
        slug=name.lower(),
        parent=parent,
        kind=Kind.PROGRAM if parent else Kind.CENTER,
        **fields,
    )


def test_the_index_shows_the_active_structure(client: Client) -> None:
    asia = _center("Asia", order=2)
    europe = _center("Europe", order=1)
    _center("Japan", asia)
    _center("Closed", asia, is_active=False)
    old = _center("Old", is_active=False)
    _center("Orphan", old, order=3)
    _center("France", europe)
    shown = page(client, "/en/programs/")
    assert text(shown, ".branch-name") == ["Europe", "Asia", "Orphan"]
    assert text(shown, ".branch-programs") == ["France", "Japan"]


def test_a_center_exists_without_anything_public_and_a_closed_one_does_not(client: Client) -> None:
    _center("Asia")
    _center("Closed", is_active=False)
    shown = page(client, "/en/programs/asia/")
    assert text(shown, ".nothing") == ["Nothing has been published here yet."]
    assert client.get("/en/programs/closed/").status_code == 404


def test_a_center_shows_its_programs_and_their_publications(client: Client) -> None:
    asia = _center("Asia", description_en="About Asia.", acronym="CA")
    japan = _center("Japan", asia)
    paper = making.published("On Japan")
    paper.center_links.create(center=japan)
    paper.center_links.create(center=asia, is_primary=True)
    making.draft("Hidden").center_links.create(center=asia)
    shown = page(client, "/en/programs/asia/")
    assert text(shown, "h1") == ["Asia (CA)"]
    assert text(shown, ".intro") == ["About Asia."]
    assert text(shown, ".center-links li") == ["Japan"]
    assert text(shown, ".card-title") == ["On Japan"]
    below = page(client, "/en/programs/japan/")
    assert text(below, ".page-head .kicker") == ["Program · Asia"]
    assert text(below, ".card-title") == ["On Japan"]


def test_its_people_are_those_with_public_work_the_head_first(client: Client) -> None:
    asia = _center("Asia")
    researcher, head, hidden = (making.author(name) for name in ("Ann A", "Bob B", "Cy Secret"))
    for person, role in [(researcher, "researcher"), (head, "head"), (hidden, "head")]:
        CenterMembership.objects.create(author=person, center=asia, role=role)
    making.published(authors=[researcher, head])
    making.draft(authors=[hidden]).center_links.create(center=asia)
    shown = page(client, "/en/programs/asia/")
    # Initials stand in the place of portraits, hidden from who has the page read aloud.
    assert text(shown, ".people li") == ["BB Bob B Head", "AA Ann A Researcher"]
    assert b"Secret" not in client.get("/en/programs/asia/").content


def test_descendants_are_found_at_any_depth_and_in_a_circle() -> None:
    top = _center("Top")
    middle = _center("Middle", top)
    bottom = _center("Bottom", middle)
    everything = list(ResearchCenter.objects.all())
    assert set(with_descendants(top, everything)) == {top, middle, bottom}
    assert with_descendants(bottom, everything) == [bottom]
    assert [branch.programs for branch in branches([top, middle, bottom])] == [[middle, bottom]]
    top.parent = bottom
    assert set(with_descendants(top, [top, middle, bottom])) == {top, middle, bottom}


def test_a_series_has_a_page_once_something_of_it_is_public(client: Client) -> None:
    visions = Series.objects.create(
        name_en="Visions", slug="visions", description_en="Long papers.", issn="1234-5679"
    )
    paper = making.draft("A vision", series=visions)
    assert client.get("/en/series/visions/").status_code == 404
    making.move(paper, Action.SUBMIT, Action.APPROVE, Action.PUBLISH)
    making.draft("Hidden", series=visions)
    making.published("Of no series")
    shown = page(client, "/en/series/visions/")
    assert text(shown, "h1") == ["Visions"]
    assert text(shown, ".intro") == ["Long papers."]
    assert text(shown, ".page-links span") == ["ISSN 1234-5679"]
    assert text(shown, ".card-title") == ["A vision"]


def test_a_topic_has_a_page_once_something_on_it_is_public(client: Client) -> None:
    paper = making.draft("On arms", tags=["arms"])
    assert client.get("/en/topics/arms/").status_code == 404
    making.move(paper, Action.SUBMIT, Action.APPROVE, Action.PUBLISH)
    making.draft("Hidden", tags=["arms"])
    making.published("On trade", tags=["trade"])
    shown = page(client, "/en/topics/arms/")
    assert text(shown, "h1") == ["arms"]
    assert text(shown, ".card-title") == ["On arms"]
    assert attributes(shown, ".page-links a", "href") == [
        "/en/publications/?tag=arms",
        "/en/topics/arms/feed/",
        "/en/follow/?tag=arms",
    ]


def test_a_topic_is_called_by_its_label_in_the_pages_language(client: Client) -> None:
    paper = making.published(tags=["arms"])
    tag = paper.tags.get()
    tag.label_fr = "Armement"
    tag.save()
    assert text(page(client, "/fr/topics/arms/"), "h1") == ["Armement"]
    assert text(page(client, "/en/topics/arms/"), "h1") == ["arms"]
