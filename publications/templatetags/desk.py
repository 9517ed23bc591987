"""The desk for the admin's first page."""

from typing import Any, cast

from django import template
from django.contrib.auth.models import User
from django.utils import timezone

from publications import desk, missing
from publications.models import Publication

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_boards(context: dict[str, Any]) -> dict[str, Any]:
    """The sections of whoever is looking, those that need attention apart."""
    boards = desk.boards(cast(User, context["request"].user))
    return {
        "turns": [each for each in boards if not each.section.needs_attention],
        "attention": [each for each in boards if each.section.needs_attention],
        "zone": timezone.get_current_timezone_name(),
    }


@register.filter
def lacking(publication: Publication) -> list[Any]:
    """What it lacks, in words."""
    return [
        missing.LABELS[key] for key in missing.NEEDED if getattr(publication, f"lacks_{key}", False)
    ]
