"""A usage report as a file. Columns are called what COUNTER calls them, in every language."""

from collections.abc import Iterator

from publications.counting.reports import Report
from publications.enums import UsageMetric
from publications.exports import Export, csv_file, json_file, xlsx_file
from publications.exports.rows import Row, as_cell

FORMATS = ("csv", "xlsx", "json")


def stream(report: Report, form: str) -> Export:
    """The report's lines, then what robots did, marked as left out of all the others."""
    headings = list(_row(report, "", report.total, robots=False))
    headings[0] = str(report.by.label).capitalize()
    name = f"usage-by-{report.by}-{report.period.begin}-{report.period.end}"
    if form == "json":
        return Export("application/json", f"{name}.json", json_file.table(_rows(report)))
    if form == "xlsx":
        widths = [60, 12, 12, *([28] * len(UsageMetric)), 20]
        return Export(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            f"{name}.xlsx",
            xlsx_file.table("Usage", headings, widths, _rows(report)),
        )
    lines = (map(as_cell, row.values()) for row in _rows(report))
    return Export("text/csv; charset=utf-8", f"{name}.csv", csv_file.table(headings, lines))


def _rows(report: Report) -> Iterator[Row]:
    for line in report.lines:
        yield _row(report, line.name, line.figures, robots=False)
    yield _row(report, "", report.robots, robots=True)


def _row(report: Report, name: str, figures: dict[str, int], *, robots: bool) -> Row:
    return {
        str(report.by): name,
        "Begin_Date": report.period.first.isoformat(),
        "End_Date": report.period.last.isoformat(),
        **{str(metric): figures.get(metric, 0) for metric in UsageMetric},
        "Robots": "excluded robots" if robots else "",
    }
