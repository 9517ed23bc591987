"""Addresses that once were public keep leading to their publication."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publications.models import Publication, SlugRedirect


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
