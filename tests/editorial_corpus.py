"""A large house with its editorial side: drafts of many people, reviews, translations, changes.

Written in bulk, for measuring alone; everything else in the tests goes through the workflow.
"""

import datetime
import uuid
from itertools import cycle

from django.contrib.auth.models import User
from django.db.models import F
from django.utils import timezone

from ifri.demo import corpus
from publications.enums import Status
from publications.models import Publication, Revision, Transition


def make(number: int) -> None:
    """A corpus of that size, with two in a thousand of everything the desk asks for."""
    corpus.make(number, seed=1)
    few = max(number // 500, 8)
    people = [User.objects.create(username=f"colleague-{n}") for n in range(20)]
    _give_to(people)
    _submit(people)
    _translate(number // 4, few)
    _prepare_changes(people[0], few)
    _plan_withdrawals(few)


def _ids(status: Status, limit: int) -> list[int]:
    found = Publication.objects.filter(status=status, pending_for=None).order_by("pk")
    return list(found.values_list("pk", flat=True)[:limit])


def _give_to(people: list[User]) -> None:
    for n, person in enumerate(people):
        mine = Publication.objects.annotate(part=F("pk") % len(people)).filter(part=n)
        mine.update(created_by=person)


def _submit(people: list[User]) -> None:
    submitted = Publication.objects.filter(status=Status.IN_REVIEW).values_list("pk", flat=True)
    Transition.objects.bulk_create(
        Transition(
            publication_id=pk,
            user=person,
            from_status=Status.DRAFT,
            to_status=Status.IN_REVIEW,
            at=timezone.now(),
        )
        for pk, person in zip(submitted, cycle(people), strict=False)
    )


def _translate(pairs: int, outdated: int) -> None:
    """Every second public paper is a translation of the one before it; a few fell behind."""
    ids = _ids(Status.PUBLISHED, 2 * pairs)
    rows = Publication.objects.in_bulk(ids)
    originals, translations = ids[0::2], ids[1::2]
    for original, translation in zip(originals, translations, strict=False):
        rows[translation].translated_from_id = original
        rows[translation].translated_revision = 1
    Publication.objects.bulk_update(
        rows.values(), ["translated_from", "translated_revision"], batch_size=500
    )
    Publication.objects.filter(pk__in=originals).update(version=1)
    Publication.objects.filter(pk__in=originals[:outdated]).update(version=2)
    for number, among in ((1, originals), (2, originals[:outdated])):
        Revision.objects.bulk_create(
            (
                Revision(
                    publication_id=pk,
                    number=number,
                    kind=Revision.Kind.SAVE,
                    content={},
                    status=Status.PUBLISHED,
                    at=timezone.now(),
                )
                for pk in among
            ),
            batch_size=1000,
        )


def _prepare_changes(person: User, number: int) -> None:
    live = list(Publication.objects.filter(status=Status.PUBLISHED).order_by("-pk")[:number])
    Publication.objects.bulk_create(
        Publication(
            pending_for=each,
            pending_base=1,
            translation_group=uuid.uuid4(),
            language=each.language,
            type_id=each.type_id,
            title=each.title,
            slug=f"{each.slug}-pending",
            summary=each.summary,
            created_by=person,
        )
        for each in live
    )


def _plan_withdrawals(number: int) -> None:
    soon = timezone.now() + datetime.timedelta(days=3)
    ids = _ids(Status.PUBLISHED, number)
    Publication.objects.filter(pk__in=ids).update(withdrawn_at=soon)
