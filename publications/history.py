"""The history: a revision after every change, the difference between any two, and the way back."""

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publications import bylines, checks, content, writing
from publications.content import Content
from publications.enums import Status
from publications.models import Publication, Revision

# What a restore leaves alone: an address that was public must keep leading somewhere.
_NEVER_RESTORED_ONCE_PUBLIC = ("slug",)


def record(
    publication: Publication, kind: Revision.Kind, *, user: User | None, comment: str = ""
) -> Revision | None:
    """Keep the content as it now stands, as the next revision. A save that changed nothing makes none.

    The caller holds the transaction and the row's lock.
    """
    current = content.read(publication)
    newest = publication.revisions.first()
    if kind == Revision.Kind.SAVE and newest is not None and newest.content == current:
        return None
    # The stored number, not the object's: another process may have counted on.
    number = (newest.number if newest else 0) + 1
    revision = Revision.objects.create(
        publication=publication,
        number=number,
        kind=kind,
        content=current,
        status=Publication.objects.values_list("status", flat=True).get(pk=publication.pk),
        user=user,
        comment=comment,
        at=timezone.now(),
    )
    Publication.objects.filter(pk=publication.pk).update(version=number)
    publication.version = number
    return revision


def base_of(publication: Publication, number: int) -> Content:
    """What a form rendered at revision ``number`` showed.

    Before anything was recorded that is what the first revision found.
    """
    return content_at(publication, number or 1)


def newer_than(publication: Publication, number: int) -> list[Revision]:
    """What happened since revision ``number``, the oldest first."""
    newer = publication.revisions.filter(number__gt=number).select_related("user")
    if number == 0:
        # What a row was before its history began is nobody's doing.
        newer = newer.exclude(number=1, user=None, kind=Revision.Kind.SAVE)
    return list(newer.order_by("number"))


def is_current(publication: Publication, number: int) -> bool:
    """Whether nothing happened since revision ``number``."""
    return number <= publication.version and not newer_than(publication, number)


def who_changed(publication: Publication, since: int) -> dict[str, Revision]:
    """For each field that was changed since revision ``since``, the revision that did so last."""
    last: dict[str, Revision] = {}
    before = base_of(publication, since)
    for revision in newer_than(publication, since):
        last |= dict.fromkeys(content.changed(before, revision.content), revision)
        before = revision.content
    return last


def content_at(publication: Publication, number: int) -> Content:
    """The content as revision ``number`` left it; number 0 is before anything was recorded."""
    revision = publication.revisions.filter(number=number).first()
    return revision.content if revision else {}


def restorable(publication: Publication, revision: Revision, now: Content) -> Content:
    """What restoring the revision over ``now`` would give."""
    # A field that the revision is too old to know stays as it is.
    wanted: Content = now | revision.content
    if publication.was_public:
        wanted |= {field: now[field] for field in _NEVER_RESTORED_ONCE_PUBLIC}
    return wanted


@transaction.atomic
def restore(publication: Publication, revision: Revision, *, user: User) -> Revision:
    """Bring back a revision's text, authors, tags, centers, picks and documents, as a new revision.

    Status and publication times stay as they are, and so does a slug that was public. Raises
    ``ValidationError`` where the old content no longer passes the form's rules, would put an unread
    text in the place of an approved one, or could not be published in the place of one that is;
    nothing is written then.
    """
    locked = Publication.objects.select_for_update().get(pk=publication.pk)
    if revision.publication_id != locked.pk:
        raise ValidationError(_("This revision belongs to another publication."))
    before = content.read(locked)
    wanted = content.validate(locked, restorable(locked, revision, before))
    fields = content.changed(wanted, before)
    if fields and settings.EDIT_RETURNS_TO_REVIEW and locked.awaits_readers:
        raise ValidationError(
            _("This text is approved. Send it back first: what is restored has to be read again.")
        )
    writing.write(locked, wanted, fields)
    if locked.status in (Status.PUBLISHED, Status.WITHDRAWN):
        bylines.freeze(locked)
    if locked.status == Status.PUBLISHED and (found := checks.blocks(locked)):
        raise ValidationError([each.message for each in found])
    made = record(
        locked,
        Revision.Kind.RESTORE,
        user=user,
        comment=str(_("Restored revision %(number)d.") % {"number": revision.number}),
    )
    assert made is not None  # noqa: S101 - only a save can leave no revision
    publication.refresh_from_db()
    return made
