"""What blocks publishing and what deserves a look: each with its sentence and the field to mend."""

import datetime
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from publications import checks, pending, translating
from publications.models import Publication, Series, SlugRedirect
from publications.workflow import Action
from tests import editorial, making

pytestmark = pytest.mark.django_db


def blocks(publication: Publication) -> list[tuple[str, str]]:
    return [(str(each.message), each.field) for each in checks.blocks(publication)]


def warnings(publication: Publication) -> list[tuple[str, str]]:
    return [(str(each.message), each.field) for each in checks.warnings(publication)]


def fit(**fields: Any) -> Publication:
    """A draft with nothing to say against it."""
    publication = making.draft("War and Wires", tags=["war"], **fields)
    for _ in range(2):
        making.published(tags=["war"])
    translating.start(publication, "fr", user=making.user("editor"))
    described(publication)
    return publication


def described(publication: Publication, **facts: Any) -> None:
    """What the PDF says of itself."""
    assert publication.current_pdf is not None
    version = publication.current_pdf
    good = {
        "has_text": True,
        "is_tagged": True,
        "pdf_title": publication.title,
        "pdf_language": "en-GB",
    }
    for name, value in (good | facts).items():
        setattr(version, name, value)
    version.save()


# --- what blocks ----------------------------------------------------------------------------------


def test_nothing_stands_in_the_way_of_a_paper_that_is_fit() -> None:
    publication = fit()
    assert (blocks(publication), warnings(publication)) == ([], [])


def test_no_author_blocks() -> None:
    publication = making.draft(authors=[])
    assert blocks(publication) == [("It has no author.", "authors")]


def test_a_center_that_signs_is_an_author() -> None:
    publication = making.draft(authors=[])
    editorial.write(publication, authors=[editorial.signature(center=editorial.center("Asia").pk)])
    assert blocks(publication) == []


@pytest.mark.parametrize("summary", ["", " ", "<p></p>", "<p>&nbsp;<br></p>"])
def test_no_summary_blocks(summary: str) -> None:
    publication = making.draft(summary=summary)
    assert blocks(publication) == [("It has no summary.", "summary")]


@pytest.mark.parametrize("access", ["open", "form", "members"])
def test_no_full_text_blocks_whatever_the_access(access: str) -> None:
    expected = [("It has no full text, which its page promises for download.", "documents")]
    publication = making.draft(access=access)
    editorial.write(publication, documents=[])
    assert blocks(publication) == expected
    only_annex = editorial.everything()
    only_annex.documents.filter(kind="full_text").delete()
    assert blocks(only_annex) == expected
    no_file = making.draft()
    no_file.documents.update(current=None)
    assert blocks(no_file) == expected


def test_an_address_that_leads_elsewhere_blocks() -> None:
    publication = making.draft(slug="one")
    SlugRedirect.objects.create(slug="one", publication=making.draft())
    sentence = "This address once belonged to another publication and still leads there."
    assert blocks(publication) == [(sentence, "slug")]


def test_a_number_that_is_taken_blocks_a_pending_change() -> None:
    """Among others the database holds the rule; a working copy would meet it too late."""
    series = Series.objects.create(name_en="Notes", slug="notes")
    making.draft(series=series, number="7")
    making.draft(series=series, number="9", language="fr")
    publication = making.published(series=series, number="8")
    copy = pending.start(publication, user=making.user("editor"))
    assert blocks(copy) == []
    for number, expected in (
        ("7", [("This number of the series is taken.", "number")]),
        ("9", []),
        ("8", []),
        ("", []),
    ):
        editorial.write(copy, number=number)
        assert blocks(copy) == expected


def test_everything_that_blocks_is_said_at_once() -> None:
    publication = making.draft(authors=[], summary="")
    editorial.write(publication, documents=[])
    assert [field for _, field in blocks(publication)] == ["authors", "summary", "documents"]


# --- what deserves a look -------------------------------------------------------------------------


def test_a_cover_without_description_and_credit() -> None:
    publication = fit()
    editorial.write(publication, cover="covers/one.webp", cover_alt=" ", cover_credit="")
    assert warnings(publication) == [
        ("The cover has no description for those who cannot see it.", "cover_alt"),
        ("The cover has no credit.", "cover_credit"),
    ]
    editorial.write(publication, cover_alt="A cable", cover_credit="N. N.")
    assert warnings(publication) == []


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"has_text": False},
            "The PDF has no text layer: it cannot be searched or read aloud.",
        ),
        ({"pdf_title": ""}, "The PDF has no title in its properties."),
        ({"pdf_language": ""}, "The PDF does not say what language it is in."),
        ({"is_tagged": False}, "The PDF is not tagged, which screen readers need."),
        (
            {"pdf_title": "Quarterly budget <draft>"},
            "The PDF calls itself “Quarterly budget <draft>”: is it the right file?",
        ),
        ({"pdf_language": "fr"}, "The PDF says it is in another language."),
    ],
)
def test_a_pdf_that_is_not_as_it_should_be(facts: dict[str, Any], sentence: str) -> None:
    publication = fit()
    described(publication, **facts)
    assert warnings(publication) == [(sentence, "documents")]


