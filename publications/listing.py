"""The listing's filters: from an address to what is listed, and back to addresses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple, Protocol, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import Max, Min
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from authors.models import Author
from programs.models import ResearchCenter
from programs.tree import with_descendants
from publications.models import Publication, PublicationType, Series, Tag
from publications.querysets import PublicationQuerySet, with_public_work
from publications.search import search

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
    """What readers can choose from: nothing that is behind drafts alone. Four queries."""

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
    """From the newest year to the oldest: both ends of one index, where every year would be a scan."""
    span = Publication.objects.public().aggregate(
        first=Min("published_at"), last=Max("published_at")
    )
    if span["first"] is None:
        return []
    first, last = (timezone.localtime(span[end]).year for end in ("first", "last"))
    return list(range(last, first - 1, -1))


class Chip(NamedTuple):
    """A filter that is on, and the address of the listing without it."""

    name: str | Promise
    value: str
    address: str


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
        year = given.get("year", "")
        language = given.get("language", "")
        return cls(
            q=q,
            center=_by_slug(choices.active_centers, given.get("center", "")),
            type=_by_slug(choices.types, given.get("type", "")),
            series=_by_slug(choices.series, given.get("series", "")),
            author=_public(Author.objects.all(), given.get("author", "")),
            tag=_public(Tag.objects.all(), given.get("tag", "")),
            year=next((each for each in choices.years if str(each) == year), None),
            language=language if language in dict(settings.LANGUAGES) else "",
            sort=_sort(given.get("sort", ""), is_search=bool(q)),
        )

    # --- into a listing ---------------------------------------------------------------------------

    def publications(self, page_language: str, choices: Choices) -> PublicationQuerySet:
        found = Publication.objects.public()
        if self.center:
            found = found.in_centers(with_descendants(self.center, choices.centers))
        if self.author:
            found = found.signed_by(self.author)
        if self.tag:
            found = found.tagged(self.tag)
        found = found.filter(**self._columns())
        if self.q:
            found = search(found, self.q)
        return found if self.sort == Sort.RELEVANCE else self._sorted(found, page_language)

    def _columns(self) -> dict[str, Any]:
        wanted = {
            "type": self.type,
            "series": self.series,
            "language": self.language,
            "published_at__year": self.year,
        }
        return {column: value for column, value in wanted.items() if value}

    def _sorted(self, found: PublicationQuerySet, page_language: str) -> PublicationQuerySet:
        orders: dict[Sort, list[Any]] = {
            Sort.NEWEST: ["-published_at"],
            Sort.OLDEST: ["published_at"],
            Sort.TITLE: [Lower("title"), "-published_at"],
        }
        return found.listed(*orders[self.sort], language=page_language)

    # --- back into addresses ----------------------------------------------------------------------

    def query(self, *, without: str = "") -> list[tuple[str, str]]:
        """The address's parameters, in one order and without those that say nothing."""
        pairs = [(field.name, self._written(field.name)) for field in fields(self)]
        return [(name, value) for name, value in pairs if value and name != without]

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
            for name, label, value in self._filters()
            if value
        ]

    def _filters(self) -> Iterable[tuple[str, Promise, Any]]:
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


def _public(among: "models.QuerySet[Any]", slug: str) -> Any:
    """Asked of the database, for there may be thousands of authors and tags."""
    return with_public_work(among).filter(slug=slug).first() if slug else None


def _sort(asked: str, *, is_search: bool) -> Sort:
    if asked in Sort.values and (is_search or asked != Sort.RELEVANCE):
        return Sort(asked)
    return Sort.RELEVANCE if is_search else Sort.NEWEST
