"""Who sees what: the one place that says so.

Every page, feed, listing, search, export, sitemap and image asks one of these; nothing else in the
project compares a status or a publication time.
"""

import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from publications.enums import DocumentKind, Status

if TYPE_CHECKING:
    from publications.models import Publication  # noqa: F401 - named in a string below


def public_q(prefix: str = "", at: datetime.datetime | None = None) -> Q:
    """What strangers may see at that moment (now by default), by the clock alone.

    ``prefix`` reaches the publication from another model: ``public_q("publication__")``.
    """
    now = at or timezone.now()
    begun = Q(**{f"{prefix}status": Status.PUBLISHED, f"{prefix}published_at__lte": now})
    return begun & (Q(**{f"{prefix}withdrawn_at": None}) | Q(**{f"{prefix}withdrawn_at__gt": now}))


class PublicationQuerySet(models.QuerySet["Publication"]):
    # --- who may see ------------------------------------------------------------------------------

    def public(self, at: datetime.datetime | None = None) -> "PublicationQuerySet":
        """Published, its time has come and its withdrawal has not."""
        return self.filter(public_q(at=at))

    def tombstones(self, at: datetime.datetime | None = None) -> "PublicationQuerySet":
        """Once public and no longer: their addresses answer 410. What never was public is not here."""
        now = at or timezone.now()
        return self.filter(
            status__in=[Status.PUBLISHED, Status.WITHDRAWN],
            withdrawn_at__lte=now,
            published_at__lt=F("withdrawn_at"),
        )

    def scheduled(self, at: datetime.datetime | None = None) -> "PublicationQuerySet":
        """Published, with a time that is still to come."""
        return self.filter(status=Status.PUBLISHED, published_at__gt=at or timezone.now())

    def visible_to(
        self, user: User | AnonymousUser, at: datetime.datetime | None = None
    ) -> "PublicationQuerySet":
        """Everything for those who may view publications in the admin, the public ones for others."""
        if user.is_active and user.has_perm("publications.view_publication"):
            return self.all()
        return self.public(at=at)

    # --- what comes with it -----------------------------------------------------------------------

    def newest_first(self) -> "PublicationQuerySet":
        return self.order_by("-published_at", "-pk")

    def with_full_text(self) -> "PublicationQuerySet":
        """The full text's current version in one more query: ``publication.full_text``."""
        document: Any = self.model._meta.get_field("documents").related_model
        documents = document._default_manager.filter(kind=DocumentKind.FULL_TEXT).select_related(
            "current"
        )
        return self.prefetch_related(
            models.Prefetch("documents", documents, to_attr="full_text_documents")
        )

    def for_cards(self) -> "PublicationQuerySet":
        """What a listing shows of each publication, in a constant number of queries."""
        return (
            self.select_related("type", "series")
            .prefetch_related(
                "authorships__author", "authorships__organisation", "authorships__center"
            )
            .with_full_text()
            .defer("summary", "key_takeaways")
        )
