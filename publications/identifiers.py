"""Identifiers of publications, checked by their own checksums."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def validate_isbn(value: str) -> None:
    """An ISBN-10 or ISBN-13 (ISO 2108), with or without hyphens."""
    digits = value.replace("-", "").replace(" ", "")
    if len(digits) == 13 and digits.isascii() and digits.isdigit():
        if sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10 == 0:
            return
    elif (
        len(digits) == 10
        and digits[:9].isascii()
        and digits[:9].isdigit()
        and digits[9] in "0123456789X"
    ):
        if sum((10 if d == "X" else int(d)) * (10 - i) for i, d in enumerate(digits)) % 11 == 0:
            return
    else:
        raise ValidationError(_("An ISBN has 10 or 13 digits, for example 978-2-36567-123-4."))
    raise ValidationError(_("This ISBN has a wrong digit: its checksum does not match."))
