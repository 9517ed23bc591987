"""Putting a mail into the queue, in the transaction of what it tells about.

The queue lives in the database: what is rolled back was never mailed, and a mail server that is
down, or a sender that is killed, loses nothing.
"""

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from post_office import mail
from post_office.models import Email

# The queue takes a text for a template. Ours is data in one: a title may hold any braces.
_SUBJECT = "{% autoescape off %}{{ subject }}{% endautoescape %}"
_TEXT = "{% autoescape off %}{{ text }}{% endautoescape %}"


# A quoted name may hold a comma or brackets, and would be taken for two addresses, or for another.
# No mailbox that anybody uses has one.
_MORE_THAN_ONE = frozenset('",;<>')


def refuse_ambiguous(address: str) -> None:
    """Raise ``ValidationError`` for what could be read as more than one address."""
    if not _MORE_THAN_ONE.isdisjoint(address):
        raise ValidationError(_("Enter an e-mail address such as name@example.org."))


def queue(address: str, subject: str, text: str, headers: Mapping[str, str] | None = None) -> Email:
    """Mail a plain text to one address, when the transaction is done and the sender comes by.

    Raises ``ValidationError`` for what is no address, or may be two.
    """
    refuse_ambiguous(address)
    content = {"subject": on_one_line(subject), "text": text}
    return mail.send(
        address,
        settings.DEFAULT_FROM_EMAIL,
        subject=_SUBJECT,
        message=_TEXT,
        context=content,
        headers=dict(headers or {}) or None,
    )


def on_one_line(subject: str) -> str:
    """A title may hold a line break only by a broken import; a header never may."""
    return " ".join(subject.split())
