"""The fixed vocabularies of publishing, importable from anywhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a publication stands. “Scheduled” is published with a future time, not a status."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Access(models.TextChoices):
    """What a reader must do to get the full text."""

    OPEN = "open", _("open: anybody, at once")
    FORM = "form", _("form: after giving an e-mail address")
    MEMBERS = "members", _("members: after logging in")


class AuthorRole(models.TextChoices):
    AUTHOR = "author", _("author")
    EDITOR = "editor", _("editor")
    CONTRIBUTOR = "contributor", _("contributor")
    TRANSLATOR = "translator", _("translator")


class DocumentKind(models.TextChoices):
    FULL_TEXT = "full_text", _("full text")
    ANNEX = "annex", _("annex")
    DATA = "data", _("data")


class Licence(models.TextChoices):
    """Licences by their SPDX names."""

    ALL_RIGHTS_RESERVED = "", _("all rights reserved")
    CC_BY = "CC-BY-4.0", "CC BY 4.0"
    CC_BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
    CC_BY_NC = "CC-BY-NC-4.0", "CC BY-NC 4.0"
    CC_BY_ND = "CC-BY-ND-4.0", "CC BY-ND 4.0"
    CC_BY_NC_ND = "CC-BY-NC-ND-4.0", "CC BY-NC-ND 4.0"
