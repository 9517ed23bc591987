"""Who publishes this site, for every template."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from ifri import institute
from ifri.translation import chosen


def identity(request: HttpRequest | None = None) -> dict[str, Any]:
    return {
        "institute_name": settings.INSTITUTE_NAME,
        "institute_full_name": chosen(settings.INSTITUTE_FULL_NAME, get_language() or ""),
        # Read when a template asks: the admin's and most fragments do not.
        "institute": SimpleLazyObject(institute.shown),
        "privacy_contact": settings.PRIVACY_CONTACT,
        "site_url": settings.SITE_URL,
    }
