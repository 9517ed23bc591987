"""The listing's filters: from an address to what is listed, and back to addresses."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple, Protocol, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from authors.models import Author
from programs.models import ResearchCenter
from programs.tree import with_descendants
from publications import redirects
from publications.models import Publication, PublicationType, Series, Tag
from publications.querysets import PublicationQuerySet, with_public_work
from publications.search import find, matching, says_something

MAX_QUERY = 200


class Sort(models.TextChoices):
    RELEVANCE = "relevance", _("Best match")
    NEWEST = "newest", _("Newest first")
    OLDEST = "oldest", _("Oldest first")
    TITLE = "title", _("By title")


class HasSlug(Protocol):
    @property
    def slug(self) -> str: ...


Named = TypeVar("Named", bound=HasSlug)


@dataclass(frozen=True)
class Choices:
    """What readers can choose from: nothing that is behind drafts alone. Five queries."""

    centers: list[ResearchCenter]
    types: list[PublicationType]
    series: list[Series]
    years: list[int]
    languages: list[tuple[str, str | Promise]]

    @property
    def active_centers(self) -> list[ResearchCenter]:
        return [center for center in self.centers if center.is_active]


def load_choices() -> Choices:
    return Choices(
        centers=list(ResearchCenter.objects.all()),
        types=list(with_public_work(PublicationType.objects.all())),
        series=list(with_public_work(Series.objects.all())),
        years=_years(),
        languages=list(settings.LANGUAGES),
    )


def _years() -> list[int]:
    """From the newest year to the oldest: both ends of one index, each by a question of its own. Every
    year would be a scan, and so would both ends in one question."""
    times = Publication.objects.public().values_list("published_at", flat=True)
    first, last = times.order_by("published_at").first(), times.order_by("-published_at").first()
    if first is None or last is None:
        return []
    return list(range(timezone.localtime(last).year, timezone.localtime(first).year - 1, -1))


class Chip(NamedTuple):
    """A filter that is on, and the address of the listing without it."""

    name: str | Promise
    value: str
    address: str


class Results(NamedTuple):
    """What is listed, whether the search has more hits than are, and their keys where it has words."""

    publications: PublicationQuerySet
    is_more: bool = False
    keys: Sequence[int] | None = None


@dataclass(frozen=True)
class Selection:
    """What a reader asked for. Whatever names nothing readers may know of is not in it."""

    q: str = ""
    center: ResearchCenter | None = None
    author: Author | None = None
    type: PublicationType | None = None
    series: Series | None = None
    tag: Tag | None = None
    year: int | None = None
    language: str = ""
    sort: Sort = Sort.NEWEST

    # --- out of an address ------------------------------------------------------------------------

    @classmethod
    def read(cls, asked: Mapping[str, str], choices: Choices) -> "Selection":
        given = {name: value.replace("\0", "").strip() for name, value in asked.items()}
        q = given.get("q", "")[:MAX_QUERY].strip()
        q = q if says_something(q) else ""
        year = given.get("year", "")
        language = given.get("language", "")
        return cls(
            q=q,
            center=_by_slug(choices.active_centers, given.get("center", "")),
            type=_by_slug(choices.types, given.get("type", "")),
            series=_by_slug(choices.series, given.get("series", "")),
            author=_public(Author, given.get("author", "")),
            tag=_public(Tag, given.get("tag", "")),
            year=next((each for each in choices.years if str(each) == year), None),
            language=language if language in dict(settings.LANGUAGES) else "",
            sort=_sort(given.get("sort", ""), is_search=bool(q)),
        )

    @classmethod
    def is_asked(cls, asked: Mapping[str, str]) -> bool:
        """Whether anything that narrows a listing is."""
        return any(asked.get(name, "").strip() for name in cls._filter_names())

    @classmethod
    def _filter_names(cls) -> list[str]:
        return [field.name for field in fields(cls) if field.name != "sort"]

    def misses(self, asked: Mapping[str, str]) -> bool:
        """Whether a filter was asked for that names nothing readers may know of."""
        return any(
            asked.get(name, "").strip() and not self._written(name) for name in self._filter_names()
        )

    # --- into a listing ---------------------------------------------------------------------------

    def results(self, page_language: str, choices: Choices) -> Results:
        """What is listed; of a common word the first only."""
        now = timezone.now()
        found = self.narrow(Publication.objects.public(at=now), choices.centers, until=now)
        if not self.q:
            return Results(self._sorted(found, page_language))
        asker = self.asker(page_language)
        if self.sort == Sort.RELEVANCE:
            hits = find(found, self.q, language=asker)
        else:
            sorted_ones = self._sorted(found, page_language)
            hits = find(sorted_ones, self.q, language=asker, in_order=True)
        return Results(hits.publications, hits.is_more, hits.keys)

    def newest(
        self, found: PublicationQuerySet, page_language: str, centers: Iterable[ResearchCenter]
    ) -> PublicationQuerySet:
        """Of these what fits, the newest first; of a search the first thousand."""
        narrowed = self.narrow(found, centers).newest_first()
        if not self.q:
            return narrowed
        asker = self.asker(page_language)
        return find(narrowed, self.q, language=asker, in_order=True).publications

    def fitting(
        self, found: PublicationQuerySet, page_language: str, centers: Iterable[ResearchCenter]
    ) -> PublicationQuerySet:
        """Of these all that fit, in no order of their own."""
        narrowed = self.narrow(found, centers)
        if not self.q:
            return narrowed
        return matching(narrowed, self.q, language=self.asker(page_language))

    def asker(self, page_language: str) -> str:
        """In which language the words are asked: the filter's, or else the page's."""
        return self.language or page_language

    def narrow(
        self,
        found: PublicationQuerySet,
        centers: Iterable[ResearchCenter],
        until: datetime.datetime | None = None,
    ) -> PublicationQuerySet:
        """Of these what fits the filters, whatever its words.

        Where nothing in ``found`` is published after ``until``, a topic is read from then on.
        """
        if self.center:
            found = found.in_centers(with_descendants(self.center, centers))
        if self.author:
            found = found.signed_by(self.author)
        if self.tag:
            found = found.on_topic(self.tag, until)
        return found.filter(**self._columns())

    def _columns(self) -> dict[str, Any]:
        wanted = {
            "type": self.type,
            "series": self.series,
            "language": self.language,
            "published_at__year": self.year,
        }
        return {column: value for column, value in wanted.items() if value}

    @property
    def time(self) -> str:
        """The column that orders it: a topic's own, carried by its index."""
        return "topic__published_at" if self.tag else "published_at"

    def _sorted(self, found: PublicationQuerySet, page_language: str) -> PublicationQuerySet:
        orders: dict[Sort, list[Any]] = {
            Sort.NEWEST: [f"-{self.time}"],
            Sort.OLDEST: [self.time],
            Sort.TITLE: [Lower("title"), "-published_at"],
        }
        return found.listed(*orders[self.sort], language=page_language)

    # --- into a question to the counts ------------------------------------------------------------

    @property
    def wanted(self) -> dict[str, Any]:
        """The filters that are on but for the words, by the columns of ``publications.facets``."""
        columns = {
            "center_id": self.center and self.center.pk,
            "type_id": self.type and self.type.pk,
            "series_id": self.series and self.series.pk,
            "language": self.language,
            "year": self.year,
            "tag_id": self.tag and self.tag.pk,
            "author_id": self.author and self.author.pk,
        }
        return {column: value for column, value in columns.items() if value}

    @property
    def is_for_crawlers(self) -> bool:
        """One filter at most, in the usual order: the rest are crossings without number."""
        return not self.q and self.sort == self.default_sort and len(self.wanted) <= 1

    def without(self, name: str) -> "Selection":
        empty: Any = "" if name in ("q", "language") else None
        left = replace(self, **{name: empty})
        is_lost = left.sort == Sort.RELEVANCE and not left.q
        return replace(left, sort=left.default_sort) if is_lost else left

    # --- followed ---------------------------------------------------------------------------------

    @property
    def followed(self) -> "Selection":
        """What feeds and alerts of it bring: the new, so of no year and in one order."""
        return replace(self, year=None, sort=self.default_sort)

    @property
    def followed_query(self) -> str:
        return urlencode(self.followed.query())

    @property
    def description(self) -> str:
        """“Author: Ada Writer; Type: Paper”; empty where nothing was chosen."""
        return "; ".join(
            gettext("%(name)s: %(value)s") % {"name": chip.name, "value": chip.value}
            for chip in self.chips
        )

    # --- back into addresses ----------------------------------------------------------------------

    def query(self, *, without: str = "") -> list[tuple[str, str]]:
        """The address's parameters, in one order and without those that say nothing."""
        selection = self.without(without) if without else self
        pairs = [(field.name, selection._written(field.name)) for field in fields(self)]
        return [(name, value) for name, value in pairs if value]

    def _written(self, name: str) -> str:
        value = getattr(self, name)
        if name == "sort":
            return "" if value == self.default_sort else str(value)
        return str(getattr(value, "slug", value or ""))

    @property
    def default_sort(self) -> Sort:
        return Sort.RELEVANCE if self.q else Sort.NEWEST

    @property
    def sorts(self) -> list[Sort]:
        return [sort for sort in Sort if self.q or sort != Sort.RELEVANCE]

    @property
    def chips(self) -> list[Chip]:
        return [
            Chip(label, str(value), "?" + urlencode(self.query(without=name)))
            for name, label, value in self.filters()
            if value
        ]

    def filters(self) -> Iterable[tuple[str, Promise, Any]]:
        """Each by its parameter, with its label and what readers call its value."""
        languages = dict(settings.LANGUAGES)
        yield "q", _("Words"), self.q
        yield "center", _("Center or program"), self.center
        yield "author", _("Author"), self.author
        yield "type", _("Type"), self.type
        yield "series", _("Series"), self.series
        yield "tag", _("Topic"), self.tag
        yield "year", _("Year"), self.year
        yield "language", _("Language"), languages.get(self.language)


def _by_slug(among: Iterable[Named], slug: str) -> Named | None:
    return next((each for each in among if each.slug == slug), None)


def _public(model: type[Any], slug: str) -> Any:
    """Asked of the database, for there may be thousands of authors and tags; by a former name too."""
    if not slug:
        return None
    known = with_public_work(model.objects.all())
    found = known.filter(slug=slug).first()
    return redirects.merged_into(model, slug) if found is None else found


def _sort(asked: str, *, is_search: bool) -> Sort:
    if asked in Sort.values and (is_search or asked != Sort.RELEVANCE):
        return Sort(asked)
    return Sort.RELEVANCE if is_search else Sort.NEWEST
