"""What follows the writing of the form, and what the person is told of it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext as _

from publications import editing
from publications.admin.forms import PublicationForm
from publications.models import Publication


def finish(request: HttpRequest, form: PublicationForm) -> None:
    """Close a save of the form; ``form.before`` is the content it started from."""
    publication: Publication = form.instance
    status = publication.status
    editing.finish_save(publication, form.before, user=cast(User, request.user))
    if publication.status != status:
        messages.warning(
            request,
            _("It was approved and has been edited: it is back in review, to be read again."),
        )
