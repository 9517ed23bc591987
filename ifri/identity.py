"""Who publishes this site, for every template."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def identity(request: HttpRequest) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "institute_name": settings.INSTITUTE_NAME,
        "institute_full_name": settings.INSTITUTE_FULL_NAME.get(
            language, settings.INSTITUTE_FULL_NAME["en"]
        ),
        "privacy_contact": settings.PRIVACY_CONTACT,
        "site_url": settings.SITE_URL,
    }
