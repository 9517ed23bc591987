"""Putting a mail into the queue, in the transaction of what it tells about.

The queue lives in the database: what is rolled back was never mailed, and a mail server that is
down, or a sender that is killed, loses nothing.
"""

from django.conf import settings
from post_office import mail

# The queue takes a text for a template. Ours is data in one: a title may hold any braces.
_SUBJECT = "{% autoescape off %}{{ subject }}{% endautoescape %}"
_TEXT = "{% autoescape off %}{{ text }}{% endautoescape %}"


def queue(address: str, subject: str, text: str) -> None:
    """Mail a plain text to one address, when the transaction is done and the sender comes by."""
    # A title may hold a line break only by a broken import; a header never may.
    content = {"subject": " ".join(subject.split()), "text": text}
    mail.send(
        address,
        settings.DEFAULT_FROM_EMAIL,
        subject=_SUBJECT,
        message=_TEXT,
        context=content,
    )
