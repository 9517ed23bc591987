"""Where the words stand: a marked piece of the summary, pages of the paper, and never the paper."""

import html
import io
import itertools
import re
import time
from unittest.mock import ANY

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


def _page(speaker: str) -> str:
    said = f"Deterrence needs submarines and warheads, {speaker} say."
    return "\n".join([said, *["Nothing here."] * 60])


def test_running_heads_numbers_contents_and_the_imprint_are_no_passages() -> None:
    """As pages are read: the title on the right, the authors on the left, each with its number."""
    leaders = [f"{n} Submarines and warheads {'. ' * 40}{n}" for n in range(30)]
    pages = [
        "© Institute, 2026.\nISBN 978-2-38000-000-0.\nAll rights reserved.",
        "\n".join(["Contents", *leaders]),
        f"On Submarines and Warheads\n3\n{_page('admirals')}",
        f"Ada Submarine, Bo Warhead\n4\n{_page('ministers')}",
        f"{_page('engineers')}\nSubmarines and warheads 5",
        f"{_page('voters')}\nSubmarines and warheads 6",
    ]

    chosen = passages.choose(pages, frozenset({"submarin", "warhead"}), "en")

    speakers = {3: "admirals", 4: "ministers", 5: "engineers", 6: "voters"}
    assert {number: text.partition(" say.")[0] for number, text in chosen} == {
        number: f"Deterrence needs submarines and warheads, {speaker}"
        for number, speaker in speakers.items()
    }


def test_of_a_page_with_an_imprint_the_rest_is_told() -> None:
    imprint = "Ada Lovelace. Papers on Warheads, No. 56, July 2026. Institute. All rights reserved."
    page = f"{'The opinions expressed here are those of its authors and of nobody else. ' * 12}{imprint}"

    ((_, text),) = passages.choose([page], frozenset({"warhead", "juli"}), "en")

    assert text.startswith("The opinions expressed")


def test_what_is_left_of_a_page_is_told_a_tenth_of() -> None:
    head = "A head. " * 10
    pages = [f"{head}\n{number}\n{'A sentence of the text. ' * 30}" for number in (1, 2)]

    chosen = passages.choose(pages, frozenset(), "en")

    assert {len(text) <= 72 for _, text in chosen} == {True}
    assert len(chosen) == 2


def test_a_paper_of_one_long_line_or_of_many_short_ones_is_read_at_once() -> None:
    for page in (". " * 200_000, "a\n" * 200_000, "©. " * 100_000, "1\n" * 200_000, "_" * 400_000):
        start = time.process_time()
        assert passages.choose([page], frozenset({"a"}), "en") in ([], [(1, ANY)])
        assert time.process_time() - start < 5


def test_who_asks_for_a_title_or_a_name_is_told_what_the_paper_is_about(client: Client) -> None:
    lines = [f"Line about deterrence in the year {number}." for number in range(40)]
    pdf = paper(["Cover"], lines)
    making.published("Deterrence", tags=["warheads"], teaser="What it is about.", pdf=pdf)

    shown = {q: _said(client, q) for q in ("deterrence", "warheads deterrence", "deterrence year")}

    assert shown["deterrence"] == shown["warheads deterrence"] == "What it is about."
    assert shown["deterrence year"].startswith("p.\u00a02: Line about deterrence in the year 0.")


def _said(client: Client, q: str) -> str:
    text = client.get("/en/publications/", {"q": q}).content.decode()
    (teaser,) = re.findall(r'<p class="card-teaser".*?</p>', text, re.DOTALL)
    return html.unescape(re.sub("<.*?>", "", teaser)).strip()


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
