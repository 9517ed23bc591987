"""Filters of the readers' pages. None of them asks the database for anything."""

from django import template

from authors.models import Author
from programs.models import ResearchCenter
from publications import images
from publications.images import Picture
from publications.models import Publication
from publications.richtext import shown

register = template.Library()


@register.filter
def cover(publication: Publication) -> Picture:
    """Free of queries on a card or a summary page."""
    return images.cover(publication)


@register.filter
def portrait(author: Author) -> Picture | None:
    return images.portrait(author)


@register.filter
def center_image(center: ResearchCenter) -> Picture | None:
    return images.center_image(center)


register.filter("rich", shown)
