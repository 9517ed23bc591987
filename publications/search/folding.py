"""Text without case, accents and typography: the same in Python, in SQLite and in PostgreSQL.

One table serves all three: no extension and no locale of a database has a say in what is found.
Latin letters with marks lose them (``É`` is ``e``), ``œ`` is ``oe``, a typographic apostrophe is a
plain one. Other alphabets are only lowered.
"""

import re
import unicodedata
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, TextField

_LATIN_WITH_MARKS = (range(0x00C0, 0x0250), range(0x1E00, 0x1F00))
_ALONE = {"ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ł": "l", "Ł": "l", "ħ": "h", "Ħ": "h", "ı": "i"}
_TYPOGRAPHY = (
    dict.fromkeys("’‘ʼ‛", "'")
    | dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("\u00a0\u202f\u2009", " ")
)
_LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"}
_DROPPED = [*map(chr, range(0x0300, 0x0370)), "\u00ad", "\u200b"]
_MARKUP = re.compile("<[^>]*>")


def _single() -> dict[str, str]:
    """Every character that becomes one other."""
    letters = {}
    for code in (code for codes in _LATIN_WITH_MARKS for code in codes):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code) and base.isascii():
            letters[chr(code)] = base.lower()
    return letters | _ALONE | _TYPOGRAPHY


_SINGLE = _single()
_TABLE = str.maketrans(_SINGLE | _LIGATURES | dict.fromkeys(_DROPPED, ""))


def fold(text: str) -> str:
    return text.lower().translate(_TABLE)


def fold_html(text: str) -> str:
    """The same for rich text: a search for “strong” must not find the tag."""
    return fold(_MARKUP.sub(" ", text).replace("&amp;", "&"))


class Folded(Func):
    """``fold()`` of a column, in the database."""

    output_field = TextField()
    arity = 1
    function = "fold"
    python = staticmethod(fold)

    def __init__(self, column: str) -> None:
        super().__init__(F(column))

    def as_sqlite(
        self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, Any]:
        # Such a function belongs to one connection. Giving it here takes microseconds and, unlike
        # a signal, cannot have been missed.
        connection.ensure_connection()
        connection.connection.create_function(
            f"ifri_{self.function}", 1, self._python_or_null, deterministic=True
        )
        return super().as_sql(compiler, connection, function=f"ifri_{self.function}", **extra)

    def _python_or_null(self, value: str | None) -> str | None:
        return None if value is None else self.python(value)

    def as_postgresql(
        self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, list[Any]]:
        sql, params = compiler.compile(self.source_expressions[0])
        inner, inner_params = self._without_markup(sql, params)
        # translate() maps character to character and drops those that have no counterpart.
        sql = f"translate(lower({inner}), %s, %s)"
        values = ["".join([*_SINGLE, *_DROPPED]), "".join(_SINGLE.values())]
        for ligature, letters in _LIGATURES.items():
            sql = f"replace({sql}, %s, %s)"
            values += [ligature, letters]
        return sql, [*inner_params, *values]

    def _without_markup(self, sql: str, params: Any) -> tuple[str, list[Any]]:
        return sql, list(params)


class FoldedHtml(Folded):
    """``fold_html()`` of a column."""

    function = "fold_html"
    python = staticmethod(fold_html)

    def _without_markup(self, sql: str, params: Any) -> tuple[str, list[Any]]:
        tagless = f"regexp_replace({sql}, %s, ' ', 'g')"
        return f"replace({tagless}, '&amp;', '&')", [*params, _MARKUP.pattern]
