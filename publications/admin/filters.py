"""The filters of the publications' list that are not a field of their own."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.db.models.functions import ExtractYear
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ifri.asked_number import asked_number
from programs.models import ResearchCenter
from publications import desk, missing
from publications.enums import Status
from publications.models import Publication
from publications.querysets import PublicationQuerySet

SCHEDULED, LEAVING = "scheduled", "leaving"


class DeskFilter(admin.SimpleListFilter):
    """The sections of the desk, each with everything that is in it."""

    title = _("what is on the desk")
    parameter_name = "desk"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(each.key, each.title) for each in desk.sections_for(cast(User, request.user))]

    def queryset(self, request: HttpRequest, queryset: Any) -> "QuerySet[Publication]":
        user = cast(User, request.user)
        for section in desk.sections_for(user):
            if section.key == self.value():
                return section.find(queryset, user)
        return queryset  # type: ignore[no-any-return]


class PendingFilter(admin.SimpleListFilter):
    """Working copies are no publications of their own: they are listed where somebody asks for them.

    A section of the desk asks for both.
    """

    title = _("pending changes")
    parameter_name = "pending"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        self.asks_the_desk = DeskFilter.parameter_name in request.GET
        return [("only", _("Only pending changes")), ("too", _("Publications and pending changes"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        first, *others = super().choices(changelist)
        yield {**first, "display": _("Without pending changes")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: Any) -> "QuerySet[Publication]":
        found: PublicationQuerySet = queryset
        match self.value():
            case "only":
                return found.filter(pending_for__isnull=False)
            case None if not self.asks_the_desk:
                return found.own()
            case _:
                return found


class StatusFilter(admin.SimpleListFilter):
    """What it is by the clock: an editor looks for what is scheduled, not for a stored status."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        by_value: dict[str, Any] = dict(Status.choices)
        return [
            *(
                (value, by_value[value])
                for value in (Status.DRAFT, Status.IN_REVIEW, Status.APPROVED)
            ),
            (SCHEDULED, _("scheduled")),
            (Status.PUBLISHED.value, by_value[Status.PUBLISHED]),
            (LEAVING, _("withdrawal planned")),
            (Status.WITHDRAWN.value, by_value[Status.WITHDRAWN]),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> "QuerySet[Publication]":
        found: PublicationQuerySet = queryset
        match self.value():
            case None:
                return found
            case "scheduled":
                return found.scheduled()
            case "leaving":
                return found.leaving()
            case Status.PUBLISHED:
                return found.public()
            case Status.WITHDRAWN:
                return found.withdrawn()
            case value:
                return found.filter(status=value)


class CenterFilter(admin.SimpleListFilter):
    """The stock filter would join, and sort out the doubles by comparing whole rows."""

    title = _("center")
    parameter_name = "centers__id__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(each.pk), str(each)) for each in ResearchCenter.objects.all()]

    def queryset(self, request: HttpRequest, queryset: Any) -> "QuerySet[Publication]":
        chosen = [pk for pk, _name in self.lookup_choices if str(pk) == self.value()]
        return queryset.in_centers(chosen) if self.value() else queryset  # type: ignore[no-any-return]


class YearFilter(admin.SimpleListFilter):
    """The first step of the date hierarchy, without reading every row to know the years."""

    title = _("year")
    parameter_name = "published_at__year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(year), str(year)) for year in years()]

    def queryset(self, request: HttpRequest, queryset: Any) -> "QuerySet[Publication]":
        value = self.value()
        year = asked_number(value)
        return queryset.filter(published_at__year=year) if year else queryset  # type: ignore[no-any-return]


def years() -> Iterable[int]:
    """From the newest year to the oldest, without reading every row for the ones between."""
    dated = Publication.objects.exclude(published_at=None).annotate(
        year=ExtractYear("published_at")
    )
    newest = dated.order_by("-published_at").values_list("year", flat=True).first()
    oldest = dated.order_by("published_at").values_list("year", flat=True).first()
    return range(newest, oldest - 1, -1) if newest and oldest else ()


class MissingFilter(admin.SimpleListFilter):
    """What is still to be done."""

    title = _("what is missing")
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(key, label) for key, label in missing.LABELS.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> "QuerySet[Publication]":
        condition = missing.CONDITIONS.get(self.value() or "")
        if condition is None:
            return queryset  # type: ignore[no-any-return]
        # What is not there is looked for along an index of numbers; the rows are read afterwards.
        lacking = Publication.objects.filter(condition()).order_by()
        return queryset.filter(pk__in=lacking.values("pk"))  # type: ignore[no-any-return]
