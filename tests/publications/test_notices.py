"""Whoever's turn it is hears of it by mail, in the transaction of what happened."""

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from post_office.models import STATUS, Email

from publications import notices, workflow
from publications.models import NoticePreference, Publication
from publications.workflow import Action
from tests import editorial, making

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> dict[str, User]:
    """One of each, with an address named for the role."""
    return {
        role: making.user(role, username=f"the-{role}", email=f"{role}@example.org")
        for role in ("editor", "reviewer", "publisher", "staff", "admin")
    }


def told() -> list[str]:
    """Who was told since the last time anybody asked."""
    addresses = [address for mail in Email.objects.order_by("pk") for address in mail.to]
    Email.objects.all().delete()
    return sorted(address.partition("@")[0] for address in addresses)


def own_draft(person: User) -> Publication:
    return making.draft("War & Wires", created_by=person)


def take(publication: Publication, action: Action, person: User, comment: str = "") -> None:
    workflow.transition(publication, action, user=person, comment=comment)


# --- who ------------------------------------------------------------------------------------------


def test_at_each_step_those_whose_turn_it_is_and_the_writer_are_told(team: dict[str, User]) -> None:
    publication = own_draft(team["editor"])
    take(publication, Action.SUBMIT, team["editor"])
    assert told() == ["reviewer"]
    take(publication, Action.REQUEST_CHANGES, team["reviewer"], "Shorter.")
    assert told() == ["editor"]
    take(publication, Action.SUBMIT, team["editor"])
    assert told() == ["reviewer"]
    take(publication, Action.APPROVE, team["reviewer"])
    assert told() == ["editor", "publisher"]
    take(publication, Action.PUBLISH, team["publisher"])
    assert told() == ["editor"]
    take(publication, Action.WITHDRAW, team["publisher"], "Wrong.")
    assert told() == ["editor"]
    take(publication, Action.REPUBLISH, team["publisher"])
    assert told() == ["editor"]


def test_an_edit_after_approval_tells_the_reviewers_and_the_writer(team: dict[str, User]) -> None:
    publication = own_draft(team["editor"])
    making.move(publication, Action.SUBMIT, Action.APPROVE)
    told()
    editorial.save(publication, user=team["publisher"], title="Edited")
    assert told() == ["editor", "reviewer"]


def test_who_submitted_somebody_elses_text_is_told_too(team: dict[str, User]) -> None:
    publication = own_draft(team["editor"])
    take(publication, Action.SUBMIT, team["publisher"])
    assert told() == ["editor", "reviewer"]
    take(publication, Action.REQUEST_CHANGES, team["reviewer"], "Shorter.")
    assert told() == ["editor", "publisher"]


def test_nobody_is_told_what_they_did_themselves(team: dict[str, User]) -> None:
    publication = own_draft(team["reviewer"])
    take(publication, Action.SUBMIT, team["reviewer"])
    assert told() == []


def test_nobody_is_told_twice(team: dict[str, User]) -> None:
    team["reviewer"].groups.add(Group.objects.get(name="publisher"))
    take(own_draft(team["reviewer"]), Action.SUBMIT, team["editor"])
    assert told() == ["reviewer"]


def test_who_turned_notices_off_is_told_nothing(team: dict[str, User]) -> None:
    NoticePreference.objects.create(user=team["reviewer"], by_mail=False)
    NoticePreference.objects.create(user=team["publisher"], by_mail=True)
    publication = own_draft(team["editor"])
    take(publication, Action.SUBMIT, team["editor"])
    assert told() == []
    take(publication, Action.APPROVE, team["admin"])
    assert told() == ["editor", "publisher"]


def test_who_left_or_has_no_address_is_told_nothing(team: dict[str, User]) -> None:
    making.user("reviewer", email="")
    making.user("reviewer", email="left@example.org", is_active=False)
    take(own_draft(team["editor"]), Action.SUBMIT, team["editor"])
    assert told() == ["reviewer"]


