"""The difference between two contents: field by field, word by word, and nothing of it is markup."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authors.models import Author
from publications import content, differences
from publications.differences import mark_words
from publications.enums import AuthorRole
from tests import editorial, making

TEXT = st.text(
    alphabet=st.one_of(st.sampled_from("ab <>&\"'/\n\t é"), st.characters()), max_size=60
)


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("", "", ""),
        ("one two", "one two", "one two"),
        ("", "one", "<ins>one</ins>"),
        ("one", "", "<del>one</del>"),
        ("one two", "one three", "one <del>two</del><ins>three</ins>"),
        ("one two three", "one three", "one <del>two </del>three"),
        ("one three", "one two three", "one <ins>two </ins>three"),
        ("a\nb", "a\nc", "a\n<del>b</del><ins>c</ins>"),
        ("war", "wars", "<del>war</del><ins>wars</ins>"),
        ("A & B", "A & C", "A &amp; <del>B</del><ins>C</ins>"),
    ],
)
def test_words_are_marked_as_taken_out_and_put_in(before: str, after: str, marked: str) -> None:
    assert mark_words(before, after) == marked


def test_hostile_words_stay_words() -> None:
    assert mark_words("<b>x</b>", "<script>alert('1')</script>") == (
        "<del>&lt;b&gt;x&lt;/b&gt;</del>"
        "<ins>&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;</ins>"
    )
    assert mark_words("</del>", "</del>") == "&lt;/del&gt;"


@given(TEXT, TEXT)
def test_the_marks_removed_each_text_is_there_whole(before: str, after: str) -> None:
    marked = mark_words(before, after)
    for mark, text in (("ins", before), ("del", after)):
        without = re.sub(f"<{mark}>.*?</{mark}>", "", marked, flags=re.DOTALL)
        assert re.sub("</?(ins|del)>", "", without) == html.escape(text)


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert mark_words(text, text) == html.escape(text)


def test_a_long_text_rewritten_from_end_to_end_is_compared_in_one_go() -> None:
    before = " ".join(f"word{number}" for number in range(3000))
    after = " ".join(f"word{number}" for number in reversed(range(3000)))
    assert mark_words(before, after).count("<ins>") > 0


@pytest.mark.django_db
def test_every_field_is_shown_by_its_name_and_in_words() -> None:
    publication = editorial.everything()
    found = differences.between({}, content.read(publication))
    assert [each.field for each in found] == list(content.FIELDS)
    shown = {each.label: each.after for each in found}
    assert shown == {
        "language": "en",
        "type": "Paper",
        "title": "War and Wires",
        "subtitle": "A History",
        "slug": "war-and-wires",
        "lead": "In two sentences.",
        "summary": "What the paper says.",
        "key takeaways": "One",
        "teaser": "Read this.",
        "funding and disclosures": "Paid for by a foundation.",
        "series": "Notes",
        "number in the series": "12",
        "pages": "40",
        "DOI": "10.1234/wires",
        "ISBN": "978-2-07-036822-8",
        "licence": "CC BY 4.0",
        "cover": "covers/one.webp",
        "what of the cover stays when it is cut": "top",
        "cover description": "A cable",
        "cover credit": "N. N.",
        "access to the full text": "open: anybody, at once",
        "open to all after (days)": "90",
        "only for members of": "Subscribers",
        "authors, in the order of the byline": "Bela South\nAda North\nA University (editor)",
        "centers of a publication": "Cyber ★\nAsia",
        "tags": "war, wires",
        "related analyses (chosen)": "Pick Two\nPick One",
        "related analyses (never shown)": "Unwanted",
        "documents": "full text – en – full text v1\nannex – Tables – en – Tables v1",
        "correction notices, shown above the summary": (
            "2026-02-01 – erratum – v1 – A figure.\n2026-01-01 – update – A chapter."
        ),
    }
    assert {each.before for each in found} == {"", "all rights reserved", "middle"}


@pytest.mark.django_db
def test_only_what_differs_is_shown() -> None:
    publication = editorial.everything()
    before = content.read(publication)
    editorial.write(publication, title="War and Waves", authors=before["authors"][::-1])
    found = differences.between(before, content.read(publication))
    assert [(each.field, each.marked) for each in found] == [
        ("title", "War and <del>Wires</del><ins>Waves</ins>"),
        (
            "authors",
            (
                "<del>Bela</del><ins>A</ins> <del>South</del><ins>University (editor)</ins>\n"
                "Ada North\n"
                "<del>A</del><ins>Bela</ins> <del>University (editor)</del><ins>South</ins>"
            ),
        ),
    ]


@pytest.mark.django_db
def test_the_address_behind_a_link_is_shown() -> None:
    """Or a link could be turned to another place and nobody who reviews it would see that."""
    publication = making.draft(summary='<p>See <a href="https://a.example/">this</a> page.</p>')
    before = content.read(publication)
    editorial.write(publication, summary='<p>See <a href="https://b.example/">this</a> page.</p>')
    [found] = differences.between(before, content.read(publication))
    assert found.marked == (
        "See this <del>(https://a.example/)</del><ins>(https://b.example/)</ins> page."
    )


@pytest.mark.django_db
def test_what_was_deleted_since_is_a_question_mark() -> None:
    publication = making.draft(tags=["war"])
    before = content.read(publication)
    editorial.write(
        publication,
        tags=[],
        authors=[editorial.signature(AuthorRole.EDITOR, author=making.author("Ada North").pk)],
    )
    editorial.tag("war").delete()
    Author.objects.get(pk=before["authors"][0]["author"]).delete()
    found = {
        each.field: (each.before, each.after)
        for each in differences.between(before, content.read(publication))
    }
    assert found == {"authors": ("?", "Ada North (editor)"), "tags": ("?", "")}


@pytest.mark.django_db
def test_names_are_looked_up_once_however_long_the_lists_are(
    django_assert_max_num_queries: object,
) -> None:
    assert callable(django_assert_max_num_queries)
    publication = making.draft(authors=[making.author() for _ in range(20)])
    for number in range(10):
        editorial.write(
            publication, tags=[editorial.tag(f"tag {each}").pk for each in range(number)]
        )
    record = content.read(publication)
    with django_assert_max_num_queries(12):
        differences.between({}, record)