@pytest.mark.parametrize(
    "title",
    ["War and Wires", "WAR and wires: a history", "2026-05 war_and wires final", "War and Peace"],
)
def test_a_pdf_whose_title_is_nearly_the_papers_is_the_right_one(title: str) -> None:
    publication = fit()
    described(publication, pdf_title=title)
    assert warnings(publication) == []


@pytest.mark.parametrize("language", ["en", "EN", "en-US"])
def test_a_pdf_in_the_papers_language_is_fine_however_it_says_so(language: str) -> None:
    publication = fit()
    described(publication, pdf_language=language)
    assert warnings(publication) == []


@pytest.mark.parametrize("field", ["lead", "summary", "key_takeaways"])
def test_a_link_that_leads_nowhere(field: str) -> None:
    publication = fit()
    making.draft(slug="secret")
    html = '<p><a href="/en/publications/secret/">one</a> <a href="/en/nothing/">two</a></p>'
    editorial.write(publication, **{field: html})
    assert warnings(publication) == [
        ("A link leads nowhere: /en/publications/secret/", field),
        ("A link leads nowhere: /en/nothing/", field),
    ]


def test_links_that_lead_somewhere() -> None:
    publication = fit()
    public = making.published(slug="known", tags=["naïve art"])
    moved = making.published(slug="old")
    editorial.save(moved, slug="new")
    center = editorial.center("Asia")
    writer = making.author("Ada North")
    good = [
        "https://elsewhere.example/en/nothing/",
        "//elsewhere.example/en/nothing/",
        "mailto:somebody@example.org",
        "#note",
        "/",
        "/en/",
        "/fr/publications/known/",
        "/en/publications/known/known.pdf",
        "/en/publications/known/download/",
        "/en/publications/old/",
        "/en/publications/?q=a&amp;page=2",
        f"{settings.SITE_URL}/en/publications/known/#download",
        f"/en/authors/{writer.slug}/",
        f"/en/programs/{center.slug}/",
        f"/en/topics/{editorial.tag('naïve art').slug}/",
    ]
    assert public.is_public
    links = "".join(f'<a href="{each}">x</a>' for each in good)
    editorial.write(publication, summary=f"<p>{links}</p>")
    assert warnings(publication) == []


@pytest.mark.parametrize(
    "address",
    [
        "/en/authors/nobody/",
        "/fr/programs/none/",
        "/en/topics/none/",
        "/en/series/none/",
        "/en/publications/none/files/1/x.pdf",
        "/nothing",
        f"{settings.SITE_URL}/en/publications/none/",
        "/en/%C3%A9/",
    ],
)
def test_links_that_lead_nowhere(address: str) -> None:
    publication = fit()
    link = f'<p><a href="{address}">x</a> <a href="{address}">again</a></p>'
    editorial.write(publication, summary=link)
    assert warnings(publication) == [(f"A link leads nowhere: {address}", "summary")]


def test_a_link_to_what_was_withdrawn() -> None:
    publication = fit()
    making.withdrawn(slug="gone")
    editorial.write(publication, summary='<p><a href="/en/publications/gone/">x</a></p>')
    assert warnings(publication) == [("A link leads nowhere: /en/publications/gone/", "summary")]


def test_no_tags() -> None:
    publication = fit()
    editorial.write(publication, tags=[])
    assert warnings(publication) == [
        ("It has no tags, so no related analyses are found.", "tags"),
    ]


def test_fewer_than_two_related_analyses() -> None:
    publication = fit()
    editorial.write(publication, tags=[editorial.tag("rare").pk])
    expected = [("Fewer than two related analyses are found by its tags.", "tags")]
    assert warnings(publication) == expected
    making.published(tags=["rare"])
    making.draft(tags=["rare"])
    making.published(tags=["rare"], at=timezone.now() + datetime.timedelta(days=1))
    assert warnings(publication) == expected
    editorial.write(publication, picks=[making.published().pk])
    assert warnings(publication) == []


def test_its_own_translation_is_not_a_related_analysis() -> None:
    publication = making.published(tags=["rare"])
    making.published(tags=["rare"])
    draft = translating.start(publication, "fr", user=making.user("editor"))
    assert ("Fewer than two related analyses are found by its tags.", "tags") in warnings(draft)


def test_no_version_in_another_language() -> None:
    publication = fit()
    Publication.objects.filter(translated_from=publication).delete()
    assert warnings(publication) == [("There is no version in French.", "language")]


def test_a_pending_change_is_checked_with_the_live_papers_translations() -> None:
    publication = fit()
    making.move(publication, Action.SUBMIT, Action.APPROVE, Action.PUBLISH)
    copy = pending.start(publication, user=making.user("editor"))
    assert (blocks(copy), warnings(copy)) == ([], [])


def test_what_only_deserves_a_look_keeps_nothing_from_being_published() -> None:
    publication = making.draft()
    assert len(warnings(publication)) == 5
    making.move(publication, Action.SUBMIT, Action.APPROVE, Action.PUBLISH)
    assert publication.is_public
