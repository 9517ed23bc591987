"""An Excel workbook, written row by row to a temporary file and then streamed from it."""

import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

from xlsxwriter import Workbook

from publications.exports.rows import BLOCK, COLUMNS, Row, as_cell, labels, rows
from publications.querysets import PublicationQuerySet

# What Excel takes in a cell; the writer would leave out a longer one altogether.
LONGEST_CELL = 32_767
_WIDTHS = {"id": 8, "title": 60, "subtitle": 40, "authors": 40, "public_from": 26, "url": 60}


def write(queryset: PublicationQuerySet, language: str) -> Iterator[bytes]:
    widths = [_WIDTHS.get(column.key, 16) for column in COLUMNS]
    return table("Publications", labels(language), widths, rows(queryset, language))


def table(
    name: str, headings: list[str], widths: list[int], found: Iterable[Row]
) -> Iterator[bytes]:
    """Any rows under any headings."""
    with tempfile.TemporaryFile(prefix="export-") as file:
        workbook = Workbook(file, {"constant_memory": True})
        _fill(workbook, workbook.add_worksheet(name), headings, widths, found)
        workbook.close()
        file.seek(0)
        while block := file.read(BLOCK):
            yield block


def _fill(
    workbook: Any, sheet: Any, headings: list[str], widths: list[int], found: Iterable[Row]
) -> None:
    sheet.freeze_panes(1, 0)
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)
    bold = workbook.add_format({"bold": True})
    for index, heading in enumerate(headings):
        sheet.write_string(0, index, heading, bold)
    last = 0
    for last, row in enumerate(found, start=1):
        for index, value in enumerate(row.values()):
            _write_cell(sheet, last, index, as_cell(value))
    sheet.autofilter(0, 0, last, len(headings) - 1)


def _write_cell(sheet: Any, row: int, column: int, value: str | int) -> None:
    # Text is written as text: no formula, address or number is made of it, and none is evaluated.
    if isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, value[:LONGEST_CELL])
