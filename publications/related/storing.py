"""Writing lists: one publication's own, and its place in the lists of others.

A list promises that everything at its floor or above stands in it. Taking something out keeps the
promise, so that a withdrawal costs its neighbours nothing but a spare; a newcomer is compared with
the floors alone. A list that runs low is made anew. Callers hold ``lock()``.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Count, Q

from publications.models import Publication, RelatedEntry, RelatedList, RelatedRefresh, RelatedState
from publications.related import exact, score
from publications.related.exact import Ranked
from publications.related.score import PICKED, Profile

# Four are shown; eight may be withdrawn, scheduled or banned before anybody notices.
KEPT = 12
# From here a list is made anew, and up to there newcomers are let in before it is cut again.
LOW, HIGH = 8, 16
# The floor of a list in which everything stands that shares anything.
OPEN = -1

_AT_ONCE = 500


def lock(*, wait: bool = True) -> RelatedState | None:
    """The state, held until the transaction ends; without ``wait`` nothing where another holds it."""
    RelatedState.objects.bulk_create([score.current_state()], ignore_conflicts=True)
    rows = RelatedState.objects.select_for_update(skip_locked=not wait)
    return rows.filter(pk=1).first()


def refresh(pk: int, state: RelatedState) -> None:
    """Bring the publication's own list, and its place in all others, up to what is stored now."""
    found = score.profiles(Publication.objects.to_be_read().filter(pk=pk), state)
    profile = found.get(pk)
    known = RelatedList.objects.filter(pk=pk).first()
    if profile is None:
        _leave(pk)
        RelatedEntry.objects.filter(publication=pk).delete()
        RelatedList.objects.filter(pk=pk).delete()
        return
    is_new = known is None or known.generation != state.generation
    if is_new or known.made_from != profile.fingerprint():  # type: ignore[union-attr]
        _leave(pk)
        make(profile, state)
        _enter(profile, state)
    elif known.floor != OPEN and _length(pk) < LOW:  # type: ignore[union-attr]
        make(profile, state)


def make(profile: Profile, state: RelatedState) -> None:
    pool = Publication.objects.to_be_read()
    write([(profile, exact.ranked(profile, pool, state, KEPT + 1))], state)


def write(lists: Sequence[tuple[Profile, list[Ranked]]], state: RelatedState) -> None:
    """Store lists whole. Each ranking has one more than is kept where there are more."""
    owners = [profile.pk for profile, _ in lists]
    RelatedEntry.objects.filter(publication__in=owners).delete()
    RelatedEntry.objects.bulk_create(
        (
            RelatedEntry(publication_id=profile.pk, other_id=each.pk, score=each.score)
            for profile, ranking in lists
            for each in [*_picks(profile), *ranking[:KEPT]]
        ),
        batch_size=_AT_ONCE,
    )
    RelatedList.objects.bulk_create(
        (_list(profile, ranking, state) for profile, ranking in lists),
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["publication"],
        update_fields=["generation", "floor", "floor_other", "made_from"],
    )


def _list(profile: Profile, ranking: list[Ranked], state: RelatedState) -> RelatedList:
    is_whole = len(ranking) <= KEPT
    floor = Ranked(OPEN, 0) if is_whole else ranking[KEPT - 1]
    return RelatedList(
        publication_id=profile.pk,
        generation=state.generation,
        floor=floor.score,
        floor_other=floor.pk,
        made_from=profile.fingerprint(),
    )


def _picks(profile: Profile) -> list[Ranked]:
    chosen = [pk for pk in profile.picks if pk not in profile.bans]
    return [Ranked(PICKED - place, pk) for place, pk in enumerate(chosen)]


