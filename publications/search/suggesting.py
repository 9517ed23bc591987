"""What is offered while a reader types, and instead of a question that finds nothing.

Everything here goes through the one rule when it is read: an author, a topic or a center is offered
for having something public at this second, a word for standing in something public.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from authors.models import Author
from programs.models import ResearchCenter
from publications.models import Publication, PublicationCenter, SearchName, Tag
from publications.querysets import public_q, with_public_work
from publications.search import finding, spelling
from publications.search.backend import Place, backend
from publications.search.first import First
from publications.search.query import MAX_TERMS, Query, Term, parse
from publications.search.reading import readings
from publications.search.stems import without_weight
from publications.search.words import Placed, cleaned, placed_in, smooth, words_in

Kind = SearchName.Kind
SHORTEST = 2
_MOST_PUBLICATIONS, _MOST_NAMES = 5, 3
# So many names that begin alike are looked through for those with something public.
_MOST_READ = 60
_MOST_UNKNOWN = 3


@dataclass(frozen=True)
class Suggestion:
    kind: str
    text: str
    address: str
    language: str = ""

    @property
    def label(self) -> str:
        return str(_LABELS[self.kind])


_LABELS = {
    "publication": _("Publication"),
    "author": _("Author"),
    "topic": _("Topic"),
    "center": _("Center or program"),
}


def suggestions(q: str, language: str) -> list[Suggestion]:
    """Publications, then people, topics and centers; nothing for fewer than two letters."""
    text = cleaned(q)
    if len(text.strip()) < SHORTEST:
        return []
    return [*_publications(text, language), *_names(text)]


# --- Publications ---------------------------------------------------------------------------------


def _publications(q: str, language: str) -> list[Suggestion]:
    """Those with the words in the title, or else in the names or the summary."""
    query = parse(q, is_typing=True)
    if not query.groups:
        return []
    public = Publication.objects.public()
    found = finding.best(public, query, language, (Place.TITLE, Place.HEAD))[:_MOST_PUBLICATIONS]
    shown = public.in_bulk(found)
    return [
        Suggestion("publication", each.title, each.get_absolute_url(), each.language)
        for each in (shown[number] for number in found if number in shown)
    ]


# --- Names ----------------------------------------------------------------------------------------


def _names(q: str) -> list[Suggestion]:
    """Every word typed is the beginning of a word of the name; shorter names first."""
    words = [part for word in words_in(smooth(q)) for part in word.parts][:4]
    if not words or max(map(len, words)) < SHORTEST:
        return []
    return [
        Suggestion(kind.value, str(each), each.get_absolute_url())
        for kind in (Kind.AUTHOR, Kind.TOPIC, Kind.CENTER)
        for each in _named(kind, words)
    ]


def _named(kind: Kind, words: list[str]) -> list[Any]:
    found = SearchName.objects.filter(kind=kind)
    longest = max(words, key=len)
    # In the index's own order: of a hundred thousand Jeans only those looked through are read.
    numbers = (
        found.filter(start=longest[:2], word__startswith=longest)
        .order_by("word")
        .values_list("named", flat=True)
    )
    for word in words:
        if word is not longest:
            numbers = numbers.filter(
                Exists(found.filter(named=OuterRef("named"), word__startswith=word))
            )
    known = _KNOWN[kind]().filter(pk__in=list(dict.fromkeys(numbers[:_MOST_READ])))
    return sorted(known, key=lambda each: (len(str(each)), str(each)))[:_MOST_NAMES]


def _centers() -> Any:
    links = PublicationCenter.objects.filter(public_q("publication__"), center=OuterRef("pk"))
    # The first link of each, not whether there is one: for that PostgreSQL joins all of them.
    first = Subquery(links.order_by().values("pk")[:1])
    return ResearchCenter.objects.active().annotate(public_link=first).filter(public_link__gt=0)


_KNOWN: dict[Kind, Any] = {
    Kind.AUTHOR: lambda: with_public_work(Author.objects.all()),
    Kind.TOPIC: lambda: with_public_work(Tag.objects.all()),
    Kind.CENTER: _centers,
}


# --- Did you mean ---------------------------------------------------------------------------------


def did_you_mean(q: str, language: str) -> str:
    """The question with its unknown words corrected, if that finds something public; else nothing."""
    text = smooth(cleaned(q))
    query = parse(text)
    if not query.groups:
        return ""
    order = sorted(dict(settings.LANGUAGES), key=lambda code: code != language)
    better, at = [], 0
    for placed, word in _unknown(text, language):
        if correct := spelling.correction(word, order):
            better += [text[at : placed.start], _as_written(correct, text[placed.start])]
            at = placed.end
    if not better:
        return ""
    corrected = "".join([*better, text[at:]]).strip()
    is_found = finding.find(Publication.objects.public(), corrected, language).total
    return corrected if is_found else ""


def _as_written(correct: str, first: str) -> str:
    """A name was typed with its capital, and keeps it."""
    return correct[0].upper() + correct[1:] if first.isupper() else correct


def _unknown(text: str, language: str) -> list[tuple[Placed, str]]:
    """The words that nothing public has, or none where they are too many to be slips."""
    words = [each for each in placed_in(text) if len(each.word.parts) == 1][:MAX_TERMS]
    found = [
        (each, each.word.parts[0]) for each in words if not _is_known(each.word.parts[0], language)
    ]
    return found if len(found) <= _MOST_UNKNOWN else []


def _is_known(word: str, language: str) -> bool:
    """Whether something public has the word."""
    if word in without_weight(language):
        return True
    query = Query(word, groups=((Term(((word,),)),),))
    condition = backend().condition(readings(query, language), Place.ANYWHERE)
    return First(Publication.objects.public()).has_any(condition)
