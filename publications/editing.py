"""What follows every save of a publication's content, whichever way it was saved."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from publications import bylines, checks, content, history, redirects, workflow
from publications.content import Content
from publications.enums import Status
from publications.models import Publication, Revision

# Readers see these, or know that they were there.
_OUT = (Status.PUBLISHED, Status.WITHDRAWN)


def may_edit(user: User | AnonymousUser, publication: Publication) -> bool:
    """Writing is for editors; what is out is corrected by those who publish.

    The form, the restoring of a revision and everything else that writes content asks this.
    """
    if not user.has_perm("publications.change_publication"):
        return False
    return publication.status not in _OUT or user.has_perm("publications.publish_publication")


def may_delete(user: User | AnonymousUser, publication: Publication) -> bool:
    """A draft, a pending change among them; anything else is sent back or withdrawn instead."""
    is_draft = publication.status == Status.DRAFT
    return is_draft and user.has_perm("publications.delete_publication")


def stays_out(publication: Publication) -> bool:
    """Whether a save goes to readers, now or at its time, without being read by anybody first."""
    if publication.status != Status.PUBLISHED:
        return False
    return not (settings.EDIT_RETURNS_TO_REVIEW and publication.awaits_readers)


def refuse_broken_public(publication: Publication, changed: list[str]) -> None:
    """What readers see must stay fit to be published: refuse the change that takes that away.

    What was lacking before does not keep anybody from mending something else.
    """
    if stays_out(publication):
        found = [each for each in checks.blocks(publication) if each.field in changed]
        if found:
            raise ValidationError([ValidationError(each.message) for each in found])


def begin_save(publication: Publication) -> Content:
    """What a change starts from. A row older than its history gets its first revision here.

    The caller holds the transaction and the row's lock, and has written nothing yet.
    """
    if publication.version == 0:
        before = _("As it stood before its first recorded change.")
        history.record(publication, Revision.Kind.SAVE, user=None, comment=before)
    return content.read(publication)


def finish_save(
    publication: Publication,
    before: Content,
    *,
    user: User,
    kind: Revision.Kind = Revision.Kind.SAVE,
    comment: str = "",
) -> list[str]:
    """Close a change that started from ``before``; returns the fields that changed.

    The caller holds the transaction and the row's lock. In this order: a signature added to a paper
    that is out gets its frozen byline, an address that was public keeps leading here, the new state
    becomes a revision, and a text that was approved goes back to review. Raises ``ValidationError``
    where the change would leave something public unfit to be published.
    """
    changed = content.changed(before, content.read(publication)) if before else list(content.FIELDS)
    refuse_broken_public(publication, changed)
    if publication.status in _OUT:
        bylines.freeze(publication)
    if "slug" in changed and before:
        redirects.keep_old_address(publication, before["slug"])
    history.record(publication, kind, user=user, comment=comment)
    if before and changed and settings.EDIT_RETURNS_TO_REVIEW:
        workflow.return_to_review(publication, user=user)
    return changed
