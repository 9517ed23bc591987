"""Search on SQLite: FTS5 tables without texts of their own, kept in step by triggers.

Their tokenizer takes the stems as they come: words are told apart and folded before they get here. One
has everything, the other titles and names alone: what begins so there is soon put together.
"""

import json
from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import CharField, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Concat, StrIndex

from publications.search.backend import Condition, Place, is_true
from publications.search.reading import Lookup, Reading, Spelling, has_phrase
from publications.search.stems import stems_without_weight

_FTS, _LABELS = "publications_searchfts", "publications_searchftslabels"
# As measured at a hundred thousand publications, a third of them with a text of 45 KB: each row that is
# passed is a search of its own in the FTS5 table, and one for a beginning puts many words together: in
# titles and names that may be worth it, in full texts never.
_WALKING_COSTS, _WALKING_COSTS_OF_A_BEGINNING = 20, 80
_COLUMNS = {
    Place.ANYWHERE: "{title names summary body}",
    Place.HEAD: "{title names summary}",
    Place.LABEL: "{title names}",
    Place.TITLE: "{title}",
}


class SQLite:
    has_vectors = False

    def condition(self, readings: Sequence[Reading], place: Place) -> Condition:
        # What is only excluded, FTS5 cannot look for: see ``finding``.
        asked = [reading for reading in readings if reading.groups]
        found = " OR ".join(f"({_reading(reading, place)})" for reading in asked)
        is_label = place in (Place.LABEL, Place.TITLE) and not any(map(_needs_text, asked))
        matching = _matching(found or '"¶none"', _LABELS if is_label else _FTS)
        if any(map(_has_beginning, asked)):
            costs = _WALKING_COSTS_OF_A_BEGINNING if is_label else None
            return matching._replace(walking_costs=costs)
        return matching

    def is_common(self, condition: Condition, most: int) -> bool:
        # Rows come one by one: counting stops where it is enough.
        sql = f"SELECT count(*) FROM ({condition.sql} LIMIT {most + 1})"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, condition.params)
            return bool(cursor.fetchone()[0] > most)

    def reading(self, condition: Condition) -> RawSQL:
        return condition.numbers

    def walking(self, condition: Condition) -> RawSQL:
        row = "AND rowid = publications_publication.id"
        return is_true(f"EXISTS ({condition.sql} {row})", condition.params)

    def without(self, condition: Condition) -> RawSQL:
        # All at once: each row that is asked about is a search of its own.
        return is_true(f"publications_publication.id NOT IN ({condition.sql})", condition.params)

    def among(self, numbers: list[int]) -> RawSQL:
        return RawSQL("SELECT value FROM json_each(%s)", (json.dumps(numbers),))

    def in_order(self, numbers: list[int]) -> Any:
        order = Value(f",{','.join(map(str, numbers))},")
        number = Concat(Value(","), Cast("pk", CharField()), Value(","))
        return StrIndex(order, number)

    def vectors(self, fields: dict[str, Any], language: str) -> dict[str, Any]:
        return {}

    def spelt_so(self, language: str, words: Sequence[str]) -> Condition:
        spelt = " OR ".join(f'"{language}{word}"' for word in words)
        return _matching(f"{{forms}} : ({spelt})")

    def unknown(self, language: str, words: Sequence[str]) -> list[str]:
        sql = """
            SELECT value FROM json_each(%s) WHERE NOT EXISTS (
                SELECT 1 FROM publications_searchword w WHERE w.language = %s AND w.word = value)
        """
        with connection.cursor() as cursor:
            cursor.execute(sql, [json.dumps(words), language])
            return [word for (word,) in cursor]

    def unused(self, language: str, words: Sequence[str]) -> list[str]:
        return [word for word in words if not self.is_common(self.spelt_so(language, [word]), 0)]

    def settle(self) -> None:
        with connection.cursor() as cursor:
            # A few of the index's pieces into one, as many as take a moment.
            for table in (_FTS, _LABELS):
                cursor.execute(f"INSERT INTO {table}({table}, rank) VALUES ('merge', 500)")  # noqa: S608
            cursor.execute("ANALYZE publications_searchentry")


def _matching(expression: str, table: str = _FTS) -> Condition:
    sql = f"SELECT rowid FROM {table} WHERE {table} MATCH %s"  # noqa: S608
    return Condition(sql, (expression,), _WALKING_COSTS)


def _has_beginning(reading: Reading) -> bool:
    return any(spelling.is_start for group in reading.groups for spelling in group)


def _needs_text(reading: Reading) -> bool:
    """Whether it names a phrase or excludes something: both may stand anywhere."""
    return bool(reading.excluded) or has_phrase(chain(*reading.groups))


def _reading(reading: Reading, place: Place) -> str:
    language = reading.language
    phrases = [group for group in reading.groups if has_phrase(group)]
    # A phrase may stand in the text: its words are what has to stand in the title.
    words = [_any(group, language, as_phrase=place == Place.ANYWHERE) for group in reading.groups]
    found = _within(place, words)
    if phrases and place != Place.ANYWHERE:
        there = _within(Place.ANYWHERE, [_any(group, language) for group in phrases])
        found = f"({found} AND {there})"
    for group in reading.excluded:
        found = f"({found} NOT {_within(Place.ANYWHERE, [_any(group, language)])})"
    return found


def _within(place: Place, expressions: list[str]) -> str:
    return f"({_COLUMNS[place]} : ({' AND '.join(expressions)}))"


def _any(group: Lookup, language: str, *, as_phrase: bool = True) -> str:
    spelt = [_spelling(spelling, language, as_phrase=as_phrase) for spelling in group]
    return f"({' OR '.join(spelt)})"


def _spelling(spelling: Spelling, language: str, *, as_phrase: bool) -> str:
    ending = " *" if spelling.is_start else ""
    light = stems_without_weight(language)
    if as_phrase and not all(each[len(language) :] in light for each in spelling.stems):
        return f'"{" ".join(spelling.stems)}"{ending}'
    words = " AND ".join(f'"{each}"' for each in spelling.stems)
    return f"({words}{ending})"
