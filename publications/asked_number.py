"""A number that somebody wrote into an address or a form."""

# Python refuses to read very long ones, and no database holds them.
_LONGEST = 18


def asked_number(text: str) -> int | None:
    """None for whatever is no whole number, or longer than any that we count or keep."""
    if not text.isascii() or not text.isdigit() or len(text) > _LONGEST:
        return None
    return int(text)
