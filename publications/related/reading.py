"""What a reader is shown: the stored list in one query, or the exact one where it falls short."""

from functools import cache
from typing import Any

from django.db import models
from django.db.models import F
from django.utils import timezone

from ifri.prepared import Prepared
from publications.models import Publication
from publications.querysets import PublicationQuerySet
from publications.related import exact, score


def related_to(publication: Publication, limit: int = 4) -> list[Publication]:
    """The best ``limit`` related publications; fewer where there are not so many.

    Never the publication itself, one of its translations, or anything that is not public at this
    second: that is asked of the rows themselves, whatever the list says. Title, ``short_text``,
    type and ``is_retracted`` are free of further queries.
    """
    found = _best(limit)(
        publication=publication.pk, group=publication.translation_group, now=timezone.now()
    )
    if len(found) == limit:
        return found
    # There are not so many, the list is not made yet, or its spares are used up.
    return _in_order(found_now(publication, limit), found)


def stored(publication: Any, group: Any, now: Any) -> PublicationQuerySet:
    """The list as it is kept for that publication, without what is not public now."""
    listed = Publication.objects.public(at=now).filter(related_in__publication=publication)
    return _for_display(
        listed.exclude(translation_group=group).order_by(
            F("related_in__score").desc(), F("related_in__other").desc()
        )
    )


@cache
def _best(limit: int) -> Prepared[Publication]:
    return Prepared(
        lambda **given: stored(**given)[:limit],
        publication=models.BigIntegerField(),
        group=models.UUIDField(),
        now=models.DateTimeField(),
    )


def _pool(publication: Publication) -> PublicationQuerySet:
    return Publication.objects.public().exclude(translation_group=publication.translation_group)


def found_now(publication: Publication, limit: int) -> list[int]:
    """Picks, then the exact ranking of what is public now, then the newest of the language."""
    pool = _pool(publication)
    state = score.current_state()
    own = Publication.objects.filter(pk=publication.pk)
    profile = score.profiles(own, state).get(publication.pk)
    if profile is None:
        return []
    public_picks = set(pool.filter(pk__in=profile.picks).values_list("pk", flat=True))
    keys = [pk for pk in profile.picks if pk in public_picks - profile.bans][:limit]
    if len(keys) < limit:
        keys += [each.pk for each in exact.ranked(profile, pool, state, limit - len(keys))]
    if len(keys) < limit:
        newest = pool.filter(language=publication.language).exclude(
            pk__in=[publication.pk, *keys, *profile.bans]
        )
        keys += newest.newest_first().values_list("pk", flat=True)[: limit - len(keys)]
    return keys


def _in_order(keys: list[int], loaded: list[Publication]) -> list[Publication]:
    rows = {each.pk: each for each in loaded}
    missing = [pk for pk in keys if pk not in rows]
    if missing:
        more = Publication.objects.public().filter(pk__in=missing)
        rows |= {each.pk: each for each in _for_display(more)}
    return [rows[pk] for pk in keys if pk in rows]


def _for_display(publications: PublicationQuerySet) -> PublicationQuerySet:
    return publications.select_related("type").with_retraction().defer("key_takeaways")
