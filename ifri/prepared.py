"""Questions that are asked for every page alike: their statement is written once in a process.

Writing it is three quarters of what a small query costs. ::

    PUBLIC = Prepared(
        lambda slug, now: Publication.objects.public(at=now).filter(slug=slug),
        slug=models.SlugField(),
        now=models.DateTimeField(),
    )
    PUBLIC(slug="a-paper", now=timezone.now())

What the lambda is given stands for values to come. All else in the statement is fixed, so it must not
look at a clock, a reader or a language by itself; a statement that comes out differently the second
time is refused. Rows become objects in Django's own way.

This leans on two things within Django, which tests/ifri/test_prepared.py holds: a compiler that has
written its statement knows how to read the rows, and a queryset asks its query for the compiler.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=models.Model)


class Given(Expression):
    """A value to come: in the statement a placeholder, among its parameters itself."""

    def __init__(self, name: str, field: "models.Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        return "%s", [self]


@dataclass(frozen=True)
class Statement:
    compiler: Any
    sql: str
    parameters: tuple[Any, ...]

    def filled(self, values: dict[str, Any]) -> Any:
        """A compiler that has written the statement already, with these values in it."""
        parameters = tuple(
            values[each.name] if isinstance(each, Given) else each for each in self.parameters
        )
        compiler = copy.copy(self.compiler)
        # A connection belongs to its thread.
        compiler.connection = connections[compiler.using]
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, parameters)
        return compiler


class _Written:
    """What a queryset takes for its query."""

    def __init__(self, compiler: Any) -> None:
        self.compiler = compiler

    def get_compiler(self, **_: Any) -> Any:
        return self.compiler


class Prepared(Generic[Row]):
    def __init__(
        self, ask: "Callable[..., models.QuerySet[Row]]", **fields: "models.Field[Any, Any]"
    ) -> None:
        self.ask, self.fields = ask, fields
        self.statement: Statement | None = None

    def __call__(self, **values: Any) -> list[Row]:
        statement = self.statement or self._prepare()
        using = statement.compiler.using
        adapted = {
            name: field.get_db_prep_value(values[name], connections[using])
            for name, field in self.fields.items()
        }
        written: Any = _Written(statement.filled(adapted))
        return list(models.QuerySet(statement.compiler.query.model, written, using))

    def _prepare(self) -> Statement:
        statement, again = self._write(), self._write()
        if (statement.sql, statement.parameters) != (again.sql, again.parameters):
            # A time, most likely: kept, it would show for ever what was public when it was written.
            raise ValueError("A prepared question depends on something that it was not given.")
        self.statement = statement
        return statement

    def _write(self) -> Statement:
        asked = self.ask(**{name: Given(name, field) for name, field in self.fields.items()})
        compiler = asked.query.get_compiler(router.db_for_read(asked.model))
        sql, parameters = compiler.as_sql()
        return Statement(compiler, sql, tuple(parameters))
