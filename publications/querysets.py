"""Who sees what: the one place that says so.

Every page, feed, listing, search, export, sitemap and image asks one of these; nothing else in the
project compares a status or a publication time.
"""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone

from publications.enums import CorrectionKind, DocumentKind, Status

if TYPE_CHECKING:
    from publications.models import Publication  # noqa: F401 - named in a string below


def public_q(prefix: str = "", at: datetime.datetime | None = None) -> Q:
    """What strangers may see at that moment (now by default), by the clock alone.

    ``prefix`` reaches the publication from another model: ``public_q("publication__")``.
    """
    now = at or timezone.now()
    begun = Q(**{f"{prefix}status": Status.PUBLISHED, f"{prefix}published_at__lte": now})
    return begun & (Q(**{f"{prefix}withdrawn_at": None}) | Q(**{f"{prefix}withdrawn_at__gt": now}))


def sees_everything(user: User | AnonymousUser) -> bool:
    """Whether someone works on publications in the admin, whatever their status."""
    return user.is_active and user.has_perm("publications.view_publication")


Owner = TypeVar("Owner", bound=models.Model)

# By which relation, and from there by which prefix, each of these reaches its publications.
_WAYS = {
    "author": ("authorships", "publication__"),
    "publicationtype": ("publications", ""),
    "series": ("publications", ""),
    "tag": ("taggings", "content_object__"),
}


def with_public_work(owners: "models.QuerySet[Owner]") -> "models.QuerySet[Owner]":
    """The authors, types, series or tags that readers may know of: those with something public."""
    name, prefix = _WAYS[owners.model._meta.model_name or ""]
    relation: Any = owners.model._meta.get_field(name)
    links = relation.related_model._default_manager.filter(
        public_q(prefix), **{relation.field.name: OuterRef("pk")}
    )
    return owners.filter(Exists(links))


