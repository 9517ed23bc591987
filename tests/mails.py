"""Reading the mails that wait in the queue."""

import re

from post_office.models import Email


def mailed_link(holding: str) -> str:
    """The address with that in it from the newest mail that has one, from its path on."""
    mail = Email.objects.filter(message__contains=holding).latest("pk")
    found = re.search(rf"https?://[^/\s]+(/\S*{re.escape(holding)}\S*)", mail.message)
    assert found is not None
    return found[1]
