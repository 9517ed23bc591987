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
    VERIFIED = "verified", _("verified: by a link sent to the e-mail address")
    MEMBERS = "members", _("members: after logging in")


class Passage(models.TextChoices):
    """How a reader came through the gate."""

    ADDRESS = "address", _("gave an e-mail address")
    VERIFIED = "verified", _("by a link sent to the address")
    MEMBER = "member", _("logged in")
    REMEMBERED = "remembered", _("passed before on this browser")
    RECOGNISED = "recognised", _("passed before on this browser, by a link sent to the address")
    ANONYMOUS = "anonymous", _("went on without an address")


class Frequency(models.TextChoices):
    """How often a reader is mailed what is new. Not at all on days without anything new."""

    DAILY = "daily", _("every day")
    WEEKLY = "weekly", _("every week")


class Sector(models.TextChoices):
    """Where a reader works, if they say so."""

    RESEARCH = "research", _("research and teaching")
    STUDENT = "student", _("studies")
    GOVERNMENT = "government", _("government and administration")
    INTERNATIONAL = "international", _("international organisation")
    BUSINESS = "business", _("business")
    PRESS = "press", _("press")
    CIVIL_SOCIETY = "civil_society", _("civil society")
    OTHER = "other", _("other")


class AuthorRole(models.TextChoices):
    AUTHOR = "author", _("author")
    EDITOR = "editor", _("editor")
    CONTRIBUTOR = "contributor", _("contributor")
    TRANSLATOR = "translator", _("translator")


class DocumentKind(models.TextChoices):
    FULL_TEXT = "full_text", _("full text")
    ANNEX = "annex", _("annex")
    DATA = "data", _("data")


class CorrectionKind(models.TextChoices):
    """What a notice says has happened to a text after it was published."""

    ERRATUM = "erratum", _("erratum")
    UPDATE = "update", _("update")
    RETRACTION = "retraction", _("retraction")


class Licence(models.TextChoices):
    """Licences by their SPDX names."""

    ALL_RIGHTS_RESERVED = "", _("all rights reserved")
    CC_BY = "CC-BY-4.0", "CC BY 4.0"
    CC_BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
    CC_BY_NC = "CC-BY-NC-4.0", "CC BY-NC 4.0"
    CC_BY_ND = "CC-BY-ND-4.0", "CC BY-ND 4.0"
    CC_BY_NC_ND = "CC-BY-NC-ND-4.0", "CC BY-NC-ND 4.0"


class UsageKind(models.TextChoices):
    """What a reader did, in the terms of the COUNTER Code of Practice."""

    INVESTIGATION = "investigation", _("page viewed")
    REQUEST = "request", _("file sent")


class UsageMetric(models.TextChoices):
    """COUNTER 5.1 metric types for items. A request is an investigation too."""

    TOTAL_INVESTIGATIONS = "Total_Item_Investigations", _("investigations")
    UNIQUE_INVESTIGATIONS = "Unique_Item_Investigations", _("unique investigations")
    TOTAL_REQUESTS = "Total_Item_Requests", _("requests")
    UNIQUE_REQUESTS = "Unique_Item_Requests", _("unique requests")


class TagKind(models.TextChoices):
    """What a tag names."""

    TOPIC = "topic", _("topic")
    REGION = "region", _("region")
    COUNTRY = "country", _("country")
