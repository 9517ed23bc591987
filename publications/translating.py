"""Versions of one text in several languages: starting one, and knowing when it has fallen behind."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from publications import content, history, writing
from publications.models import Publication, Revision, SlugRedirect
from publications.querysets import PublicationQuerySet
from publications.search import gathering

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Facts that hold in every language; the words are left to the translator.
_SHARED = (
    "type_id",
    "series_id",
    "cover",
    "cover_focus",
    "cover_credit",
    "licence",
    "access",
    "open_after_days",
    "member_group_id",
    "authors",
    "centers",
    "tags",
)


@gathering.together()
def start(original: Publication, language: str, *, user: User) -> Publication:
    """A linked draft in another language with the shared facts copied and the original's title.

    Raises ``ValidationError`` if the text already has a version in that language.
    """
    # Two who start the same version at once must not both succeed.
    original = Publication.objects.select_for_update().get(pk=original.pk)
    if original.pending_for_id is not None:
        raise ValidationError(_("Translate the public version, not a pending change of it."))
    if language not in dict(settings.LANGUAGES):
        raise ValidationError(_("The site has no such language."))
    group = Publication.objects.filter(
        translation_group=original.translation_group, language=language, pending_for=None
    )
    if group.exists():
        raise ValidationError(_("This text already has a version in this language."))
    draft = Publication.objects.create(
        language=language,
        translation_group=original.translation_group,
        type_id=original.type_id,
        title=original.title,
        slug=free_slug(f"{original.slug[:140]}-{language}"),
        translated_from=original,
        translated_revision=original.version,
        created_by=user,
    )
    record = content.read(original)
    # A new paper has a byline of its own, frozen when it comes out.
    record["authors"] = [{**each, "frozen": None} for each in record["authors"]]
    writing.write(draft, record, _SHARED)
    history.record(draft, Revision.Kind.SAVE, user=user, comment=str(_("Translation started.")))
    return draft


def free_slug(wanted: str) -> str:
    """The slug, or the first of ``wanted-2``, ``wanted-3`` … that nobody has or had."""
    slug, number = wanted, 1
    while (
        Publication.objects.filter(slug=slug).exists()
        or SlugRedirect.objects.filter(slug=slug).exists()
    ):
        number += 1
        slug = f"{wanted[:145]}-{number}"
    return slug


def outdated(among: PublicationQuerySet | None = None) -> PublicationQuerySet:
    """Translations whose original was edited since somebody last said they were in step."""
    among = Publication.objects.all() if among is None else among
    # A change of status is a revision too, and changes nothing that could be translated.
    edits = Revision.objects.exclude(kind=Revision.Kind.TRANSITION).filter(
        publication=OuterRef("translated_from"), number__gt=OuterRef("translated_revision")
    )
    return among.filter(
        Exists(edits), pending_for=None, translated_from__version__gt=F("translated_revision")
    )


def is_outdated(publication: Publication) -> bool:
    return outdated().filter(pk=publication.pk).exists()


def mark_in_step(publication: Publication, revision: int | None = None) -> None:
    """Say that the translation now agrees with its original, as far as somebody has read that one."""
    if publication.translated_from is not None:
        newest = publication.translated_from.version
        publication.translated_revision = newest if revision is None else min(revision, newest)
        publication.save(update_fields=["translated_revision"])


def missing_languages(publication: Publication) -> "list[tuple[str, StrOrPromise]]":
    """The site's languages in which this text has no version."""
    if publication.pending_for_id is not None:
        return []
    group = Publication.objects.own().filter(translation_group=publication.translation_group)
    present = set(group.values_list("language", flat=True))
    return [(code, name) for code, name in settings.LANGUAGES if code not in present]
