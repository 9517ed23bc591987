"""The filters of the publications' list that are not a field of their own."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publications.enums import DocumentKind, Status
from publications.models import Authorship, Document, Publication, TaggedPublication
from publications.querysets import PublicationQuerySet

SCHEDULED = "scheduled"


class StatusFilter(admin.SimpleListFilter):
    """“Scheduled” is not a status, but what an editor looks for."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        choices: list[tuple[str, Any]] = list(Status.choices)
        choices.insert(
            choices.index((Status.PUBLISHED.value, Status.PUBLISHED.label)),
            (SCHEDULED, _("scheduled")),
        )
        return choices

    def queryset(self, request: HttpRequest, queryset: Any) -> "QuerySet[Publication]":
        found: PublicationQuerySet = queryset
        match self.value():
            case None:
                return found
            case "scheduled":
                return found.scheduled()
            case Status.PUBLISHED:
                return found.public()
            case value:
                return found.filter(status=value)


class YearFilter(admin.SimpleListFilter):
    """The first step of the date hierarchy, without reading every row to know the years."""

    title = _("year")
    parameter_name = "published_at__year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(year), str(year)) for year in _years()]

    def queryset(self, request: HttpRequest, queryset: Any) -> "QuerySet[Publication]":
        value = self.value()
        if value is None or not (value.isascii() and value.isdecimal() and len(value) <= 4):
            return queryset  # type: ignore[no-any-return]
        return queryset.filter(published_at__year=int(value))  # type: ignore[no-any-return]


def _years() -> Iterable[int]:
    """From the newest year to the oldest, the empty ones between them too."""
    ends = Publication.objects.aggregate(first=Min("published_at"), last=Max("published_at"))
    if ends["first"] is None:
        return ()
    first, last = (timezone.localtime(ends[end]).year for end in ("first", "last"))
    return range(last, first - 1, -1)


def _without(rows: "QuerySet[Any]") -> Q:
    return ~Q(Exists(rows))


MISSING: dict[str, tuple[Any, Callable[[], Q]]] = {
    "full_text": (
        _("full text"),
        lambda: _without(
            Document.objects.filter(
                publication=OuterRef("pk"), kind=DocumentKind.FULL_TEXT, current__isnull=False
            )
        ),
    ),
    "tags": (
        _("tags"),
        lambda: _without(TaggedPublication.objects.filter(content_object=OuterRef("pk"))),
    ),
    "authors": (
        _("authors"),
        lambda: _without(Authorship.objects.filter(publication=OuterRef("pk"))),
    ),
    "summary": (_("summary"), lambda: Q(summary="")),
    "cover": (_("cover of its own"), lambda: Q(cover="")),
}


class MissingFilter(admin.SimpleListFilter):
    """What is still to be done."""

    title = _("what is missing")
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(key, label) for key, (label, _condition) in MISSING.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> "QuerySet[Publication]":
        found = MISSING.get(self.value() or "")
        return queryset.filter(found[1]()) if found else queryset  # type: ignore[no-any-return]
