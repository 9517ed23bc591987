"""A retracted paper stays readable, and is never named without the word."""

import dataclasses
import datetime
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from programs.models import ResearchCenter
from publications.alerts import digest
from publications.bibliography import (
    Correction,
    bibtex,
    csl_json,
    json_ld,
    reference,
    ris,
)
from publications.enums import CorrectionKind
from publications.models import FeaturedPublication, Follower, Publication, Series
from tests import making
from tests.html import Element, find, page, text
from tests.publications.test_citations import BARE

RETRACTION = Correction(
    CorrectionKind.RETRACTION, datetime.date(2026, 3, 1), "The data were <invented>."
)
ERRATUM = Correction(CorrectionKind.ERRATUM, datetime.date(2026, 2, 1), "A figure was wrong.")
RECORD = dataclasses.replace(
    BARE, issued=datetime.date(2026, 1, 1), corrections=(RETRACTION, ERRATUM)
)


# --- wherever it is listed --------------------------------------------------------------------------


def retract(publication: Publication) -> None:
    publication.corrections.create(
        kind=CorrectionKind.RETRACTION, date=RETRACTION.date, text=RETRACTION.text
    )


@pytest.fixture
def papers(db: None) -> list[Publication]:
    """Three of one author, center, series and topic; the second is retracted, the third corrected."""
    writer = making.author("Ada Writer", slug="ada")
    series = Series.objects.create(name_en="Notes", name_fr="Notes", slug="notes")
    center = ResearchCenter.objects.create(name_en="Center", slug="center")
    made = [
        making.published(title, authors=[writer], tags=["war"], series=series)
        for title in ("Sound", "Wrong", "Mended")
    ]
    for each in made:
        each.center_links.create(center=center)
    retract(made[1])
    made[2].corrections.create(date=ERRATUM.date, text=ERRATUM.text)
    return made


def marked(shown: Element, card: str) -> list[str]:
    """The titles of the cards that say it."""
    cards = [each for each in find(shown, card) if text(each, ".badge-strong") == ["Retracted"]]
    return [title for each in cards for title in text(each, ".card-title")]


@pytest.mark.parametrize(
    "address",
    [
        "/en/",
        "/en/publications/",
        "/en/publications/?q=wrong",
        "/en/authors/ada/",
        "/en/programs/center/",
        "/en/series/notes/",
        "/en/topics/war/",
    ],
)
def test_its_card_says_so_on_every_page(
    client: Client, papers: list[Publication], address: str
) -> None:
    assert marked(page(client, address), ".card") == ["Wrong"]


def test_so_does_its_place_among_the_featured(client: Client, papers: list[Publication]) -> None:
    FeaturedPublication.objects.create(publication=papers[1], order=0)
    assert marked(page(client, "/en/"), ".latest .card") == ["Wrong"]


def test_so_does_the_last_number_of_a_series(client: Client, papers: list[Publication]) -> None:
    assert text(page(client, "/en/"), ".series-latest .badge-strong") == []
    retract(papers[2])
    assert text(page(client, "/en/"), ".series-latest .badge-strong") == ["Retracted"]


def test_so_do_the_related_analyses(client: Client, papers: list[Publication]) -> None:
    shown = page(client, papers[0].get_absolute_url())
    assert marked(shown, ".related-item") == ["Wrong"]


def test_so_does_a_digest(papers: list[Publication]) -> None:
    listed = Publication.objects.public().order_by("pk").for_cards()
    written = digest.compose(Follower(email="a@example.org", language="en"), listed).text
    kinds = [line for line in written.splitlines() if line.startswith("Paper · ")]
    assert [line.endswith(" · Retracted") for line in kinds] == [False, True, False]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Retracted: Wrong"), ("fr", "Rétractée\u00a0: Wrong")]
)
def test_so_does_a_feed_in_the_papers_language(
    client: Client, papers: list[Publication], language: str, said: str
) -> None:
    Publication.objects.filter(pk=papers[1].pk).update(language=language)
    feed = etree.fromstring(client.get("/en/feed/").content)
    titles = feed.xpath("//*[local-name()='entry']/*[local-name()='title']/text()")
    assert titles == ["Mended", said, "Sound"]


@pytest.mark.parametrize("address", ["/en/", "/en/publications/", "/en/authors/ada/"])
def test_it_costs_a_page_no_query(client: Client, papers: list[Publication], address: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    client.get(address)
    few = queries()
    for each in papers:
        retract(each)
    assert queries() == few


# --- in citations -----------------------------------------------------------------------------------


def test_the_sentence_says_since_when() -> None:
    assert reference(RECORD) == (
        "“Bare”, Ifri, 1 January 2026, retracted on 1 March 2026, "
        "https://ifri.example/en/publications/bare/."
    )


def test_the_first_notice_of_several_counts() -> None:
    again = dataclasses.replace(RETRACTION, date=datetime.date(2026, 5, 1))
    record = dataclasses.replace(RECORD, corrections=(again, RETRACTION))
    assert record.retracted == datetime.date(2026, 3, 1)


def test_citation_files_say_it_where_programs_look() -> None:
    assert "  note = {Retracted on 1 March 2026},\n" in bibtex(RECORD)
    assert "N1  - Retracted on 1 March 2026\r\n" in ris(RECORD)
    item = csl_json(RECORD)
    assert (item["status"], item["note"]) == ("retracted", "Retracted on 1 March 2026")


def test_search_engines_are_told_of_it_and_of_every_notice() -> None:
    told = json_ld(RECORD)
    assert told["creativeWorkStatus"] == "Retracted"
    assert told["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "The data were <invented>.",
            "datePublished": "2026-03-01",
        },
        {
            "@type": "CorrectionComment",
            "text": "A figure was wrong.",
            "datePublished": "2026-02-01",
        },
    ]


def test_a_corrected_paper_is_cited_like_any_other() -> None:
    corrected = dataclasses.replace(RECORD, corrections=(ERRATUM,))
    sound = dataclasses.replace(RECORD, corrections=())
    for write in (bibtex, ris, csl_json, reference):
        assert write(corrected) == write(sound)
    assert "creativeWorkStatus" not in json_ld(corrected)


def test_the_page_and_the_files_read_it_from_the_notices(
    client: Client, papers: list[Publication]
) -> None:
    address = papers[1].get_absolute_url()
    shown = page(client, address)
    assert "retracted on 1 March 2026" in text(shown, "#cite-text")[0]
    [script] = text(shown, "script[type=application/ld+json]")
    assert json.loads(script)["creativeWorkStatus"] == "Retracted"
    for ending in ("bib", "ris", "json"):
        assert "Retracted on 1 March 2026" in client.get(f"{address}cite.{ending}").content.decode()
