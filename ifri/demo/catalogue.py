"""The frame the demo's publications stand in: centers, series, types, tags, people.

Each is made the first time a publication needs it and found again by its address or name. Nothing
that exists is changed, so that what an editor corrected stays corrected.
"""

import contextlib
import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.text import slugify

from authors.models import Affiliation, Author, CenterMembership, Organisation
from ifri.demo import covers, typography
from ifri.demo.content import AuthorText, Content
from ifri.images import clean_image
from programs.models import ResearchCenter
from publications.models import PublicationType, Series, Tag, TagSynonym


def picture(content: bytes) -> "ContentFile[bytes]":
    """Through the same door as an editor's upload: checked, reduced, re-encoded."""
    return clean_image(io.BytesIO(content), len(content))


class Catalogue:
    def __init__(self, content: Content) -> None:
        self.content = content

    def center(self, key: str) -> ResearchCenter:
        text = self.content.centers[key]
        if found := ResearchCenter.objects.filter(slug=text.slug).first():
            return found
        center = ResearchCenter(
            kind=text.kind,
            parent=self.center(text.parent) if text.parent else None,
            slug=text.slug,
            order=text.order,
            acronym=text.acronym,
            name_en=text.name_en,
            name_fr=typography.typeset(text.name_fr, "fr"),
            description_en=typography.typeset(text.description_en, "en"),
            description_fr=typography.typeset(text.description_fr, "fr"),
            image_alt_en=text.picture_alt_en,
            image_alt_fr=typography.typeset(text.picture_alt_fr, "fr"),
        )
        if text.picture:
            drawn = picture(covers.banner(text.slug, text.theme))
            center.image.save("picture.webp", drawn, save=False)
        center.full_clean()
        center.save()
        return center

    def series(self, key: str) -> Series:
        text = self.content.series[key]
        return Series.objects.get_or_create(
            slug=text.slug,
            defaults={
                "order": text.order,
                "name_en": text.name_en,
                "name_fr": typography.typeset(text.name_fr, "fr"),
                "description_en": typography.typeset(text.description_en, "en"),
                "description_fr": typography.typeset(text.description_fr, "fr"),
            },
        )[0]

    def type(self, key: str) -> PublicationType:
        text = self.content.types[key]
        return PublicationType.objects.get_or_create(
            slug=text.slug,
            defaults={
                "order": text.order,
                "name_en": text.name_en,
                "name_fr": typography.typeset(text.name_fr, "fr"),
            },
        )[0]

    def tag(self, name: str) -> Tag:
        text = self.content.tags[name]
        found: Tag | None = Tag.objects.filter(name=name).first()
        if found is not None:
            return found
        tag = Tag(
            name=name,
            label_fr=typography.typeset(text.label_fr, "fr"),
            kind=text.kind,
            description_en=typography.typeset(text.description_en, "en"),
            description_fr=typography.typeset(text.description_fr, "fr"),
        )
        tag.save()
        for word in text.synonyms:
            synonym = TagSynonym(tag=tag, name=word)
            # An editor may have given the word to another tag.
            with contextlib.suppress(ValidationError):
                synonym.full_clean()
                synonym.save()
        return tag

    def organisation(self, key: str) -> Organisation:
        text = self.content.organisations[key]
        parent = self.organisation(text.parent) if text.parent else None
        return Organisation.objects.get_or_create(
            name_en=text.name_en,
            defaults={
                "name_fr": typography.typeset(text.name_fr, "fr"),
                "article_en": text.article_en,
                "article_fr": text.article_fr.replace("'", "’"),
                "acronym": text.acronym,
                "country": text.country,
                "parent": parent,
            },
        )[0]

    def author(self, key: str) -> Author:
        text = self.content.authors[key]
        slug = slugify(f"{text.first_name} {text.last_name}".replace("'", " "))
        if found := Author.objects.filter(slug=slug).first():
            return found
        author = Author(
            first_name=text.first_name,
            last_name=text.last_name,
            slug=slug,
            is_current=text.is_current,
            biography_en=typography.typeset(text.biography_en, "en"),
            biography_fr=typography.typeset(text.biography_fr, "fr"),
        )
        if text.portrait:
            author.photo.save("portrait.webp", picture(covers.portrait(author.name)), save=False)
        author.full_clean()
        author.save()
        self._affiliations(author, text)
        for order, (center, role) in enumerate(text.centers.items()):
            CenterMembership.objects.create(
                author=author, center=self.center(center), role=role, order=order
            )
        return author

    def _affiliations(self, author: Author, text: AuthorText) -> None:
        for order, each in enumerate(text.affiliation):
            affiliation = Affiliation(
                author=author,
                organisation=self.organisation(each.organisation),
                relation=each.relation,
                position_en=each.position_en,
                position_fr=typography.typeset(each.position_fr, "fr"),
                unit_en=each.unit_en,
                unit_fr=typography.typeset(each.unit_fr, "fr"),
                unit_article_en=each.unit_article_en,
                unit_article_fr=each.unit_article_fr.replace("'", "’"),
                order=order,
                is_primary=order == 0,
            )
            affiliation.full_clean()
            affiliation.save()
