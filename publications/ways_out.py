"""Ways out of a listing that found nothing: another spelling, fewer words, fewer filters."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.translation import get_language, gettext

from publications import offers
from publications.listing import MAX_QUERY, Choices, Selection
from publications.models import Publication
from publications.search import Found, did_you_mean, find
from publications.search.query import OR, QUOTES
from publications.search.stems import LANGUAGES, without_weight
from publications.search.words import fold

_QUOTE = f'"{QUOTES}'
_PIECE = re.compile(rf"-?[{_QUOTE}][^{_QUOTE}]*[{_QUOTE}]?|[^\s{_QUOTE}]+")


class Correction(NamedTuple):
    words: str
    address: str


class WayOut(NamedTuple):
    """What to ask instead, and how many publications that would find."""

    label: str
    address: str
    number: int
    is_more: bool


def correction(selection: Selection, choices: Choices) -> Correction | None:
    """The words without their slips; among the same filters, if there they find something."""
    words = did_you_mean(selection.q, language=_asker(selection))
    if not words:
        return None
    corrected = replace(selection, q=words)
    if selection.wanted and not _hits(corrected, choices).total:
        corrected = Selection(q=words, sort=corrected.default_sort)
    return Correction(words, _address(corrected))


def ways_out(selection: Selection, choices: Choices) -> list[WayOut]:
    """First any of the words, then what each filter, taken off, would leave."""
    return [*_any_of_the_words(selection, choices), *_without_each(selection, choices)]


def _any_of_the_words(selection: Selection, choices: Choices) -> Iterator[WayOut]:
    words = _joined_by_or(selection.q)
    if words in ("", selection.q):
        return
    asked = replace(selection, q=words)
    found = _hits(asked, choices)
    if found.total:
        label = gettext("With any of these words")
        yield WayOut(label, _address(asked), found.total, found.is_more)


def _joined_by_or(q: str) -> str:
    """Nothing where there are not two words of weight to choose from, or no room for it."""
    pieces = _PIECE.findall(q)
    light = frozenset().union(*(without_weight(code) for code in LANGUAGES))
    wanted = [
        piece
        for piece in pieces
        if piece not in OR and not piece.startswith("-") and fold(piece) not in light
    ]
    barred = [piece for piece in pieces if piece.startswith("-") and piece != "-"]
    joined = " ".join([" OR ".join(wanted), *barred])
    return joined if len(wanted) > 1 and len(joined) <= MAX_QUERY else ""


def _without_each(selection: Selection, choices: Choices) -> Iterator[WayOut]:
    language = get_language() or ""
    # Where the words stand nowhere, they are what has to go: no search for each of the others.
    is_hopeless = bool(selection.wanted) and not _words_are_somewhere(selection, language)
    for name, label, value in selection.filters():
        left = selection.without(name)
        if not value or (is_hopeless and name != "q"):
            continue
        # That would be all publications, which the page offers anyway.
        if not (left.q or left.wanted):
            continue
        counted = offers.count(left, left.results(language, choices))
        if counted.total:
            said = {"filter": label, "value": value}
            way = gettext("Without %(filter)s “%(value)s”") % said
            if name == "q":
                way = gettext("Without these words")
            yield WayOut(way, _address(left), counted.total, counted.is_more)


def _words_are_somewhere(selection: Selection, page_language: str) -> bool:
    """Asked with the language of the filter and without, as the searches left would ask."""
    askers = dict.fromkeys([selection.asker(page_language), page_language])
    public = Publication.objects.public()
    return not selection.q or any(
        find(public, selection.q, language=asker).total for asker in askers
    )


def _hits(selection: Selection, choices: Choices) -> Found:
    narrowed = selection.narrow(Publication.objects.public(), choices.centers)
    return find(narrowed, selection.q, language=_asker(selection))


def _asker(selection: Selection) -> str:
    return selection.asker(get_language() or "")


def _address(selection: Selection) -> str:
    return "?" + urlencode(selection.query())
