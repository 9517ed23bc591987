"""Addresses that once were public keep leading to their publication."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from authors.models import Author
from publications.models import AuthorRedirect, Publication, SlugRedirect, Tag, TagRedirect
from publications.querysets import with_public_work


class SlugTaken(ValidationError):
    """The slug still leads to another publication."""


def keep_old_address(publication: Publication, old_slug: str) -> None:
    """After a change of slug: the old one leads to the publication if readers could know it.

    The redirect points at the row and not at an address, so changing the slug again, or back, never
    makes a chain or a loop.
    """
    SlugRedirect.objects.filter(slug=publication.slug, publication=publication).delete()
    if publication.was_public and old_slug != publication.slug:
        SlugRedirect.objects.get_or_create(slug=old_slug, defaults={"publication": publication})


def validate_free(slug: str, publication: Publication) -> None:
    """Refuse a slug that leads to another publication. Withdrawn ones keep theirs: it is unique."""
    owner = publication.pending_for_id or publication.pk
    if SlugRedirect.objects.filter(slug=slug).exclude(publication_id=owner).exists():
        raise SlugTaken(
            _("This address once belonged to another publication and still leads there.")
        )


def target(slug: str) -> Publication | None:
    """The public publication that an old slug leads to."""
    return Publication.objects.public().filter(former_slugs__slug=slug).first()


def keep_old_slug(entry: Author | Tag, old_slug: str) -> None:
    """After a change of slug: the old one leads to the author or tag if readers could know it.

    What leads from the new one stays: a row in use goes first, and revisions name what was merged.
    """
    if with_public_work(type(entry)._default_manager.filter(pk=entry.pk)).exists():
        owner = str(entry._meta.model_name)
        entry.former_slugs.model._default_manager.get_or_create(
            slug=old_slug, defaults={owner: entry, "former_pk": entry.pk}
        )


def validate_free_of(entry: Author | Tag, slug: str) -> None:
    """Refuse a slug that leads to another author or tag."""
    rows = entry.former_slugs.model._default_manager.filter(slug=slug)
    if rows.exclude(**{f"{entry._meta.model_name}_id": entry.pk}).exists():
        raise SlugTaken(_("This address once belonged to another entry and still leads there."))


def merged_into(model: type[Model], slug: str) -> Any:
    """The author or tag that had this slug, or took in the one that had, if readers may know of it."""
    owners: QuerySet[Any] = Author.objects.all() if model is Author else Tag.objects.all()
    return with_public_work(owners).filter(former_slugs__slug=slug).first()


def current_keys(model: type[Model], keys: set[int]) -> dict[int, int]:
    """For rows that were merged into others: the present key by the former one."""
    rows: Any = AuthorRedirect if model is Author else TagRedirect
    column = "author_id" if model is Author else "tag_id"
    return dict(rows.objects.filter(former_pk__in=keys).values_list("former_pk", column))


def kept_slug(model: type[Model], slug: str) -> str:
    """The present slug of a former one; what is in use, or is no former one, is its own."""
    owners: QuerySet[Any] = Author.objects.all() if model is Author else Tag.objects.all()
    if with_public_work(owners).filter(slug=slug).exists():
        return slug
    merged = merged_into(model, slug)
    return slug if merged is None else str(merged.slug)
