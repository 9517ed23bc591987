"""Identifiers of people and organisations, checked by their own checksums."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def validate_orcid(value: str) -> None:
    """An ORCID iD, ``0000-0002-1825-0097``, whose last character is an ISO 7064 MOD 11-2 checksum."""
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", value, re.ASCII):
        raise ValidationError(_("An ORCID iD looks like 0000-0002-1825-0097."))
    digits = value.replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    expected = (12 - total % 11) % 11
    if digits[-1] != ("X" if expected == 10 else str(expected)):
        raise ValidationError(_("This ORCID iD has a wrong digit: its checksum does not match."))


def validate_ror(value: str) -> None:
    """A ROR id, ``https://ror.org/0abcdef12``: base 32 with an ISO 7064 MOD 97-10 checksum."""
    match = re.fullmatch(r"https://ror\.org/(0[0-9a-hjkmnp-tv-z]{6}\d{2})", value, re.ASCII)
    if not match:
        raise ValidationError(_("A ROR id looks like https://ror.org/05a0ya142."))
    identifier = match[1]
    number = 0
    for character in identifier[:-2]:
        number = number * 32 + _CROCKFORD.index(character)
    if 98 - (number * 100) % 97 != int(identifier[-2:]):
        raise ValidationError(_("This ROR id has a wrong character: its checksum does not match."))