def test_a_broken_address_keeps_nobody_else_from_being_told(team: dict[str, User]) -> None:
    making.user("reviewer", email="not an address")
    making.user("reviewer", email="two@example.org\nBcc: x@example.org")
    publication = own_draft(team["editor"])
    take(publication, Action.SUBMIT, team["editor"])
    assert publication.status == "in_review"
    assert told() == ["reviewer"]


# --- comments -------------------------------------------------------------------------------------


def test_a_comment_is_told_to_the_writer_and_whoever_spoke(team: dict[str, User]) -> None:
    publication = own_draft(team["editor"])
    first = publication.comments.create(user=team["reviewer"], text="Is this so?")
    notices.tell_of_comment(first)
    assert told() == ["editor"]
    answer = publication.comments.create(user=team["editor"], text="It is.")
    notices.tell_of_comment(answer)
    assert told() == ["reviewer"]
    third = publication.comments.create(user=team["staff"], text="Indeed.")
    notices.tell_of_comment(third)
    assert told() == ["editor", "reviewer"]


# --- what it says ---------------------------------------------------------------------------------


def test_it_says_who_did_what_to_which_and_where_to_go(team: dict[str, User]) -> None:
    team["reviewer"].first_name, team["reviewer"].last_name = "Rita", "Reader"
    team["reviewer"].save()
    publication = own_draft(team["editor"])
    take(publication, Action.SUBMIT, team["editor"])
    told()
    take(publication, Action.REQUEST_CHANGES, team["reviewer"], "Shorter & <better>.")
    mail = Email.objects.get()
    assert mail.subject == "Draft: War & Wires"
    assert mail.message.strip().splitlines() == [
        "Rita Reader moved “War & Wires” from in review to draft.",
        "",
        "Shorter & <better>.",
        "",
        f"http://127.0.0.1:8000/admin/publications/publication/{publication.pk}/change/",
        "",
        "You can turn these notices off in the admin, under “Notices by mail”.",
    ]
    assert mail.message_id
    assert mail.status == STATUS.queued


def test_a_title_is_a_title_and_never_a_template_or_a_header(team: dict[str, User]) -> None:
    """The queue's library takes what it is given for a template."""
    title = "{{ 7|add:7 }} {% debug %} {% nothing\r\nBcc: x@example.org"
    publication = own_draft(team["editor"])
    Publication.objects.filter(pk=publication.pk).update(title=title)
    take(publication, Action.SUBMIT, team["editor"], "{% include 'admin/base.html' %} {{ person }}")
    mail = Email.objects.get()
    assert mail.subject == "In review: {{ 7|add:7 }} {% debug %} {% nothing Bcc: x@example.org"
    assert "{% include 'admin/base.html' %} {{ person }}" in mail.message
    message = mail.email_message().message()
    assert message["Bcc"] is None
    assert "\n" not in str(message["Subject"])


# --- in one transaction ---------------------------------------------------------------------------


class Undone(Exception):
    pass


def test_what_is_undone_is_told_to_nobody(team: dict[str, User]) -> None:
    publication = own_draft(team["editor"])

    @transaction.atomic
    def fails_afterwards() -> None:
        take(publication, Action.SUBMIT, team["editor"])
        assert Email.objects.count() == 1
        raise Undone

    with pytest.raises(Undone):
        fails_afterwards()
    publication.refresh_from_db()
    assert publication.status == "draft"
    assert told() == []


def test_what_cannot_be_queued_does_not_happen(
    team: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise Undone

    monkeypatch.setattr("post_office.mail.send", fail)
    publication = own_draft(team["editor"])
    with pytest.raises(Undone):
        take(publication, Action.SUBMIT, team["editor"])
    publication.refresh_from_db()
    assert publication.status == "draft"
    assert not publication.transitions.exists()
    assert not publication.revisions.exists()
