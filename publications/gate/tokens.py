"""The secrets in the links of mails, and what is stored of them."""

import hashlib

from django.utils.crypto import salted_hmac


def for_address(purpose: str, value: str) -> str:
    """Always the same for a purpose and an address (with what else identifies it), so that every
    mail can carry it; known to this site only."""
    return salted_hmac(purpose, value, algorithm="sha256").hexdigest()[:48]


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
