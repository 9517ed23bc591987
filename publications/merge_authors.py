"""Making one author of several entries of the same person.

Bylines stay as they are: the order, the roles, and the affiliations as they were at publication.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from authors.models import Affiliation, Author, AuthorLink, CenterMembership
from publications.facets import keeping as counts
from publications.models import AuthorRedirect, Authorship
from publications.related import queue as related

_TEXTS = (
    *(f"biography_{code}" for code, _ in settings.LANGUAGES),
    "website",
    "orcid",
    "first_name",
)


@transaction.atomic
def merge(into: Author, others: Iterable[Author]) -> int:
    """``into`` takes what the others signed, and all that it lacks; returns how many it gained.

    The others are gone afterwards; their pages lead to its page.
    """
    into = Author.objects.select_for_update().get(pk=into.pk)
    gained: set[int] = set()
    for other in others:
        if other.pk != into.pk:
            gained |= _take_signatures(into, other)
            _take_affiliations(into, other)
            _take_addresses(into, other)
            _take_texts(into, other)
            other.delete()
    into.save()
    related.enqueue(gained)
    counts.enqueue(gained)
    return len(gained)


def _take_signatures(into: Author, other: Author) -> set[int]:
    """Who signed a paper twice under two entries signs it once, at the first of the two places."""
    own = {
        (each.publication_id, each.role): each for each in Authorship.objects.filter(author=into)
    }
    touched: set[int] = set()
    for signature in Authorship.objects.filter(author=other).order_by("order", "pk"):
        touched.add(signature.publication_id)
        mine = own.get((signature.publication_id, signature.role))
        if mine is None:
            signature.author = into
            signature.save(update_fields=["author"])
            continue
        if (signature.order, signature.pk) < (mine.order, mine.pk):
            mine.order = signature.order
        mine.frozen_affiliations = mine.frozen_affiliations or signature.frozen_affiliations
        signature.delete()
        mine.save(update_fields=["order", "frozen_affiliations"])
    return touched


def _take_affiliations(into: Author, other: Author) -> None:
    has_primary = into.affiliations.filter(is_primary=True).exists()
    said = {_said(each) for each in into.affiliations.all()}
    for affiliation in other.affiliations.all():
        if _said(affiliation) in said:
            continue
        affiliation.author = into
        affiliation.is_primary = affiliation.is_primary and not has_primary
        affiliation.save()
    centers = CenterMembership.objects.filter(author=into).values("center")
    other.memberships.exclude(center__in=centers).update(author=into)
    AuthorLink.objects.filter(author=other).exclude(url__in=into.links.values("url")).update(
        author=into
    )


def _said(affiliation: Affiliation) -> tuple[object, ...]:
    texts = (getattr(affiliation, f"position_{code}") for code, _ in settings.LANGUAGES)
    units = (getattr(affiliation, f"unit_{code}") for code, _ in settings.LANGUAGES)
    return affiliation.organisation_id, affiliation.relation, *texts, *units, affiliation.start


def _take_addresses(into: Author, other: Author) -> None:
    AuthorRedirect.objects.filter(author=other).update(author=into)
    AuthorRedirect.objects.update_or_create(
        slug=other.slug, defaults={"author": into, "former_pk": other.pk}
    )


def _take_texts(into: Author, other: Author) -> None:
    for name in _TEXTS:
        if not getattr(into, name):
            setattr(into, name, getattr(other, name))
    if not into.photo:
        into.photo = other.photo
    into.is_current = into.is_current or other.is_current
