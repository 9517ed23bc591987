"""Words that are only in something hidden give no hit, count, suggestion or correction.

A word of each hidden thing is asked for whole, in part and misspelt; once the thing is public the
same questions find it, so that none is silent for another reason.
"""

import datetime

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from programs.models import ResearchCenter
from publications import documents, pending, search
from publications.models import Publication, Tag, TagSynonym
from publications.workflow import Action
from tests import making
from tests.crawling import told

pytestmark = pytest.mark.django_db

HIDDEN = ["draftium", "embargium", "withdrawium", "reviewium", "pendium"]
TITLES = {word: f"Zq{word} in the title" for word in HIDDEN}


def _paper(word: str) -> dict[str, object]:
    return {
        "title": TITLES[word],
        "slug": word,
        "summary": f"<p>Sq{word} in the summary.</p>",
        "authors": [making.author(f"Ada Aq{word}", slug=f"a-{word}")],
        "tags": [f"tq{word}"],
        "pdf": making.pdf_bytes(2, f"Pq{word} in the paper"),
    }


def _named(publication: Publication, word: str) -> Publication:
    """With names that are not its own: a center's, and a synonym of its topic."""
    TagSynonym.objects.create(tag=Tag.objects.get(name=f"tq{word}"), name=f"Nq{word}")
    center = ResearchCenter.objects.create(name_en=f"Cq{word} center", slug=f"c-{word}")
    publication.center_links.create(center=center)
    return publication


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    live = making.published("Visible", slug="visible", pdf=making.pdf_bytes(2, "Pqvisible here"))
    making.published("Another visible", slug="another")
    _named(making.draft(**_paper("draftium")), "draftium")  # type: ignore[arg-type]
    _named(making.scheduled(**_paper("embargium")), "embargium")  # type: ignore[arg-type]
    _named(making.withdrawn(**_paper("withdrawium")), "withdrawium")  # type: ignore[arg-type]
    _named(making.in_review(**_paper("reviewium")), "reviewium")  # type: ignore[arg-type]
    copy = pending.start(live, user=making.user("editor"))
    copy.title = TITLES["pendium"]
    copy.summary = "<p>Sqpendium in the summary.</p>"
    copy.save()
    documents.add_full_text(
        copy, ContentFile(making.pdf_bytes(2, "Pqpendium in the paper"), name="a.pdf"), user=None
    )


def _asked(word: str) -> list[str]:
    whole = [f"{letter}q{word}" for letter in "zsaptcn"]
    return [
        *whole,
        *(each[:-2] for each in whole),
        *(f"{each[:-2]}*" for each in whole),
        f'"{whole[0]} in the title"',
        f'"{whole[3]} in the paper"',
        f"{whole[0]} OR {whole[3]}",
        f"nothing -visible {whole[1]}",
    ]


def _hits(word: str, language: str) -> dict[str, list[str]]:
    public = Publication.objects.public()
    return {
        q: [each.title for each in search.search(public, q, language=language)]
        + [each.title for each in search.matching(public, q, language=language)]
        for q in _asked(word)
    }


@pytest.mark.parametrize("word", HIDDEN)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_hit(word: str, language: str) -> None:
    assert _hits(word, language) == {q: [] for q in _asked(word)}


@pytest.mark.parametrize("word", HIDDEN)
def test_no_suggestion(word: str) -> None:
    typed = [
        f"{letter}q{word}"[:length] for letter in "zsaptcn" for length in range(2, len(word) + 3)
    ]

    assert {q: search.suggestions(q) for q in typed} == {q: [] for q in typed}


@pytest.mark.parametrize("word", HIDDEN)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_correction(word: str, language: str) -> None:
    for letter in "zsaptcn":
        right = f"{letter}q{word}"
        for slip in (right[:-1], f"{right}m", right.replace("iu", "ui"), f"x{right[1:]}", right):
            assert search.did_you_mean(slip, language=language) == ""


