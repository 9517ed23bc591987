"""Pending changes: a whole working copy of something public, which goes live as a whole.

The working copy is a publication of its own, so it has the same form, preview, history and review.
It never becomes public (the database refuses that); publishing it takes its content over into the
live one, field by field against the revision it was made from, so that what was corrected in the
live one meanwhile is not undone.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publications import checks, content, editing, history, merging, writing
from publications.content import Content
from publications.enums import Status
from publications.merging import Choice, Clash
from publications.models import Document, Publication, Revision
from publications.search import gathering
from publications.translating import free_slug


class MovedOn(ValidationError):
    """The live publication changed in the same fields meanwhile; somebody has to choose."""

    def __init__(self, clashes: list[Clash]) -> None:
        fields = ", ".join(content.field_label(clash.field) for clash in clashes)
        super().__init__(
            _("The public version was changed meanwhile too, in: %(fields)s. Choose what holds."),
            params={"fields": fields},
        )
        self.clashes = clashes


def may_start(user: User, live: Publication) -> bool:
    """Whoever writes may prepare a change of something public, whoever publishes too."""
    is_public = live.pending_for_id is None and live.was_public
    return is_public and user.has_perm("publications.change_publication")


@gathering.together()
def start(live: Publication, *, user: User) -> Publication:
    """The working copy of a live publication: the open one, or a new one."""
    if not user.has_perm("publications.change_publication"):
        raise PermissionDenied
    live = Publication.objects.select_for_update().get(pk=live.pk)
    if live.pending_for_id is not None or not live.was_public:
        raise ValidationError(_("Only what is public needs a pending change; edit this directly."))
    if (open_one := live.pending_changes.first()) is not None:
        return open_one
    if live.version == 0:
        history.record(live, Revision.Kind.SAVE, user=user)
    copy = Publication.objects.create(
        pending_for=live,
        pending_base=live.version,
        translation_group=live.translation_group,
        language=live.language,
        type_id=live.type_id,
        title=live.title,
        slug=free_slug(f"{live.slug[:130]}-pending"),
        created_by=user,
    )
    record = {**content.read(live), "slug": copy.slug}
    writing.write(copy, record, set(content.FIELDS) - {"documents"})
    for document in live.documents.live():
        _stand_in(copy, document)
    history.record(copy, Revision.Kind.SAVE, user=user, comment=str(_("Pending change started.")))
    return copy


def _stand_in(copy: Publication, document: Document) -> None:
    """The same file in the working copy, without copying the file."""
    Document.objects.create(
        publication=copy,
        kind=document.kind,
        title=document.title,
        language=document.language,
        order=document.order,
        current=document.current,
        stands_for=document,
    )


def as_live_content(copy: Publication) -> Content:
    """The working copy's content in the live publication's terms: its slug, its documents."""
    live = _live(copy)
    record = {**content.read(copy), "slug": live.slug}
    stands_for = dict(copy.documents.values_list("pk", "stands_for_id"))
    for entry in record["documents"]:
        entry["document"] = stands_for[entry["document"]]
    return record


def clashes(copy: Publication) -> list[Clash]:
    """What changed in the live one since the copy was made, beside what the copy says."""
    live = _live(copy)
    base = history.content_at(live, copy.pending_base or 0)
    return merging.clashes(base, content.read(live), as_live_content(copy))


def outcome(copy: Publication) -> tuple[Content, list[Clash]]:
    """What the live one would say after taking it over now, and what would have to be chosen first."""
    live = _live(copy)
    base = history.content_at(live, copy.pending_base or 0)
    return merging.merge(base, content.read(live), as_live_content(copy), {})


def may_take_over(user: User, copy: Publication) -> bool:
    """Once approved, by those who publish."""
    may_publish = user.has_perm("publications.publish_publication")
    return copy.status == Status.APPROVED and may_publish


@transaction.atomic
def take_over(
    copy: Publication, *, user: User, choices: Mapping[str, Choice] | None = None
) -> Publication:
    """Make the working copy's content the live one's, as one revision, and remove the copy.

    Raises ``MovedOn`` where both changed the same field and no choice was made, and
    ``ValidationError`` where the result breaks a rule of the form or could not be published.
    Nothing is written then.
    """
    live = Publication.objects.select_for_update().get(pk=_live(copy).pk)
    found = Publication.objects.select_for_update().filter(pk=copy.pk, pending_for=live).first()
    if found is None:
        raise ValidationError(_("This pending change was taken over or removed already."))
    copy = found
    if not may_take_over(user, copy):
        raise PermissionDenied
    before = content.read(live)
    base = history.content_at(live, copy.pending_base or 0)
    result, still_open = merging.merge(base, before, as_live_content(copy), choices or {})
    if still_open:
        raise MovedOn(still_open)
    result = content.validate(live, result)
    writing.write(live, result, content.changed(before, result))
    live.refresh_from_db()
    if blocks := checks.blocks(live):
        raise ValidationError([each.message for each in blocks])
    editing.finish_save(live, before, user=user, kind=Revision.Kind.MERGE)
    _hand_over(copy, live)
    copy.delete()
    return live


def _hand_over(copy: Publication, live: Publication) -> None:
    """Who wrote, who approved, what was said and who was shown it stays with the publication."""
    copy.transitions.update(publication=live)
    copy.comments.update(publication=live)
    copy.preview_links.filter(revoked_at=None).update(revoked_at=timezone.now())
    copy.preview_links.update(publication=live)


def _live(copy: Publication) -> Publication:
    live: Any = copy.pending_for
    if live is None:
        raise ValidationError(_("This is not a pending change."))
    return Publication.objects.get(pk=live.pk)
