"""What a publication is at this moment, in one word: its status, corrected by the clock."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from publications.enums import Status
from publications.models import Publication

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SCHEDULED = "scheduled"


def state(publication: Publication) -> str:
    """A status, or ``scheduled``: published, with a time to come. What its plan withdrew is withdrawn."""
    if publication.is_scheduled:
        return SCHEDULED
    if publication.status == Status.PUBLISHED and not publication.is_public:
        return Status.WITHDRAWN.value
    return publication.status


def label(publication: Publication) -> "StrOrPromise":
    found = state(publication)
    return _("scheduled") if found == SCHEDULED else Status(found).label
