"""Making every list anew, with fresh rarities: online, and taken up again after a kill.

Readers keep the old lists until their block is written. What changes meanwhile is done by the queue
as ever and stays in it to be done once more at the end, because a block may have been worked out
from what was before. A list of the new generation is done; so a run that was killed is continued by
the next one with the rarities it had frozen.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from publications.models import (
    Publication,
    RelatedEntry,
    RelatedList,
    RelatedRefresh,
    RelatedState,
    TaggedPublication,
    TagRarity,
)
from publications.querysets import public_q
from publications.related import queue, score, storing
from publications.related.bits import Corpus
from publications.related.exact import Ranked
from publications.related.score import SAME_LANGUAGE, Profile

_BLOCK = 250


def rebuild(
    progress: Callable[[int, int], None] = lambda done, total: None,
    *,
    should_stop: Callable[[], bool] = lambda: False,
) -> int:
    """Make the lists that are not of the newest generation; returns how many were made.

    Called while none is under way it begins a new generation: every list, with rarities as they are
    today.
    """
    state = _begin()
    everything = list(Publication.objects.to_be_read().order_by("pk").values_list("pk", flat=True))
    corpus = _corpus(everything, state)
    made_already = set(
        RelatedList.objects.filter(generation=state.generation).values_list("pk", flat=True)
    )
    waiting = [pk for pk in everything if pk not in made_already]
    made = 0
    for block in _blocks(waiting):
        if should_stop():
            return made
        _write(_rankings(block, corpus, state))
        made += len(block)
        progress(len(everything) - len(waiting) + made, len(everything))
    _finish()
    queue.drain(should_stop=should_stop)
    return made


@transaction.atomic
def _begin() -> RelatedState:
    state = storing.lock()
    assert state is not None  # noqa: S101 - it waited
    if state.is_rebuilding:
        return state
    state.generation += 1
    state.horizon = score.horizon(timezone.now())
    state.size = Publication.objects.public().count()
    state.is_rebuilding = True
    state.save()
    TagRarity.objects.all().delete()
    public = TaggedPublication.objects.filter(public_q("content_object__")).order_by()
    uses = public.values("tag").annotate(number=Count("pk")).values_list("tag", "number")
    TagRarity.objects.bulk_create(
        (TagRarity(tag_id=tag, points=score.rarity(number)) for tag, number in uses),
        batch_size=500,
    )
    return state


def _blocks(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), _BLOCK):
        yield keys[start : start + _BLOCK]


def _corpus(keys: list[int], state: RelatedState) -> Corpus:
    corpus = Corpus()
    for block in _blocks(keys):
        for pk, profile in score.profiles(Publication.objects.filter(pk__in=block), state).items():
            corpus.add(profile.language, pk, profile.moment, profile.terms())
    corpus.close()
    return corpus


def _rankings(
    block: list[int], corpus: Corpus, state: RelatedState
) -> list[tuple[Profile, list[Ranked]]]:
    profiles = score.profiles(Publication.objects.to_be_read().filter(pk__in=block), state)
    versions = defaultdict(set)
    groups = Publication.objects.filter(translation_group__in={p.group for p in profiles.values()})
    for pk, group in groups.values_list("pk", "translation_group"):
        versions[group].add(pk)
    return [
        (
            profile,
            corpus.best(
                profile.language,
                profile.terms(),
                storing.KEPT + 1,
                SAME_LANGUAGE,
                without={*versions[profile.group], *profile.picks, *profile.bans},
            ),
        )
        for profile in profiles.values()
    ]


@transaction.atomic
def _write(lists: list[tuple[Profile, list[Ranked]]]) -> None:
    """All of the block but what the queue made meanwhile, from newer rows than these."""
    state = storing.lock()
    assert state is not None  # noqa: S101
    owners = [profile.pk for profile, _ in lists]
    made_meanwhile = set(
        RelatedList.objects.filter(pk__in=owners, generation=state.generation).values_list(
            "pk", flat=True
        )
    )
    storing.write([each for each in lists if each[0].pk not in made_meanwhile], state)
    # What an editor picked or banned since these profiles were read holds at once.
    changed = RelatedRefresh.objects.filter(publication_id__in=owners)
    for pk in changed.values_list("publication_id", flat=True):
        storing.follow_editors(pk)


@transaction.atomic
def _finish() -> None:
    state = storing.lock()
    assert state is not None  # noqa: S101
    # Lists of what is no longer to be read, and the changes that may have missed a block.
    gone = RelatedList.objects.filter(generation__lt=state.generation)
    RelatedEntry.objects.filter(publication__in=gone.values("pk")).delete()
    gone.delete()
    RelatedRefresh.objects.filter(is_seen=True).update(is_seen=False)
    state.is_rebuilding = False
    state.save()
