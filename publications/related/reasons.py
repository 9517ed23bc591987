"""Why one publication stands beside another, in an editor's words."""

from collections import defaultdict

from django.utils.translation import gettext as _

from publications.models import Publication, RelatedPick, Tag
from publications.related import score


def ranking(publication: Publication) -> list[Publication]:
    """The stored list whole, its spares and what is not public among it: for editors alone."""
    stored = Publication.objects.filter(related_in__publication=publication.pk)
    return list(stored.order_by("-related_in__score", "-related_in__other"))


def reasons(publication: Publication, others: list[int]) -> dict[int, list[str]]:
    """``{pk: ["Russia", "Artificial Intelligence", "same author"]}``, the rarest tags first."""
    state = score.current_state()
    every = score.profiles(Publication.objects.filter(pk__in=[publication.pk, *others]), state)
    own = every[publication.pk]
    tags = Tag.objects.in_bulk(list(own.tags))
    picked = set(
        RelatedPick.objects.filter(publication=publication).values_list("picked_id", flat=True)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for pk in others:
        other = every.get(pk)
        if other is None:
            continue
        if pk in picked:
            found[pk].append(_("chosen by an editor"))
        shared = sorted(own.tags.keys() & other.tags.keys(), key=lambda tag: -own.tags[tag])
        found[pk] += [str(tags[tag]) for tag in shared]
        signed = (
            own.authors & other.authors,
            own.organisations & other.organisations,
            own.signing_centers & other.signing_centers,
        )
        if any(signed):
            found[pk].append(_("same author"))
        if own.series and own.series == other.series:
            found[pk].append(_("same series"))
        if own.centers & other.centers:
            found[pk].append(_("same center"))
    return found
