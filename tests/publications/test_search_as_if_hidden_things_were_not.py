"""What a stranger is answered is the same whether or not something hidden answers too.

A word that only a draft has must not even change how a question is understood: that the last word of
a question is taken for a beginning, that a word is found by another ending, that a feed changed. Two
hundred questions, composed of what public and hidden texts say, are answered twice.
"""

import datetime
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from publications import search
from publications.models import Publication
from publications.workflow import Action
from tests import making
from tests.publications.test_feeds import ATOM, MAY, feed, titles

pytestmark = pytest.mark.django_db

WORDS = ["sanction", "sanctions", "ukraine", "borders", "carbon", "levy", "guerre", "économie"]
HIDDEN = [
    "sanctioning",
    "carbonated",
    "levying",
    "économisant",
    "nightfall",
    "halcyon",
    "ukrainians",
]
PHRASES = ["carbon borders", "levying halcyon", "first year of nightfall", "carbon levy"]


def _open_world() -> None:
    making.published(
        "Sanctions and the carbon levy",
        slug="levy",
        summary="<p>Borders of Ukraine, economies and levies.</p>",
        pdf=making.pdf_bytes(2, "Sanction by sanction, carbon by carbon"),
        tags=["ukraine"],
    )
    making.published(
        "Guerre et économie", slug="guerre", language="fr", summary="<p>Les économies.</p>"
    )


def _hidden_world() -> None:
    hidden: dict[str, Any] = {
        "summary": "<p>The first year of nightfall; économisant, ukrainians.</p>",
        "authors": [making.author("Halcyon Nightfall", slug="halcyon")],
        "tags": ["levying", "ukraine"],
        "pdf": making.pdf_bytes(2, "Carbon borders, levying halcyon, sanctioning"),
    }
    making.draft("The sanctioning of levying", **hidden)
    making.scheduled("Carbonated nightfall", language="fr", **hidden)
    making.in_review("Halcyon sanctioning", **hidden)
    making.withdrawn("Carbon borders and ukrainians", **hidden)


def _questions(number: int) -> Iterator[str]:
    chance = random.Random(5)  # noqa: S311 - no secret, the same questions every time
    for _ in range(number):
        asked = []
        for _ in range(chance.randint(1, 3)):
            word = chance.choice([*WORDS, *HIDDEN])
            kind = chance.randrange(5)
            if kind == 0:
                asked.append(f"{word[: chance.randint(3, len(word))]}*")
            elif kind == 1:
                asked.append(f'"{chance.choice(PHRASES)}"')
            elif kind == 2:
                asked.append(f"{chance.choice(WORDS)[:5]} OR {word}")
            else:
                asked.append(word[: chance.randint(3, len(word))])
        yield " ".join([*asked, *chance.choice([[], ["-zzqq"], ["-levying"], ["-carbonated"]])])


def _answers(client: Client) -> dict[str, Any]:
    public = Publication.objects.public
    return {
        q: (
            [each.slug for each in search.search(public(), q)],
            sorted(each.slug for each in search.matching(public(), q)),
            search.did_you_mean(q),
            search.suggestions(q),
            titles(client, f"/en/feed/?q={q.replace(' ', '+')}"),
        )
        for q in _questions(200)
    }


def test_the_answers_are_those_of_a_site_without_anything_hidden(client: Client) -> None:
    _open_world()
    before = _answers(client)

    _hidden_world()

    after = _answers(client)
    assert {q: after[q] for q in after if after[q] != before[q]} == {}
    # Not because nothing is ever found, nor because nothing hidden would be.
    assert sum(bool(found) for found, *_ in before.values()) > 35
    everything = Publication.objects.all()
    reached = sum(search.matching(everything, q).count() > len(before[q][1]) for q in before)
    assert reached > 40


@pytest.mark.parametrize(
    "hidden", ["carbon borders", "carbonated nightfall", "halcyon sanctioning"]
)
def test_a_feed_takes_the_last_word_as_if_hidden_texts_did_not_answer(
    client: Client, hidden: str
) -> None:
    _open_world()
    _hidden_world()

    found = [titles(client, f'/en/feed/?q="{each}"+OR+ukrai+-zzqq') for each in (hidden, "no such")]

    assert found == [["Sanctions and the carbon levy"]] * 2


def test_a_beginning_that_only_a_draft_goes_on_from_is_no_other_question(client: Client) -> None:
    making.published("Three sanctions", slug="three")
    making.published("Sanctioning", slug="fr", language="fr")

    making.draft("The sanctioning of a ministry")

    public = Publication.objects.public
    assert [each.slug for each in search.search(public(), "sanctionin*")] == ["fr"]
    assert [each.slug for each in search.by_name(Publication.objects.all(), "ministry sanctionin")]
    making.move(
        Publication.objects.get(status="draft"), Action.SUBMIT, Action.APPROVE, Action.PUBLISH
    )
    found = {each.slug for each in search.search(public(), "sanctionin*")}
    assert {"fr", "three"} < found


def test_a_feed_of_a_search_does_not_tell_when_what_it_asks_for_was_withdrawn(
    client: Client, time_machine: Any
) -> None:
    time_machine.move_to(MAY, tick=False)
    making.published("Ports of the Pacific", tags=["ports"])
    gone = making.published("Crowded waters", tags=["ports"])
    time_machine.move_to(MAY + datetime.timedelta(hours=1), tick=False)
    making.move(gone, Action.WITHDRAW, comment="Wrong.")

    asked = ("q=ports+OR+crowded", "q=ports+OR+nowhere", "tag=ports", "language=en", "language=fr")
    told = {feed(client, f"/en/feed/?{query}").findtext(f"{ATOM}updated") for query in asked}
    assert len(told) == 1
