"""What stands on the home page: what editors chose, what is new, what each series published last."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Subquery

from publications.models import FeaturedPublication, Publication, Series
from publications.querysets import PublicationQuerySet, with_public_work

MOST_FEATURED = 4
NEWEST = 7


@dataclass(frozen=True)
class Front:
    featured: list[Publication]
    newest: list[Publication]
    series: list[tuple[Series, Publication | None]]


class _Version(NamedTuple):
    pk: int
    group: UUID
    language: str


def front(language: str) -> Front:
    """In six queries; one version of each text, in the page's language where there is one."""
    featured = _one_of_each(_featured(), language)[:MOST_FEATURED]
    newest = [
        each
        for each in _one_of_each(_newest(), language)
        if each.group not in {chosen.group for chosen in featured}
    ][:NEWEST]
    series = _series(language)
    latest = [last for _, last in series if last is not None]
    wanted = [*(each.pk for each in (*featured, *newest)), *latest]
    loaded = {
        each.pk: each for each in Publication.objects.public().filter(pk__in=wanted).for_cards()
    }
    return Front(
        featured=[loaded[each.pk] for each in featured if each.pk in loaded],
        newest=[loaded[each.pk] for each in newest if each.pk in loaded],
        series=[(each, loaded.get(last or 0)) for each, last in series],
    )


def _featured() -> list[_Version]:
    """Every public version of the chosen texts, in the editors' order."""
    places = FeaturedPublication.objects.filter(
        publication__translation_group=OuterRef("translation_group")
    )
    groups = FeaturedPublication.objects.values("publication__translation_group")
    public = Publication.objects.public().filter(translation_group__in=groups)
    placed = public.annotate(place=Subquery(places.values("order")[:1]))
    return _versions(placed.order_by("place", "pk"))


def _newest() -> list[_Version]:
    # Twice as many, and those featured: what is left once each text stands once.
    most = 2 * (NEWEST + MOST_FEATURED)
    return _versions(Publication.objects.public().newest_first()[:most])


def _versions(found: PublicationQuerySet) -> list[_Version]:
    rows = found.values_list("pk", "translation_group", "language")
    return [_Version(*row) for row in rows]


def _one_of_each(versions: list[_Version], language: str) -> list[_Version]:
    """The first place of each text, with its version in that language if it is among them."""
    chosen: dict[UUID, _Version] = {}
    for each in versions:
        if each.group not in chosen or (
            each.language == language and chosen[each.group].language != language
        ):
            chosen[each.group] = each  # a key keeps the place it was first put in
    return list(chosen.values())


def _series(language: str) -> list[tuple[Series, int | None]]:
    last = Publication.objects.public().filter(series=OuterRef("pk"))
    last = last.listed("-published_at", language=language)
    found = with_public_work(Series.objects.all()).annotate(last=Subquery(last.values("pk")[:1]))
    return [(each, each.last) for each in found]
