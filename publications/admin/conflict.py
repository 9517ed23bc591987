"""A save that is based on a revision that is no longer the newest: what to ask, what was answered.

Every field that others changed since and that now differs is shown with both values, and one of
them is chosen. A choice holds for what was on the screen when it was made: if the others changed
the field again, or theirs was chosen and the field was typed in afterwards, it is asked again.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ifri.asked_number import asked_number
from publications import content, differences, history, merging
from publications.admin.anchors import anchor
from publications.admin.people import name
from publications.content import Content
from publications.merging import Choice, Clash
from publications.models import Publication, Revision


@dataclass(frozen=True)
class ClashingField:
    """One field for a person to choose in: who changed it when, and both values in words."""

    name: str
    label: str
    who: str
    at: datetime | None
    base: str
    theirs: str
    mine: str
    both: bool
    fingerprint: str
    choice: Choice | None

    @property
    def anchor(self) -> str:
        return anchor(self.name)

    @property
    def preselected(self) -> str:
        return self.choice or ("" if self.both else Choice.THEIRS)

    @property
    def theirs_marked(self) -> SafeString:
        return differences.mark_words(self.base, self.theirs)

    @property
    def mine_marked(self) -> SafeString:
        return differences.mark_words(self.base, self.mine)


@dataclass(frozen=True)
class Conflict:
    """What happened since the form was opened, and what still has to be chosen."""

    version: int
    since: list[Revision]
    fields: list[ClashingField] = field(default_factory=list)
    # While the form has mistakes nothing can be compared with it.
    is_readable: bool = True
    was_seen: bool = False
    changes_nothing: bool = False

    @property
    def is_settled(self) -> bool:
        if not self.is_readable:
            return False
        answered = self.was_seen and all(each.choice for each in self.fields)
        return answered or self.changes_nothing

    @property
    def taken_over(self) -> list[ClashingField]:
        return [each for each in self.fields if each.choice == Choice.THEIRS]

    @property
    def unanswered(self) -> list[ClashingField]:
        return [each for each in self.fields if not each.choice]

    @property
    def people(self) -> str:
        return ", ".join(dict.fromkeys(name(each.user) for each in self.since))

    @property
    def message(self) -> str:
        said = _("Not saved: %(people)s saved this publication while you had it open.")
        return said % {"people": self.people or _("somebody")}


def unreadable(publication: Publication, base_version: int) -> Conflict:
    since = history.newer_than(publication, base_version)
    return Conflict(publication.version, since, is_readable=False)


def meet(
    publication: Publication, base_version: int, mine: Content, answers: Mapping[str, Any]
) -> Conflict:
    """Compare what was typed with what others stored since ``base_version``."""
    theirs = content.read(publication)
    base = history.base_of(publication, base_version)
    clashes = [
        clash
        for clash in merging.clashes(base, theirs, mine)
        if not content.same(clash.field, theirs, mine)
    ]
    seen = asked_number(answers.get("seen_version")) or 0
    shown = theirs if seen == publication.version else history.content_at(publication, seen)
    read = differences.Reader([base, theirs, mine])
    changes = history.who_changed(publication, base_version)
    fields = []
    for clash in clashes:
        was, now, typed = differences.texts(read, clash.field, base, theirs, mine)
        change = changes.get(clash.field)
        fields.append(
            ClashingField(
                name=clash.field,
                label=content.field_label(clash.field),
                who=name(change.user if change else None),
                at=change.at if change else None,
                base=was,
                theirs=now,
                mine=typed,
                both=clash.both,
                fingerprint=_fingerprint(clash),
                choice=_answer(clash, shown, answers),
            )
        )
    return Conflict(
        publication.version,
        history.newer_than(publication, base_version),
        fields,
        was_seen=seen == publication.version,
        changes_nothing=not content.changed(theirs, mine),
    )


def _answer(clash: Clash, shown: Content, answers: Mapping[str, Any]) -> Choice | None:
    picked = answers.get(f"choice-{clash.field}")
    if picked not in list(Choice) or not content.same(
        clash.field, shown, {clash.field: clash.theirs}
    ):
        return None
    if picked == Choice.THEIRS and answers.get(f"typed-{clash.field}") != _fingerprint(clash):
        return None
    return Choice(picked)


def _fingerprint(clash: Clash) -> str:
    """Stands for what was typed, to see whether it was typed in again."""
    typed = json.dumps(content.comparable(clash.field, clash.mine), sort_keys=True, default=str)
    return hashlib.sha256(typed.encode()).hexdigest()[:32]


def base_version(answers: Mapping[str, Any]) -> int:
    """What the form says it is based on; without a word, on the beginning."""
    return asked_number(answers.get("base_version")) or 0
