"""Where the words stand: a marked piece of the summary, pages of the paper, and never the paper."""

import html
import io
import itertools
import re

import pytest
from django.test import Client
from reportlab.pdfgen.canvas import Canvas

from publications import search
from publications.models import Publication, SearchEntry
from publications.search import passages
from publications.search.excerpts import Excerpt
from tests import making

pytestmark = pytest.mark.django_db


def paper(*pages: list[str]) -> bytes:
    """A PDF with these lines on its pages."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for lines in pages:
        for number, line in enumerate(lines):
            canvas.drawString(60, 800 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def page_of_words(prefix: str, count: int = 40) -> list[str]:
    """Forty sentences of words that are nowhere else: ``prefix`` and two letters."""
    letters = ("".join(pair) for pair in itertools.product("abcdefghijklmnop", repeat=2))
    words = [f"{prefix}{each}" for each in itertools.islice(letters, count * 6)]
    return [
        f"{' '.join(words[start : start + 6]).capitalize()}." for start in range(0, count * 6, 6)
    ]


def excerpt(q: str, publication: Publication, language: str = "en") -> Excerpt | None:
    search.show_excerpts([publication], q, language=language)
    shown: Excerpt | None = publication.excerpt  # type: ignore[attr-defined]
    return shown


def test_the_words_are_marked_in_the_summary_and_the_rest_is_escaped() -> None:
    made = making.published(
        summary="<p>Élections &lt;b&gt; &amp; an <b>election</b> in l’Élysée.</p>"
    )

    shown = excerpt("election elysee", made)

    assert shown is not None
    assert shown.text == (
        "<mark>Élections</mark> &lt;b&gt; &amp; an <mark>election</mark> in <mark>l’Élysée</mark>."
    )
    assert (shown.page, shown.matches, shown.pages) == (None, 0, ())


def test_a_phrase_is_marked_as_one_and_its_words_elsewhere_are_not() -> None:
    made = making.published(summary="<p>Deep water, then the deep sea and a sea.</p>")

    shown = excerpt('"deep sea"', made)

    assert shown is not None
    assert shown.text == "Deep water, then the <mark>deep sea</mark> and a sea."


def test_a_long_summary_is_cut_around_its_first_hit() -> None:
    made = making.published(summary=f"<p>{'before ' * 60}zirconium {'after ' * 60}</p>")

    shown = excerpt("zirconium", made)

    assert shown is not None
    assert shown.text.startswith("…before ")
    assert shown.text.endswith(" after…")
    assert "<mark>zirconium</mark>" in shown.text
    assert len(re.sub("<.*?>", "", shown.text)) <= 250


def test_pages_of_the_paper_are_told_with_how_often_it_is_there(client: Client) -> None:
    pages = [
        [f"Page {n}", "zirconium and zirconium." if n in (2, 5) else "none"] for n in range(1, 7)
    ]
    made = making.published("Paper", pdf=paper(*pages))

    shown = excerpt("zirconium", made)
    assert shown is not None
    assert (shown.matches, shown.pages) == (4, (2, 5))

    text = client.get("/en/publications/", {"q": "zirconium"}).content.decode()
    said = " ".join(re.sub("<.*?>", " ", html.unescape(text)).split())
    assert "4 matches in the full text: p. 2, p. 5" in said


def test_of_the_full_text_only_a_fixed_passage_of_a_page_is_ever_shown() -> None:
    lines = page_of_words("zq")
    made = making.published("Paper", pdf=paper(lines, page_of_words("yq")))
    whole = " ".join(lines)
    seen: set[str] = set()

    for word in re.findall(r"\w+", whole):
        shown = excerpt(word, made)
        assert shown is not None
        assert shown.pages == (1,)
        seen.add(re.sub("</?mark>", "", shown.text))

    # However many questions: nothing, or the same passage.
    fixed = [text for _, text in SearchEntry.objects.get(pk=made.pk).passages]
    assert seen == {"", fixed[0]}
    assert 60 <= len(fixed[0]) <= min(200, len(whole) // 10)


def test_passages_are_few_and_short_whatever_the_paper() -> None:
    pages = [f"Sentence number {n}. " * 200 for n in range(500)]
    chosen = passages.choose(pages, frozenset({"number"}), "en")

    assert len(chosen) == passages.MOST
    assert all(len(text) <= passages.LENGTH for _, text in chosen)
    # A short page would be told whole: it has no passage.
    assert passages.choose(["Too short to have one. " * 10], frozenset(), "en") == []


def test_the_passage_is_the_sentence_that_says_most_of_the_theme() -> None:
    page = (
        "Nothing here at all. " * 20
        + "Deterrence needs submarines and warheads, they say. "
        + "Nothing again. " * 40
    )

    ((number, text),) = passages.choose([page], frozenset({"deterr", "submarin", "warhead"}), "en")

    assert number == 1
    assert text.startswith("Deterrence needs submarines and warheads")


def test_a_listing_without_words_shows_teasers(client: Client) -> None:
    making.published(teaser="What it is about")

    assert "What it is about" in client.get("/en/publications/").content.decode()


def test_the_listing_says_what_else_may_be_meant(client: Client) -> None:
    making.published("Zirconium alloys")

    text = client.get("/en/publications/", {"q": "zirconum"}).content.decode()

    assert "Did you mean" in text
    assert "?q=zirconium" in text
    assert "Did you mean" not in client.get("/en/publications/?q=xyzzyq").content.decode()


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("zirconum", "zirconium"),  # one too few
        ("zirconiumm", "zirconium"),  # one too many
        ("zirkonium", "zirconium"),  # a wrong one
        ("zircoinum", "zirconium"),  # swapped
        ("zrkonium", "zirconium"),  # two slips
        ("zirconim alloys", "zirconium alloys"),
        ("elysée zirconum", ""),  # each is somewhere, but not both
        ("élisée", "élysée"),  # with its accents
        ("zircnm", ""),  # too far
        ("Zirconum Alloys", "Zirconium Alloys"),  # with its capital
        ("zirconium", ""),  # nothing to correct
        ("alloy", ""),
        ("978236", ""),
        ("", ""),
    ],
)
def test_slips_of_the_finger_are_corrected(asked: str, meant: str) -> None:
    making.published("Zirconium alloys")
    making.published("Le palais de l’Élysée", language="fr")

    assert search.did_you_mean(asked) == meant