class PublicationQuerySet(models.QuerySet["Publication"]):
    # --- who may see ------------------------------------------------------------------------------

    def public(self, at: datetime.datetime | None = None) -> "PublicationQuerySet":
        """Published, its time has come and its withdrawal has not."""
        return self.filter(public_q(at=at))

    def tombstones(self, at: datetime.datetime | None = None) -> "PublicationQuerySet":
        """Once public and no longer: their addresses answer 410. What never was public is not here."""
        return self.withdrawn(at).filter(published_at__lt=F("withdrawn_at"))

    def withdrawn(self, at: datetime.datetime | None = None) -> "PublicationQuerySet":
        """By hand, before or after readers saw it, or by the clock as it was planned."""
        over = [Status.PUBLISHED, Status.WITHDRAWN]
        return self.filter(status__in=over, withdrawn_at__lte=at or timezone.now())

    def scheduled(self, at: datetime.datetime | None = None) -> "PublicationQuerySet":
        """Published, with a time that is still to come."""
        return self.filter(status=Status.PUBLISHED, published_at__gt=at or timezone.now())

    def to_be_read(self, at: datetime.datetime | None = None) -> "PublicationQuerySet":
        """Public, or scheduled to be: what derived data is kept for, before its time has come.

        Never shown as it is: a reader's page asks ``public()`` of it at that second.
        """
        stays = Q(withdrawn_at=None) | Q(withdrawn_at__gt=at or timezone.now())
        return self.filter(stays, status=Status.PUBLISHED)

    def leaving(
        self, until: datetime.datetime | None = None, at: datetime.datetime | None = None
    ) -> "PublicationQuerySet":
        """Published, with a withdrawal planned that is still to come; by ``until`` at the latest."""
        planned = self.filter(status=Status.PUBLISHED, withdrawn_at__gt=at or timezone.now())
        return planned.filter(withdrawn_at__lte=until) if until else planned

    def in_status(self, *statuses: Status) -> "PublicationQuerySet":
        """Stored so; what the clock made of the published ones is asked of the others here."""
        return self.filter(status__in=statuses)

    def awaiting_readers(self) -> "PublicationQuerySet":
        """Submitted, approved or scheduled: on their way out."""
        coming = Q(status=Status.PUBLISHED, published_at__gt=timezone.now())
        return self.filter(Q(status__in=[Status.IN_REVIEW, Status.APPROVED]) | coming)

    def own(self) -> "PublicationQuerySet":
        """Without the working copies of pending changes."""
        return self.filter(pending_for=None)

    def visible_to(
        self, user: User | AnonymousUser, at: datetime.datetime | None = None
    ) -> "PublicationQuerySet":
        """Everything for those who may view publications in the admin, the public ones for others."""
        return self.all() if sees_everything(user) else self.public(at=at)

    # --- which of them ----------------------------------------------------------------------------
    # Subqueries rather than joins: a paper in two of the centers is listed once.

    def in_centers(self, centers: Iterable[models.Model]) -> "PublicationQuerySet":
        """Those of any of the centers; see ``programs.tree.with_descendants``."""
        return self._linked("center_links", "publication", center__in=centers)

    def signed_by(self, author: models.Model) -> "PublicationQuerySet":
        """Signed in whatever role."""
        return self._linked("authorships", "publication", author=author)

    def tagged(self, tag: models.Model) -> "PublicationQuerySet":
        return self._linked("taggings", "content_object", tag=tag)

    def on_topic(
        self, tag: models.Model, until: datetime.datetime | None = None
    ) -> "PublicationQuerySet":
        """Those with the tag, with ``topic``: ordered by ``topic__published_at`` they come out of
        one index, the tag's, from its newest on, or from ``until`` on: behind all that is scheduled.
        """
        condition = Q(taggings__tag=tag)
        if until is not None:
            condition &= Q(taggings__published_at__lte=until)
        topic = models.FilteredRelation("taggings", condition=condition)
        return self.alias(topic=topic).filter(topic__isnull=False)

    def _linked(self, relation: str, back: str, **lookups: Any) -> "PublicationQuerySet":
        through: Any = self.model._meta.get_field(relation).related_model
        return self.filter(pk__in=through._default_manager.filter(**lookups).values(back))

    # --- what comes with it -----------------------------------------------------------------------

    def newest_first(self) -> "PublicationQuerySet":
        return self.order_by("-published_at", "-pk")

    def listed(self, *order: Any, language: str) -> "PublicationQuerySet":
        """In that order, the page's own language first among equals, and never undecided."""
        own_first = Case(When(language=language, then=Value(0)), default=Value(1))
        return self.order_by(*order, own_first, "-pk")

    def with_full_text(self) -> "PublicationQuerySet":
        """The full text's current version in one more query: ``publication.full_text``."""
        document: Any = self.model._meta.get_field("documents").related_model
        documents = (
            document._default_manager.live()
            .filter(kind=DocumentKind.FULL_TEXT)
            .select_related("current")
        )
        return self.prefetch_related(
            models.Prefetch("documents", documents, to_attr="full_text_documents")
        )

    def with_retraction(self) -> "PublicationQuerySet":
        """Whether a notice retracts it, in the same query: ``publication.is_retracted``."""
        notice: Any = self.model._meta.get_field("corrections").related_model
        retractions = notice._default_manager.filter(
            publication=OuterRef("pk"), kind=CorrectionKind.RETRACTION
        )
        return self.annotate(is_retracted=Exists(retractions))

    def for_cards(self) -> "PublicationQuerySet":
        """What a listing shows of each publication, in two more queries."""
        signature: Any = self.model._meta.get_field("authorships").related_model
        signatures = signature._default_manager.select_related("author", "organisation", "center")
        return (
            self.select_related("type", "series")
            .prefetch_related(models.Prefetch("authorships", signatures))
            .with_full_text()
            .with_retraction()
            # The summary stays: a teaser may have to be cut from it.
            .defer("key_takeaways")
        )
