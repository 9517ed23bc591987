"""An Excel workbook, written row by row to a temporary file and then streamed from it."""

import tempfile
from collections.abc import Iterator
from typing import IO, Any

from xlsxwriter import Workbook

from publications.exports.rows import BLOCK, COLUMNS, as_cell, labels, rows
from publications.querysets import PublicationQuerySet

# What Excel takes in a cell; the writer would leave out a longer one altogether.
LONGEST_CELL = 32_767
_WIDTHS = {"id": 8, "title": 60, "subtitle": 40, "authors": 40, "public_from": 26, "url": 60}


def write(queryset: PublicationQuerySet, language: str) -> Iterator[bytes]:
    with tempfile.TemporaryFile(prefix="export-") as file:
        _fill(file, queryset, language)
        file.seek(0)
        while block := file.read(BLOCK):
            yield block


def _fill(file: IO[bytes], queryset: PublicationQuerySet, language: str) -> None:
    workbook = Workbook(file, {"constant_memory": True})
    sheet = workbook.add_worksheet("Publications")
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, _WIDTHS.get(column.key, 16))
    bold = workbook.add_format({"bold": True})
    for index, label in enumerate(labels(language)):
        sheet.write_string(0, index, label, bold)
    last = 0
    for last, row in enumerate(rows(queryset, language), start=1):
        for index, value in enumerate(row.values()):
            _write_cell(sheet, last, index, as_cell(value))
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    workbook.close()


def _write_cell(sheet: Any, row: int, column: int, value: str | int) -> None:
    # Text is written as text: no formula, address or number is made of it, and none is evaluated.
    if isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, value[:LONGEST_CELL])
