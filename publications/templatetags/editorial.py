"""Filters of the editors' pages. None of them asks the database for anything."""

from django import template
from django.contrib.auth.models import User

from publications.admin.people import name

register = template.Library()


@register.filter
def person(user: User | None) -> str:
    """A colleague by name."""
    return name(user)
