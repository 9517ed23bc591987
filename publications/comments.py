"""The thread of remarks on a publication, which readers never see."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from publications import notices
from publications.models import Comment, Publication
from publications.querysets import sees_everything


@transaction.atomic
def add(publication: Publication, text: str, *, user: User) -> Comment:
    """Whoever may look at it may say something; those concerned are told in the same transaction."""
    if not sees_everything(user):
        raise PermissionDenied
    comment = Comment.objects.create(publication=publication, user=user, text=text)
    notices.tell_of_comment(comment)
    return comment
