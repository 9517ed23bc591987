"""What the database refuses of publications, and the indexes that their pages are read by."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from publications.enums import Status

CONSTRAINTS: list[models.BaseConstraint] = [
    models.UniqueConstraint(
        fields=["translation_group", "language"],
        condition=Q(pending_for=None),
        name="publication_once_per_language",
        violation_error_message=_("This text already has a version in this language."),
    ),
    models.UniqueConstraint(
        fields=["series", "number", "language"],
        condition=~Q(number="") & Q(pending_for=None),
        name="publication_number_once",
        violation_error_message=_("This number of the series is taken."),
    ),
    models.UniqueConstraint(
        fields=["doi"],
        condition=~Q(doi="") & Q(pending_for=None),
        name="publication_doi_once",
        violation_error_message=_("Another publication has this DOI."),
    ),
    models.UniqueConstraint(
        fields=["pending_for"],
        name="publication_one_pending_change",
        violation_error_message=_("This publication already has a pending change."),
    ),
    models.CheckConstraint(
        # A working copy goes live by being taken over, never by itself.
        condition=Q(pending_for=None) | ~Q(status=Status.PUBLISHED),
        name="publication_pending_never_public",
    ),
    models.CheckConstraint(
        condition=~Q(status=Status.PUBLISHED) | Q(published_at__isnull=False),
        name="publication_published_has_time",
    ),
    models.CheckConstraint(
        condition=~Q(status=Status.WITHDRAWN) | Q(withdrawn_at__isnull=False),
        name="publication_withdrawn_has_time",
    ),
]

INDEXES = [
    # Every listing reads public rows newest first, alone or led by one filter. Without a
    # look at the rows, so that a far page is near.
    models.Index(
        F("published_at").desc(),
        F("id").desc(),
        include=["withdrawn_at", "language"],
        name="publication_newest",
        condition=Q(status=Status.PUBLISHED),
    ),
    models.Index(fields=["type", "-published_at"], name="publication_by_type"),
    models.Index(fields=["series", "-published_at"], name="publication_by_series"),
    models.Index(fields=["language", "-published_at"], name="publication_by_language"),
    models.Index(fields=["status", "-modified_at"], name="publication_by_status"),
    # The desk and the editors' list, at a hundred thousand rows: benchmarks/editorial_desk.py.
    models.Index(
        fields=["created_by", "-modified_at"],
        name="publication_drafts_of",
        condition=Q(status=Status.DRAFT),
    ),
    models.Index(fields=["-published_at", "-id"], name="publication_by_date"),
    models.Index(fields=["-modified_at", "-id"], name="publication_by_change"),
    models.Index(fields=["title"], name="publication_by_title"),
    # Readers' listing by title. Led by the status and not of one alone: SQLite, which is told
    # the status apart from the statement, does not see that an index has just those rows.
    models.Index(
        F("status"),
        Lower("title"),
        F("published_at").desc(),
        F("id").desc(),
        name="publication_title_listed",
    ),
    # Which translations fell behind is answered from these two alone.
    models.Index(
        fields=["translated_from", "translated_revision"],
        name="publication_derived",
        condition=Q(translated_from__isnull=False, pending_for=None),
    ),
    models.Index(fields=["id", "version"], name="publication_versions"),
    models.Index(
        fields=["id"],
        name="publication_no_summary",
        condition=Q(summary__in=["", "<p></p>"]),
    ),
    # Few are, and every feed asks for the last of them.
    models.Index(
        fields=["withdrawn_at"],
        name="publication_by_withdrawal",
        condition=Q(withdrawn_at__isnull=False),
    ),
]
