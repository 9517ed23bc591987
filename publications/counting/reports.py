"""What the daily sums say of a period: of all publications, of each, or of what they belong to."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from authors.models import Author
from programs.models import Kind, ResearchCenter
from programs.tree import with_descendants
from publications.counting.period import Period
from publications.enums import UsageMetric
from publications.models import (
    Authorship,
    DailyUsage,
    Publication,
    PublicationCenter,
    Series,
    UsageEvent,
)

Figures = Counter[str]


class By(models.TextChoices):
    """What a report has a line for."""

    PUBLICATION = "publication", _("publication")
    CENTER = "center", _("research center")
    PROGRAM = "program", _("program")
    AUTHOR = "author", _("author")
    SERIES = "series", _("series")
    MONTH = "month", _("month")


@dataclass(frozen=True)
class Line:
    """``of`` asks for a report of this line alone; empty where there is none."""

    name: str
    figures: Figures
    of: str = ""


@dataclass(frozen=True)
class Report:
    by: By
    period: Period
    of_name: str
    lines: list[Line]
    months: list[tuple[datetime.date, Figures]]
    total: Figures
    robots: Figures
    # Events of the last days that no sum holds yet, and since when they wait.
    waiting: int
    waiting_since: datetime.datetime | None


def report(by: By, period: Period, of: str = "") -> Report:
    """``of`` is ``author:12`` and the like; one that names nothing raises ``LookupError``."""
    sums = DailyUsage.objects.filter(document=None, day__range=(period.first, period.last))
    of_name = ""
    if of:
        of_name, publications = _named(of)
        sums = sums.filter(publication__in=publications)
    readers, robots = sums.filter(is_robot=False), sums.filter(is_robot=True)
    months = _by_month(readers, period)
    waiting = UsageEvent.objects.aggregate(n=models.Count("pk"), since=models.Min("at"))
    return Report(
        by=by,
        period=period,
        of_name=of_name,
        lines=_month_lines(months) if by == By.MONTH else _LINES[by](readers),
        months=months,
        total=_total(readers),
        robots=_total(robots),
        waiting=waiting["n"],
        waiting_since=waiting["since"],
    )


# --- sums -----------------------------------------------------------------------------------------


def _total(sums: QuerySet[DailyUsage]) -> Figures:
    return Counter(dict(sums.values_list("metric").annotate(n=Sum("count")).order_by()))


def _by_month(sums: QuerySet[DailyUsage], period: Period) -> list[tuple[datetime.date, Figures]]:
    """Every month of the period, those without any use too."""
    found: defaultdict[datetime.date, Figures] = defaultdict(Counter)
    rows = sums.values_list(TruncMonth("day"), "metric").annotate(n=Sum("count")).order_by()
    for month, metric, count in rows:
        found[month][metric] += count
    return [(month, found[month]) for month in period.months()]


def _by_publication(sums: QuerySet[DailyUsage]) -> dict[int, Figures]:
    found: defaultdict[int, Figures] = defaultdict(Counter)
    rows = sums.values_list("publication", "metric").annotate(n=Sum("count")).order_by()
    for publication, metric, count in rows:
        found[publication][metric] += count
    return found


# --- lines ----------------------------------------------------------------------------------------


def _month_lines(months: list[tuple[datetime.date, Figures]]) -> list[Line]:
    return [Line(date_format(month, "F Y"), figures) for month, figures in months]


def _most_used_first(lines: Iterable[Line]) -> list[Line]:
    by_use = (UsageMetric.UNIQUE_REQUESTS, UsageMetric.UNIQUE_INVESTIGATIONS)
    return sorted(lines, key=lambda line: (*(-line.figures[each] for each in by_use), line.name))


def _publication_lines(sums: QuerySet[DailyUsage]) -> list[Line]:
    figures = _by_publication(sums)
    titles = Publication.objects.filter(pk__in=sums.values("publication"))
    return _most_used_first(
        Line(title, figures[pk], f"publication:{pk}")
        for pk, title in titles.values_list("pk", "title")
    )


def _grouped(
    sums: QuerySet[DailyUsage],
    kind: str,
    names: dict[int, str],
    belongs: Iterable[tuple[int, int]],
) -> list[Line]:
    """A line for each name; a publication counts once for each it belongs to."""
    figures = _by_publication(sums)
    found: defaultdict[int, Figures] = defaultdict(Counter)
    for publication, owner in set(belongs):
        if owner in names and publication in figures:
            found[owner].update(figures[publication])
    return _most_used_first(
        Line(names[pk], figures, f"{kind}:{pk}") for pk, figures in found.items()
    )


def _center_lines(kind: Kind) -> Callable[[QuerySet[DailyUsage]], list[Line]]:
    def lines(sums: QuerySet[DailyUsage]) -> list[Line]:
        """What belongs to a program belongs to its center too."""
        every = {center.pk: center for center in ResearchCenter.objects.all()}
        links = PublicationCenter.objects.filter(publication__in=sums.values("publication"))
        belongs = [
            (publication, above)
            for publication, center in links.values_list("publication", "center")
            for above in _with_ancestors(center, every)
        ]
        names = {pk: str(center) for pk, center in every.items() if center.kind == kind}
        return _grouped(sums, "center", names, belongs)

    return lines


def _with_ancestors(pk: int | None, every: dict[int, ResearchCenter]) -> set[int]:
    found: set[int] = set()
    while pk is not None and pk not in found:
        found.add(pk)
        pk = every[pk].parent_id
    return found


def _author_lines(sums: QuerySet[DailyUsage]) -> list[Line]:
    signed = Authorship.objects.filter(
        publication__in=sums.values("publication"), author__isnull=False
    )
    names = {author.pk: str(author) for author in Author.objects.filter(authorships__in=signed)}
    belongs = [
        (row["publication"], row["author"]) for row in signed.values("publication", "author")
    ]
    return _grouped(sums, "author", names, belongs)


def _series_lines(sums: QuerySet[DailyUsage]) -> list[Line]:
    within = Publication.objects.filter(pk__in=sums.values("publication"), series__isnull=False)
    names = {series.pk: str(series) for series in Series.objects.all()}
    belongs = [(row["pk"], row["series"]) for row in within.values("pk", "series")]
    return _grouped(sums, "series", names, belongs)


_LINES: dict[By, Callable[[QuerySet[DailyUsage]], list[Line]]] = {
    By.PUBLICATION: _publication_lines,
    By.CENTER: _center_lines(Kind.CENTER),
    By.PROGRAM: _center_lines(Kind.PROGRAM),
    By.AUTHOR: _author_lines,
    By.SERIES: _series_lines,
}


# --- a report of one ------------------------------------------------------------------------------


def _named(of: str) -> tuple[str, QuerySet[Publication]]:
    """Its name and its publications."""
    kind, _colon, number = of.partition(":")
    if kind not in _ONE or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise LookupError(of)
    found = _ONE[kind](int(number))
    if found is None:
        raise LookupError(of)
    return found


_Found = tuple[str, QuerySet[Publication]] | None


def _one_publication(pk: int) -> _Found:
    found = Publication.objects.filter(pk=pk)
    return (found[0].title, found) if found else None


def _one_center(pk: int) -> _Found:
    center = ResearchCenter.objects.filter(pk=pk).first()
    if center is None:
        return None
    below = with_descendants(center, ResearchCenter.objects.all())
    return str(center), Publication.objects.in_centers(below)


def _one_author(pk: int) -> _Found:
    author = Author.objects.filter(pk=pk).first()
    return (str(author), Publication.objects.signed_by(author)) if author else None


def _one_series(pk: int) -> _Found:
    series = Series.objects.filter(pk=pk).first()
    return (str(series), Publication.objects.filter(series=series)) if series else None


_ONE: dict[str, Callable[[int], _Found]] = {
    "publication": _one_publication,
    "center": _one_center,
    "author": _one_author,
    "series": _one_series,
}
