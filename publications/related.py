"""Related analyses: editors' picks, then what shares rare tags, then the same center, then the newest.

Each of these sources offers its best few by a query of its own; one outer query orders what they
offer. It costs one query however much there is, and all of them draw from the same pool, so that
nothing comes out that is not public at that moment.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Ln

from publications.models import Publication, PublicationCenter, Tag, TaggedPublication
from publications.querysets import PublicationQuerySet, public_q

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    class _Rarity(TypedDict):
        rarity: float

    _Ids = QuerySet[Publication, Any]
    RatedTag = WithAnnotations[Tag, _Rarity]

# Weights are summed as whole numbers: a sum of floats depends on the order they are added in.
_PRECISION = 1_000_000


def tags_with_rarity(publication: Publication) -> "list[RatedTag]":
    """The publication's tags by name, each with ``.rarity``, in one query.

    Rarity is 1 / ln(1 + n) for a tag on n public publications: to share a tag with three others
    says more than to share one with three hundred.
    """
    uses = Count("taggings", filter=public_q("taggings__content_object__"))
    return list(
        Tag.objects.filter(pk__in=publication.taggings.values("tag"))
        .annotate(rarity=1.0 / Ln(1.0 + Greatest(uses, 1), output_field=FloatField()))
        .order_by("name", "pk")
    )


def related_to(
    publication: Publication, tags: "Sequence[RatedTag]", limit: int = 4
) -> list[Publication]:
    """The best ``limit`` related publications, in one query; ``tags`` as ``tags_with_rarity`` gave.

    Fewer where there are not so many; never the publication itself or one of its translations.
    Title, ``short_text`` and type are free of further queries.
    """
    pool = Publication.objects.public().exclude(translation_group=publication.translation_group)
    shares_center = Exists(
        PublicationCenter.objects.filter(
            publication=OuterRef("pk"), center__in=publication.center_links.values("center")
        )
    )
    offers = [
        _picked(pool, publication)[:limit],
        _sharing(pool, tags)[:limit],
        _newest(pool.filter(shares_center))[:limit],
        _newest(pool.filter(language=publication.language))[:limit],
    ]
    shared = TaggedPublication.objects.filter(content_object=OuterRef("pk"), tag__in=tags)
    total = shared.order_by().values("content_object").annotate(total=Sum(_weight(tags)))
    return list(
        pool.filter(pk__in=_all_of(offers))
        .alias(
            pick=FilteredRelation(
                "picked_for", condition=Q(picked_for__publication=publication.pk)
            ),
            score=Coalesce(Subquery(total.values("total"), output_field=IntegerField()), 0),
            # Where tags decide, the center does not: what shares one is ordered by age alone.
            in_center=Case(When(shares_center & Q(score=0), then=Value(1)), default=Value(0)),
        )
        .order_by(
            F("pick__order").asc(nulls_last=True),
            F("pick__pk").asc(nulls_last=True),
            "-score",
            "-in_center",
            "-published_at",
            "-pk",
        )
        .select_related("type")
        .defer("key_takeaways")[:limit]
    )


def _weight(tags: "Sequence[RatedTag]", path: str = "tag") -> Case:
    """What a tagging counts for: its tag's rarity."""
    cases = [When(**{path: tag.pk}, then=Value(round(tag.rarity * _PRECISION))) for tag in tags]
    return Case(*cases, default=Value(0), output_field=IntegerField())


def _picked(pool: PublicationQuerySet, publication: Publication) -> "_Ids":
    picked = pool.filter(picked_for__publication=publication)
    return picked.order_by("picked_for__order", "picked_for__pk").values("pk")


def _sharing(pool: PublicationQuerySet, tags: "Sequence[RatedTag]") -> "_Ids":
    sharing = pool.filter(taggings__tag__in=tags).values("pk")
    score = Sum(_weight(tags, "taggings__tag"))
    return sharing.annotate(score=score).order_by("-score", "-published_at", "-pk").values("pk")


def _newest(pool: PublicationQuerySet) -> "_Ids":
    return pool.newest_first().values("pk")


def _all_of(offers: "Sequence[_Ids]") -> "_Ids":
    # A union, not “or”: the database then looks up the few rows instead of probing every public one.
    # SQLite takes no limit within a union, hence the wrapping.
    first, *others = (Publication.objects.filter(pk__in=offer).values("pk") for offer in offers)
    return first.union(*others)