@pytest.mark.parametrize("word", HIDDEN)
def test_the_pages_say_the_same_as_for_a_word_that_is_nowhere(client: Client, word: str) -> None:
    for asked in (f"zq{word}", f"zq{word}"[:-1], f"pq{word}", f"tq{word}"):
        nowhere = f"yq{'y' * (len(asked) - 2)}"
        for address in ("/en/publications/", "/en/suggest/", "/fr/publications/"):
            answers = [
                told(client.get(address, {"q": q})).replace(q, "…") for q in (asked, nowhere)
            ]
            assert answers[0] == answers[1]


def test_an_old_version_is_not_searched_and_the_new_one_is() -> None:
    paper = making.published("Paper", pdf=making.pdf_bytes(2, "oldversium"))
    found = search.search(Publication.objects.public(), "oldversium")
    assert [each.title for each in found] == ["Paper"]

    documents.add_full_text(
        paper, ContentFile(making.pdf_bytes(2, "newversium"), name="new.pdf"), user=None
    )

    assert not search.search(Publication.objects.public(), "oldversium").exists()
    assert not search.matching(Publication.objects.public(), "oldversium").exists()
    assert search.search(Publication.objects.public(), "newversium").get() == paper


def test_a_document_taken_off_is_not_searched() -> None:
    paper = making.published("Paper", pdf=making.pdf_bytes(2, "takenoffium"))

    document = paper.documents.get()
    document.is_removed = True
    document.save()

    assert not search.search(Publication.objects.public(), "takenoffium").exists()


@pytest.mark.parametrize("word", HIDDEN)
def test_once_it_is_public_everything_finds_it(word: str) -> None:
    """So that nothing above is silent because it never says anything."""
    paper = Publication.objects.get(title=TITLES[word])
    if word == "pendium":
        making.move(paper, Action.SUBMIT, Action.APPROVE)
        pending.take_over(paper, user=making.user("publisher"))
    elif word == "embargium":
        making.move(paper, Action.UNSCHEDULE, Action.PUBLISH)
    elif word == "withdrawium":
        making.move(paper, Action.REPUBLISH)
    elif word == "reviewium":
        making.move(paper, Action.APPROVE, Action.PUBLISH)
    else:
        making.move(paper, Action.SUBMIT, Action.APPROVE, Action.PUBLISH)

    letters = "zsp" if word == "pendium" else "zsaptcn"
    for letter in letters:
        for q in (f"{letter}q{word}", f"{letter}q{word}"[:-2]):
            assert [each.title for each in search.search(Publication.objects.public(), q)] == [
                TITLES[word]
            ]
    shown = {(each.kind, each.text) for q in "ztacn" for each in search.suggestions(f"{q}q{word}")}
    expected = {("publication", TITLES[word])}
    if word != "pendium":
        expected |= {
            ("author", f"Ada Aq{word}"),
            ("topic", f"tq{word}"),
            ("center", f"Cq{word} center"),
        }
    assert shown == expected
    assert search.did_you_mean(f"zq{word}x") in (f"zq{word}", "")
    # One slip from four words, all as usual as each other: the first by the alphabet.
    assert search.did_you_mean(f"xq{word}") == ("sq" if word == "pendium" else "aq") + word


def test_the_clock_alone_opens_and_closes_everything() -> None:
    tomorrow = timezone.now() + datetime.timedelta(days=2)
    assert search.did_you_mean("zqembargiun") == ""

    with time_machine.travel(tomorrow, tick=False):
        public = Publication.objects.public()
        assert [each.slug for each in search.search(public, "zqembargium")] == ["embargium"]
        assert search.did_you_mean("zqembargiun") == "zqembargium"
        assert {each.kind for each in search.suggestions("zqemb")} == {"publication"}
        assert {each.kind for each in search.suggestions("tqemb")} == {"publication", "topic"}

    assert search.suggestions("tqemb") == []
