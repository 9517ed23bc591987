"""What PostgreSQL would do for a page's queries: which tables it would read from end to end."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

# Fewer rows than this are read at once by anybody in their right mind.
SMALL = 1000


@dataclass(frozen=True)
class Look:
    """One page that was asked for: its queries, and the tables read whole by them."""

    address: str
    queries: list[str]
    scans: list[tuple[str, str]]

    @property
    def milliseconds(self) -> float:
        return sum(_seconds(sql) for sql in self.queries) * 1000


def look(client: Client, address: str) -> Look:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
    queries = [each["sql"] for each in captured if each["sql"].startswith("SELECT")]
    large = _large_tables()
    scans = [(table, sql) for sql in queries for table in _read_whole(plan(sql)) if table in large]
    return Look(address, queries, scans)


def plan(sql: str, options: str = "FORMAT JSON") -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN ({options}) {sql.replace('%', '%%')}", None)
        found = cursor.fetchone()[0]
    return (json.loads(found) if isinstance(found, str) else found)[0]


def _seconds(sql: str) -> float:
    return float(plan(sql, "ANALYZE, TIMING OFF, FORMAT JSON")["Execution Time"]) / 1000


def _read_whole(node: Any) -> Iterator[str]:
    if "Plan" in node:
        yield from _read_whole(node["Plan"])
        return
    if node["Node Type"] == "Seq Scan":
        yield node["Relation Name"]
    for child in node.get("Plans", []):
        yield from _read_whole(child)


def _large_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [SMALL]
        )
        return {row[0] for row in cursor.fetchall()}


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
