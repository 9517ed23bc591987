"""Bylines: the affiliations as they were when a paper came out, kept with the paper."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from authors.models import Affiliation, Author
from authors.sentences import byline_line
from ifri.translation import chosen, in_each_language
from publications.models import Authorship, Publication

FrozenAffiliation = dict[str, Any]


def _frozen(affiliation: Affiliation) -> FrozenAffiliation:
    organisation = affiliation.organisation
    return {
        "text": in_each_language(lambda code: byline_line(affiliation, code)),
        "organisation": in_each_language(lambda code: getattr(organisation, f"name_{code}")),
        "ror": organisation.ror_id,
    }


def _today(author: Author) -> list[FrozenAffiliation]:
    """The author's affiliations in force today; no query where they are prefetched."""
    today = timezone.localdate()
    return [_frozen(each) for each in author.affiliations.all() if each.is_shown_on(today)]


def freeze(publication: Publication) -> None:
    """Keep each signature's affiliations as they are now. What is frozen already stays."""
    signatures = publication.authorships.filter(frozen_affiliations__isnull=True).prefetch_related(
        "author__affiliations__organisation__parent"
    )
    for signature in signatures:
        signature.frozen_affiliations = _today(signature.author) if signature.author else []
        signature.save(update_fields=["frozen_affiliations"])


def lines(
    signature: Authorship, language: str, today: Iterable[Affiliation] | None = None
) -> list[str]:
    """The lines under a name: the frozen ones, or before publication today's, if they were read."""
    affiliations = signature.frozen_affiliations
    if affiliations is None and today is not None:
        affiliations = [_frozen(each) for each in today]
    elif affiliations is None:
        affiliations = _today(signature.author) if signature.author else []
    return [chosen(affiliation["text"], language) for affiliation in affiliations]
