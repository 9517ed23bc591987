"""The hierarchy of centers and programs, worked out from rows that are loaded already."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from programs.models import ResearchCenter


class Branch(NamedTuple):
    center: ResearchCenter
    programs: list[ResearchCenter]


def with_descendants(
    center: ResearchCenter, among: Iterable[ResearchCenter]
) -> list[ResearchCenter]:
    """The center and everything below it, however deep: what belongs to a program is its center's."""
    children = _children(among)
    found = {center.pk: center}
    waiting = [center]
    while waiting:
        for child in children[waiting.pop().pk]:
            # A circle cannot be saved in the admin, but must not hang a page either.
            if child.pk not in found:
                found[child.pk] = child
                waiting.append(child)
    return list(found.values())


def branches(centers: Sequence[ResearchCenter]) -> list[Branch]:
    """Each top-level center with all that is below it, in the order given.

    A program whose center is not among ``centers`` stands on its own.
    """
    present = {center.pk for center in centers}
    tops = [center for center in centers if center.parent_id not in present]
    position = {center.pk: index for index, center in enumerate(centers)}
    return [
        Branch(
            top,
            sorted(with_descendants(top, centers)[1:], key=lambda each: position[each.pk]),
        )
        for top in tops
    ]


def _children(centers: Iterable[ResearchCenter]) -> defaultdict[int | None, list[ResearchCenter]]:
    children: defaultdict[int | None, list[ResearchCenter]] = defaultdict(list)
    for center in centers:
        children[center.parent_id].append(center)
    return children
