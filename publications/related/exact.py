"""The exact ranking by one query, over the covering indexes of what can be shared.

Written as SQL: the sums are made once for all candidates and then joined to those that may be
shown, where the ORM could only look them up for each candidate. Who may be shown is still said by
``PublicationQuerySet`` alone; its own SQL stands in the middle of this.
"""

from typing import Any, NamedTuple

from django.db import connection, models

from publications.models import (
    Authorship,
    Publication,
    PublicationCenter,
    RelatedList,
    RelatedState,
    TaggedPublication,
)
from publications.querysets import PublicationQuerySet
from publications.related.score import AUTHOR, CENTER, SAME_LANGUAGE, SERIES, Profile

Sql = tuple[str, list[Any]]


class Ranked(NamedTuple):
    score: int
    pk: int


def ranked(
    profile: Profile, pool: PublicationQuerySet, state: RelatedState, limit: int
) -> list[Ranked]:
    """The best of ``pool`` that share something with it; picks and bans are left out."""
    if not profile.terms():
        return []
    shared, parameters = _shared(profile)
    allowed = pool.exclude(translation_group=profile.group).exclude(
        pk__in=[profile.pk, *profile.picks, *profile.bans]
    )
    rows, of_pool = (
        allowed.order_by().values_list("id", "language", "published_at").query.sql_with_params()
    )
    sql = f"""
        WITH shared AS ({shared})
        SELECT CAST(shared.points + CASE WHEN p.language = %s THEN %s ELSE 0 END
                    + {_recency("p.published_at")} AS bigint) AS score, p.id
        FROM shared JOIN ({rows}) p ON p.id = shared.other
        ORDER BY score DESC, p.id DESC LIMIT %s
    """  # noqa: S608 - names of our own tables and columns
    return [
        Ranked(score, pk)
        for score, pk in _fetch(
            sql,
            [*parameters, profile.language, SAME_LANGUAGE, state.horizon, *of_pool, limit],
        )
    ]


def rivals(profile: Profile, state: RelatedState) -> list[tuple[int, int]]:
    """The lists of this generation that the publication may have a place in, with its score there.

    Everything at their floors or above; whether a tie, a pick or a ban decides otherwise is for
    the caller to see.
    """
    if not profile.terms():
        return []
    shared, parameters = _shared(profile)
    lists, publications = RelatedList._meta.db_table, Publication._meta.db_table
    points = "shared.points + CASE WHEN p.language = %s THEN %s ELSE 0 END + %s"
    sql = f"""
        WITH shared AS ({shared})
        SELECT l.publication_id, CAST({points} AS bigint)
        FROM shared
        JOIN {lists} l ON l.publication_id = shared.other
        JOIN {publications} p ON p.id = shared.other
        WHERE l.generation = %s AND p.translation_group <> %s AND {points} >= l.floor
    """  # noqa: S608
    scored = [profile.language, SAME_LANGUAGE, profile.moment]
    group = Publication._meta.get_field("translation_group").get_db_prep_value(
        profile.group, connection
    )
    return _fetch(sql, [*parameters, *scored, state.generation, group, *scored])


def _fetch(sql: str, parameters: list[Any]) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [(int(first), int(second)) for first, second in cursor.fetchall()]


def _recency(column: str) -> str:
    if connection.vendor == "postgresql":
        return f"LEAST(FLOOR(EXTRACT(EPOCH FROM {column}))::bigint, %s)"
    return f"MIN(CAST(strftime('%%s', {column}) AS INTEGER), %s)"


# --- What is shared, summed up for each publication that shares it --------------------------------


def _shared(profile: Profile) -> Sql:
    parts = [
        *_tags(profile),
        *_links(Authorship, "author_id", profile.authors, AUTHOR),
        *_links(Authorship, "organisation_id", profile.organisations, AUTHOR),
        *_links(Authorship, "center_id", profile.signing_centers, AUTHOR),
        *_links(PublicationCenter, "center_id", profile.centers, CENTER),
        *_series(profile),
    ]
    sql = " UNION ALL ".join(part for part, _ in parts)
    parameters = [each for _, given in parts for each in given]
    summed = (
        f"SELECT other, CAST(SUM(points) AS bigint) AS points FROM ({sql}) each_term GROUP BY other"  # noqa: S608
    )
    return summed, parameters


def _tags(profile: Profile) -> list[Sql]:
    if not profile.tags:
        return []
    table = TaggedPublication._meta.db_table
    # Plain numbers of our own: hundreds of parameters would only be longer.
    cases = " ".join(f"WHEN {tag:d} THEN {points:d}" for tag, points in profile.tags.items())
    names = ", ".join(f"{tag:d}" for tag in profile.tags)
    sql = f"SELECT content_object_id AS other, CASE tag_id {cases} END AS points FROM {table} WHERE tag_id IN ({names})"  # noqa: S608
    return [(sql, [])]


def _links(model: type[models.Model], column: str, keys: set[int], points: int) -> list[Sql]:
    """Each shared one once: somebody may sign as author and as editor."""
    if not keys:
        return []
    names = ", ".join(f"{key:d}" for key in sorted(keys))
    sql = (
        f"SELECT publication_id AS other, CAST({points:d} AS bigint) * COUNT(DISTINCT {column}) AS points"  # noqa: S608
        f" FROM {model._meta.db_table} WHERE {column} IN ({names}) GROUP BY publication_id"
    )
    return [(sql, [])]


def _series(profile: Profile) -> list[Sql]:
    if not profile.series:
        return []
    table = Publication._meta.db_table
    sql = f"SELECT id AS other, {SERIES:d} AS points FROM {table} WHERE series_id = {profile.series:d}"  # noqa: S608
    return [(sql, [])]
