"""Making one author of several entries of the same person.

Bylines stay as they are: the order, the roles, and the affiliations as they were at publication.
"""

from collections.abc import Iterable

from django.conf import settings

from authors import duplicates
from authors.models import Affiliation, Author, AuthorLink, CenterMembership
from publications import merge_entries
from publications.models import Authorship

# What the others say in these is gone with them where the one that stays says something itself.
RIVALS = (*(f"biography_{code}" for code, _ in settings.LANGUAGES), "website", "orcid")
_TEXTS = (*RIVALS, "first_name")


def merge(into: Author, others: Iterable[Author]) -> int:
    """``into`` takes what the others signed, and all that it lacks; returns how many it gained."""
    return merge_entries.merge(into, others, take=_take, texts=_TEXTS)


def _take(into: Author, other: Author) -> set[int]:
    touched = _take_signatures(into, other)
    _take_affiliations(into, other)
    duplicates.take_over(into, other)
    if not into.photo:
        into.photo = other.photo
    into.is_current = into.is_current or other.is_current
    return touched


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
