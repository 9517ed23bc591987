"""Two people changed the same text: what each changed, and what comes out of their choices.

Used when a save is based on a revision that is no longer the newest, and when a pending change
meets a live publication that moved on. Nothing is decided here: a field that only one side touched
has an obvious value, one that both touched differently waits for a choice.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from publications import content
from publications.content import Content


class Choice(enum.StrEnum):
    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True)
class Clash:
    """A field that the others changed since the common base."""

    field: str
    base: Any
    theirs: Any
    mine: Any
    both: bool  # mine differs from the base too, and from theirs

    @property
    def obvious(self) -> Choice | None:
        """Theirs where I changed nothing; no answer where both did."""
        return None if self.both else Choice.THEIRS


def clashes(base: Content, theirs: Content, mine: Content) -> list[Clash]:
    """What they changed since ``base``, in the form's order, beside what I have."""
    return [
        Clash(
            field,
            base.get(field),
            theirs.get(field),
            mine.get(field),
            both=not content.same(field, base, mine) and not content.same(field, theirs, mine),
        )
        for field in content.changed(base, theirs)
    ]


def merge(
    base: Content, theirs: Content, mine: Content, choices: Mapping[str, Choice]
) -> tuple[Content, list[Clash]]:
    """Mine, with their changes taken over where chosen or obvious; and the clashes still open.

    An open clash keeps mine in the result, which must then not be stored.
    """
    result = dict(mine)
    still_open = []
    for clash in clashes(base, theirs, mine):
        choice = choices.get(clash.field) or clash.obvious
        if choice is None:
            still_open.append(clash)
        elif choice == Choice.THEIRS:
            result[clash.field] = clash.theirs
    return result, still_open
