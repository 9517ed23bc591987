"""What stands in the way of publishing, and what deserves a look before it."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publications import links, redirects
from publications.models import DocumentVersion, Publication
from publications.redirects import SlugTaken
from publications.richtext import plain

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FEWEST_RELATED = 2


@dataclass(frozen=True)
class Finding:
    """One thing to mend, and the field of the form where it is mended."""

    message: "StrOrPromise"
    field: str


def blocks(publication: Publication) -> list[Finding]:
    """What must be mended before readers may see it, in every way of publishing."""
    found: list[Finding] = []
    if not publication.authorships.exists():
        found.append(Finding(_("It has no author."), "authors"))
    if not plain(publication.summary):
        found.append(Finding(_("It has no summary."), "summary"))
    if publication.current_pdf is None:
        found.append(
            Finding(_("It has no full text, which its page promises for download."), "documents")
        )
    try:
        redirects.validate_free(publication.slug, publication)
    except SlugTaken as refusal:
        found.append(Finding(refusal.message, "slug"))
    if _number_is_taken(publication):
        found.append(Finding(_("This number of the series is taken."), "number"))
    return found


def _number_is_taken(publication: Publication) -> bool:
    """The database holds this rule for live rows; a working copy meets it here, before it goes live."""
    if not publication.series_id or not publication.number:
        return False
    namesakes = Publication.objects.filter(
        series_id=publication.series_id,
        number=publication.number,
        language=publication.language,
        pending_for=None,
    )
    return namesakes.exclude(pk__in=[publication.pk, publication.pending_for_id or 0]).exists()


def warnings(publication: Publication) -> list[Finding]:
    """What deserves a look; none of it keeps a paper from being published."""
    return [
        *_cover(publication),
        *_document(publication.current_pdf, publication),
        *_words(publication),
        *_neighbours(publication),
    ]


def _cover(publication: Publication) -> list[Finding]:
    if not publication.cover:
        return []
    found = []
    if not publication.cover_alt.strip():
        found.append(
            Finding(_("The cover has no description for those who cannot see it."), "cover_alt")
        )
    if not publication.cover_credit.strip():
        found.append(Finding(_("The cover has no credit."), "cover_credit"))
    return found


def _document(version: DocumentVersion | None, publication: Publication) -> list[Finding]:
    if version is None:
        return []
    lacks = [
        (version.has_text, _("The PDF has no text layer: it cannot be searched or read aloud.")),
        (version.pdf_title, _("The PDF has no title in its properties.")),
        (version.pdf_language, _("The PDF does not say what language it is in.")),
        (version.is_tagged, _("The PDF is not tagged, which screen readers need.")),
    ]
    found = [Finding(message, "documents") for fine, message in lacks if not fine]
    if version.pdf_title and not _alike(version.pdf_title, publication.title):
        found.append(
            Finding(
                _("The PDF calls itself “%(title)s”: is it the right file?")
                % {"title": version.pdf_title},
                "documents",
            )
        )
    if version.pdf_language and version.pdf_language[:2].lower() != publication.language[:2]:
        found.append(Finding(_("The PDF says it is in another language."), "documents"))
    return found


def _alike(one: str, other: str) -> bool:
    """Whether two titles share at least half of the words of the shorter one."""
    first, second = (set(re.findall(r"[^\W_]+", text.casefold())) for text in (one, other))
    return len(first & second) * 2 >= min(len(first), len(second))


def _words(publication: Publication) -> list[Finding]:
    found = []
    for field in ("lead", "summary", "key_takeaways"):
        for address in links.broken_internal(getattr(publication, field)):
            message = _("A link leads nowhere: %(address)s") % {"address": address}
            found.append(Finding(message, field))
    return found


def _neighbours(publication: Publication) -> list[Finding]:
    found = []
    if not publication.taggings.exists():
        found.append(Finding(_("It has no tags, so no related analyses are found."), "tags"))
    elif _count_related(publication) < FEWEST_RELATED:
        found.append(Finding(_("Fewer than two related analyses are found by its tags."), "tags"))
    languages = set(
        Publication.objects.filter(
            translation_group=publication.translation_group, pending_for=None
        ).values_list("language", flat=True)
    )
    missing = [str(name) for code, name in settings.LANGUAGES if code not in languages]
    if missing:
        message = _("There is no version in %(languages)s.") % {"languages": ", ".join(missing)}
        found.append(Finding(message, "language"))
    return found


def _count_related(publication: Publication) -> int:
    """How many public analyses share a tag or were picked, counted no further than needed."""
    tags = publication.taggings.values("tag")
    near = Q(taggings__tag__in=tags) | Q(picked_for__publication=publication)
    others = Publication.objects.public().exclude(translation_group=publication.translation_group)
    return len(others.filter(near).distinct().values("pk")[:FEWEST_RELATED])
