"""Search on PostgreSQL: the stems of a publication as one vector without positions, under GIN.

Without positions and weights a hit is never looked up a second time in a text of 45 KB, and a
search for two common words stays a matter of two lists. The fields a stem stands in are told by a
mark before it (``^`` title, ``~`` title or names, ``.`` those or the summary), spellings by ``=``. What
stands in title and names is a small vector of its own, for it is looked into most. Phrases are found
by their pairs of neighbours (``lexemes.neighbours``) and only longer ones are looked up.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, F, Func, IntegerField, Value
from django.db.models.expressions import RawSQL

from publications.search.backend import Condition, Place, is_true
from publications.search.lexemes import neighbours, tokens
from publications.search.reading import Lookup, Reading, Spelling, has_phrase

_TABLE = "publications_searchentry"
_MARKS = {Place.ANYWHERE: "", Place.HEAD: ".", Place.LABEL: "~", Place.TITLE: "^"}
_VECTORS = {Place.LABEL: "labels", Place.TITLE: "labels"}
# As measured at a million publications: the small vector lies in the row, the large one beside it.
_WALKING_COSTS = {"labels": 0.5, "words": 7}
# A vector holds one mebibyte of lexemes and no more.
_MOST_BYTES = 1_000_000
# Always true. The planner takes looking into a vector for as cheap as comparing two numbers and would
# sooner look into all of them than ask the index: ten thousand take 160 ms, the index 2. This costs
# next to nothing, and the planner believes it dear.
_IS_DEAR = "to_tsvector('simple', e.isbn) IS NOT NULL"
_TEXTS = "e.title || e.names || e.summary || e.body"


class PostgreSQL:
    has_vectors = True

    def condition(self, readings: Sequence[Reading], place: Place) -> Condition:
        params: list[Any] = []
        parts = []
        # Together, because a vector that is looked into is read anew for each query.
        if plain := [reading for reading in readings if _is_plain(reading, place)]:
            parts.append(_matches(place))
            asked = (_words(each.groups, each.excluded, _MARKS[place]) for each in plain)
            params.append(" | ".join(f"({words})" for words in asked))
        parts += [_reading(each, place, params) for each in readings if each not in plain]
        where = f"({' OR '.join(parts) or 'FALSE'}) AND {_IS_DEAR}"
        sql = f"SELECT e.publication_id FROM {_TABLE} e WHERE {where}"  # noqa: S608
        return Condition(sql, tuple(params), _WALKING_COSTS[_vector_of(place)])

    def is_common(self, condition: Condition, most: int) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {condition.sql}", condition.params)
            plan = cursor.fetchone()[0]
        plan = json.loads(plan) if isinstance(plan, str) else plan
        return bool(plan[0]["Plan"]["Plan Rows"] > most)

    def reading(self, condition: Condition) -> RawSQL:
        # Behind an offset, for otherwise the planner may ask every publication whether it is a hit.
        sql = f"SELECT publication_id FROM ({condition.sql} OFFSET 0) AS hit"  # noqa: S608
        return condition._replace(sql=sql).numbers

    def walking(self, condition: Condition) -> RawSQL:
        row = "AND e.publication_id = publications_publication.id"
        return is_true(f"EXISTS ({condition.sql} {row})", condition.params)

    def without(self, condition: Condition) -> RawSQL:
        # One after the other: a list of half a million outgrows the memory for one, and is then looked
        # through for each publication.
        exists = self.walking(condition)
        return is_true(f"NOT {exists.sql}", condition.params)

    def among(self, numbers: list[int]) -> RawSQL:
        return RawSQL("SELECT unnest(%s::bigint[])", (numbers,))

    def in_order(self, numbers: list[int]) -> Any:
        array = Value(numbers, output_field=ArrayField(BigIntegerField()))
        return Func(array, F("pk"), function="array_position", output_field=IntegerField())

    def vectors(self, fields: dict[str, Any], language: str) -> dict[str, Any]:
        title, names, summary, body = (
            fields[name] for name in ("title", "names", "summary", "body")
        )
        in_title = tokens(title)
        in_label = in_title | tokens(names)
        in_head = in_label | tokens(summary)
        labels = (*(f"^{each}" for each in in_title), *(f"~{each}" for each in in_label))
        lexemes = [
            *(f"={each}" for each in sorted(tokens(fields["forms"]))),
            *(f".{each}" for each in sorted(in_head)),
            *sorted(in_head | tokens(body)),
        ]
        stems = f"{title}{names}{summary}{body}".split()
        return {
            "words": _vector(lexemes),
            "labels": _vector(labels),
            "pairs": _vector(dict.fromkeys(neighbours(stems, language))),
        }

    def spelt_so(self, language: str, words: Sequence[str]) -> Condition:
        sql = f"SELECT e.publication_id FROM {_TABLE} e WHERE e.words @@ %s::tsquery"  # noqa: S608
        spelt = " | ".join(f"'={language}{word}'" for word in words)
        return Condition(sql, (spelt,), _WALKING_COSTS["words"])

    def unknown(self, language: str, words: Sequence[str]) -> list[str]:
        sql = """
            SELECT asked FROM unnest(string_to_array(%s, ' ')) AS asked WHERE NOT EXISTS (
                SELECT 1 FROM publications_searchword w WHERE w.language = %s AND w.word = asked)
        """
        with connection.cursor() as cursor:
            cursor.execute(sql, [" ".join(words), language])
            return [word for (word,) in cursor]

    def unused(self, language: str, words: Sequence[str]) -> list[str]:
        sql = f"""
            SELECT word FROM unnest(%s::text[]) AS word WHERE NOT EXISTS (
                SELECT 1 FROM {_TABLE} e WHERE e.words @@ ('''=' || %s || word || '''')::tsquery)
        """  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, [list(words), language])
            return [word for (word,) in cursor]

    def settle(self) -> None:
        with connection.cursor() as cursor:
            for vector in ("words", "labels", "pairs"):
                index = f"publications_search_{vector}"
                cursor.execute("SELECT gin_clean_pending_list(%s)", [index])
            cursor.execute(f"ANALYZE {_TABLE}")


def _vector(lexemes: Iterable[str]) -> Func:
    kept = list(lexemes)
    if len("".join(kept).encode()) > _MOST_BYTES:
        ends = accumulate(len(each.encode()) for each in kept)
        kept = [each for each, end in zip(kept, ends, strict=True) if end <= _MOST_BYTES]
    # As one text: an array of thousands is prepared and quoted element by element, twice.
    array = Func(Value(" ".join(kept)), Value(" "), function="string_to_array")
    return Func(array, function="array_to_tsvector")


# --- From a reading to SQL ------------------------------------------------------------------------


def _is_plain(reading: Reading, place: Place) -> bool:
    """Whether one query of one vector says all of it; what is excluded may stand in the text."""
    lookups = (*reading.groups, *reading.excluded)
    is_apart = bool(reading.excluded) and place in _VECTORS
    return bool(reading.groups) and not is_apart and not has_phrase(chain(*lookups))


def _vector_of(place: Place) -> str:
    return _VECTORS.get(place, "words")


def _matches(place: Place) -> str:
    return f"e.{_vector_of(place)} @@ %s::tsquery"


def _words(groups: Sequence[Lookup], excluded: Sequence[Lookup], mark: str) -> str:
    return " & ".join(
        [*(_any(group, mark) for group in groups), *(f"!{_any(group)}" for group in excluded)]
    )


def _reading(reading: Reading, place: Place, params: list[Any]) -> str:
    """Everything that one query of words can say is said in it; phrases come on top."""
    simple = [group for group in reading.groups if not has_phrase(group)]
    complex_ones = [group for group in reading.groups if has_phrase(group)]
    barred = [
        group for group in reading.excluded if place not in _VECTORS and not has_phrase(group)
    ]
    # A phrase may stand in the text: its words are what has to stand in the title.
    marked = simple if place == Place.ANYWHERE else reading.groups
    parts = []
    if marked:
        parts.append(_matches(place))
        params.append(_words(marked, barred if simple else [], _MARKS[place]))
    parts += [_phrases(group, params, reading.language) for group in complex_ones]
    parts += [
        f"NOT {_phrases(group, params, reading.language)}"
        for group in reading.excluded
        if group not in barred or not simple
    ]
    return f"({' AND '.join(parts)})" if parts else "FALSE"


def _any(group: Lookup, mark: str = "") -> str:
    return f"({' | '.join(_all(spelling, mark) for spelling in group)})"


def _all(spelling: Spelling, mark: str = "") -> str:
    *before, last = (f"'{mark}{each}'" for each in spelling.stems)
    return f"({' & '.join([*before, f'{last}:*' if spelling.is_start else last])})"


def _phrases(group: Lookup, params: list[Any], language: str) -> str:
    return f"({' OR '.join(_phrase(spelling, params, language) for spelling in group)})"


def _phrase(spelling: Spelling, params: list[Any], language: str) -> str:
    stems = spelling.stems[:-1] if spelling.is_start else spelling.stems
    pairs = list(neighbours(stems, language)) if spelling.is_phrase else []
    found = []
    if spelling.is_start or not pairs:
        params.append(_all(spelling))
        found.append("e.words @@ %s::tsquery")
    if pairs:
        # Who has the pairs has the words. Asked for both, the planner finds the words by their index
        # and looks for the pairs in the large vector of each of thousands.
        params.append(" & ".join(f"'{pair}'" for pair in pairs))
        found.append("e.pairs @@ %s::tsquery")
    if spelling.is_phrase and (len(pairs) > 1 or spelling.is_start):
        # One pair is the whole phrase; several may stand apart from each other.
        params.append(f" {' '.join(spelling.stems)}{'' if spelling.is_start else ' '}")
        found.append(f"strpos({_TEXTS}, %s) > 0")
    return f"({' AND '.join(found)})"
