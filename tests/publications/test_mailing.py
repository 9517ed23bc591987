"""A mail says what it was given, to the letter, whatever the queue would take it for."""

import pytest
from django.db import transaction
from post_office.models import Email

from publications import mailing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text", ["{{ settings.SECRET_KEY }}", "{% broken", "<b> & “quotes”", "{#x"]
)
def test_a_text_is_data_and_no_template(text: str) -> None:
    mailing.queue("a@example.org", text, text)
    mail = Email.objects.get()

    assert (mail.subject, mail.message, mail.html_message) == (text, text, "")
    assert mail.email_message().body == text


def test_a_line_break_cannot_get_into_a_header() -> None:
    mailing.queue("a@example.org", "One\r\nBcc: b@example.org", "Text")

    assert Email.objects.get().subject == "One Bcc: b@example.org"


def test_what_is_rolled_back_is_not_mailed() -> None:
    with transaction.atomic():
        mailing.queue("a@example.org", "Subject", "Text")
        transaction.set_rollback(True)

    assert not Email.objects.exists()
