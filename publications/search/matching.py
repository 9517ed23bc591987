"""Which publications a search finds, and in what order."""

import re
from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from django.conf import settings
from django.db.models import (
    Case,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Replace
from django.db.models.lookups import Exact

from publications.models import Authorship, TaggedPublication
from publications.querysets import PublicationQuerySet
from publications.search.patterns import in_html, in_text
from publications.search.words import cleaned, words_of

_DOI_PREFIX = re.compile(r"^(https?://(dx\.)?doi\.org/|doi:\s*)")
_LANGUAGES = [code for code, _ in settings.LANGUAGES]


def _in_each_language(*fields: str) -> list[str]:
    return [f"{field}_{code}" for field in fields for code in _LANGUAGES]


_NAMES_OF_SIGNATORIES = [
    "author__first_name",
    "author__last_name",
    "organisation__acronym",
    "center__acronym",
    *_in_each_language("organisation__name", "center__name"),
]
_NAMES_OF_TAGS = ["tag__name", *_in_each_language("tag__label")]

# What a word counts for by where it is found; an identifier beats any number of words.
_IDENTIFIER, _TITLE, _NAME, _TEXT = 1000, 8, 4, 1


def search(queryset: PublicationQuerySet, q: str) -> PublicationQuerySet:
    """Those of ``queryset`` in which every word of ``q`` is found, the best match first.

    Parts of words count, accents and case do not; a whole DOI or ISBN finds its publication. A
    ``q`` without a word leaves the queryset as it is.
    """
    words = words_of(q)
    if not words:
        return queryset
    is_identified = _identified(q)
    found = queryset.filter(is_identified | reduce(and_, map(_somewhere, words)))
    score = Case(When(is_identified, then=Value(_IDENTIFIER)), default=_total(words))
    return found.order_by(score.desc(), "-published_at", "-pk")


def _somewhere(word: str) -> Q:
    return _in_title(word) | _in_names(word) | _in_text(word)


def _total(words: Iterable[str]) -> Combinable:
    points: list[Combinable] = [
        Case(
            When(_in_title(word), then=Value(_TITLE)),
            When(_in_names(word), then=Value(_NAME)),
            default=Value(_TEXT),
            output_field=IntegerField(),
        )
        for word in words
    ]
    return reduce(lambda total, point: total + point, points)


def _in_title(word: str) -> Q:
    return _matches(in_text(word), "title")


def _in_names(word: str) -> Q:
    pattern = in_text(word)
    signatures = Authorship.objects.filter(publication=OuterRef("pk"))
    taggings = TaggedPublication.objects.filter(content_object=OuterRef("pk"))
    return (
        _matches(pattern, "subtitle", *_in_each_language("series__name"))
        | _any(signatures.filter(_matches(pattern, *_NAMES_OF_SIGNATORIES)))
        | _any(taggings.filter(_matches(pattern, *_NAMES_OF_TAGS)))
    )


def _in_text(word: str) -> Q:
    return _matches(in_text(word), "teaser") | _matches(in_html(word), "lead", "summary")


def _matches(pattern: str, *columns: str) -> Q:
    return reduce(or_, (Q((f"{column}__regex", pattern)) for column in columns))


def _any(rows: "QuerySet[Authorship] | QuerySet[TaggedPublication]") -> Q:
    return Q(Exists(rows))


def _identified(q: str) -> Q:
    """The whole of ``q`` is a DOI, as such or as an address, or an ISBN with or without hyphens."""
    text = cleaned(q).strip().lower()
    isbn = text.removeprefix("isbn").lstrip(": ").replace("-", "").replace(" ", "").upper()
    if len(isbn) in (10, 13) and isbn[:-1].isdecimal():
        stored = Replace(Replace("isbn", Value("-"), Value("")), Value(" "), Value(""))
        return Q(Exact(stored, isbn))
    doi = _DOI_PREFIX.sub("", text)
    # Most publications have no DOI: an empty one must not find them all.
    return Q(doi__iexact=doi) if doi else Q(pk__in=[])