def _length(pk: int) -> int:
    return RelatedEntry.objects.filter(publication=pk, score__lt=PICKED // 2).count()


# --- In the lists of others -----------------------------------------------------------------------


def _leave(pk: int) -> None:
    """Out of every list but where editors picked it; a list that runs low gets into the queue."""
    places = RelatedEntry.objects.filter(other=pk, score__lt=PICKED // 2)
    owners = list(places.values_list("publication_id", flat=True))
    places.delete()
    if not owners:
        return
    length = Count("related_entries", filter=Q(related_entries__score__lt=PICKED // 2))
    low = (
        Publication.objects.filter(pk__in=owners, related_list__floor__gt=OPEN)
        .annotate(length=length)
        .filter(length__lt=LOW)
        .order_by()
    )
    RelatedRefresh.enqueue(low.values_list("pk", flat=True))


def _enter(profile: Profile, state: RelatedState) -> None:
    """Into every list whose floor it reaches."""
    open_to = dict(exact.rivals(profile, state))
    places = list(open_to)
    for start in range(0, len(places), _AT_ONCE):
        part = places[start : start + _AT_ONCE]
        _insert(profile.pk, {pk: open_to[pk] for pk in part})


def _insert(newcomer: int, scores: dict[int, int]) -> None:
    lists = RelatedList.objects.in_bulk(scores)
    refused = _refusing(newcomer, scores)
    entries = _entries(scores)
    cut: list[int] = []
    changed: list[RelatedList] = []
    added: list[RelatedEntry] = []
    for pk, each in lists.items():
        place = Ranked(scores[pk], newcomer)
        if pk in refused or place < Ranked(each.floor, each.floor_other):
            continue
        added.append(RelatedEntry(publication_id=pk, other_id=newcomer, score=place.score))
        if len(entries[pk]) >= HIGH:
            kept, *over = _cut([*entries[pk], (place, None)])
            each.floor, each.floor_other = kept
            changed.append(each)
            cut += [entry for _, entry in over if entry is not None]
            if any(entry is None for _, entry in over):
                added.pop()
    RelatedEntry.objects.filter(pk__in=cut).delete()
    RelatedEntry.objects.bulk_create(added, batch_size=_AT_ONCE)
    RelatedList.objects.bulk_update(changed, ["floor", "floor_other"], batch_size=_AT_ONCE)


def _cut(
    entries: list[tuple[Ranked, int | None]],
) -> tuple[Ranked, *tuple[tuple[Ranked, int | None], ...]]:
    """The new floor, and what falls below it."""
    ordered = sorted(entries, key=lambda each: each[0], reverse=True)
    return ordered[KEPT - 1][0], *ordered[KEPT:]


def _entries(owners: Iterable[int]) -> defaultdict[int, list[tuple[Ranked, int | None]]]:
    found: defaultdict[int, list[tuple[Ranked, int | None]]] = defaultdict(list)
    rows = RelatedEntry.objects.filter(publication__in=owners, score__lt=PICKED // 2)
    for key, owner, other, points in rows.values_list("pk", "publication_id", "other_id", "score"):
        found[owner].append((Ranked(points, other), key))
    return found


def _refusing(newcomer: int, owners: Iterable[int]) -> set[int]:
    """Where editors picked it, it has its place already; where they banned it, it has none."""
    among = Publication.objects.filter(pk__in=owners)
    picked = among.filter(related_picks__picked=newcomer).values_list("pk", flat=True)
    banned = among.filter(related_bans__banned=newcomer).values_list("pk", flat=True)
    return {*picked, *banned}


# --- Picks and bans: at once, for editors look at the page after saving ----------------------------


def follow_editors(pk: int) -> None:
    """Put the picks of a list as editors have them, and take out what they banned.

    What a pick that was taken back, or a ban that was lifted, makes room for comes by the queue.
    """
    if not RelatedList.objects.filter(pk=pk).exists():
        return
    publication = Publication.objects.filter(pk=pk)
    bans = list(
        publication.filter(related_bans__isnull=False).values_list(
            "related_bans__banned", flat=True
        )
    )
    picked = publication.filter(related_picks__isnull=False).order_by(
        "related_picks__order", "related_picks__pk"
    )
    picks = [
        each for each in picked.values_list("related_picks__picked", flat=True) if each not in bans
    ]
    entries = RelatedEntry.objects.filter(publication=pk)
    entries.filter(Q(score__gt=PICKED // 2) | Q(other__in=[*picks, *bans])).delete()
    RelatedEntry.objects.bulk_create(
        RelatedEntry(publication_id=pk, other_id=each, score=PICKED - place)
        for place, each in enumerate(picks)
    )
