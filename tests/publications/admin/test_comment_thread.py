"""What the team says to each other about a publication."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from lxml import html
from post_office.models import Email

from publications import notices
from publications.models import Comment, NoticePreference, Publication
from tests import making
from tests.admin_forms import messages_of

pytestmark = pytest.mark.django_db
FORM = "/admin/publications/publication/{}/change/"
SAY = "/admin/publications/publication/{}/comments/"
OWN = "/admin/publications/noticepreference/"


def signed_in(person: str | User) -> Client:
    client = Client()
    client.force_login(making.user(person) if isinstance(person, str) else person)
    return client


def thread(client: Client, publication: Publication) -> list[str]:
    page = html.fromstring(client.get(FORM.format(publication.pk)).content.decode())
    return [
        " ".join(each.text_content().split()) for each in page.xpath("//ol[@class='comments']/li")
    ]


@pytest.mark.parametrize("group", ["editor", "reviewer", "publisher", "staff"])
def test_whoever_may_look_may_say_something(group: str) -> None:
    publication = making.published()
    person = making.user(group, first_name="Ada", last_name="North")
    answer = signed_in(person).post(SAY.format(publication.pk), {"text": "Too long?\n\nI think."})
    assert answer.status_code == 302
    assert answer["Location"] == f"{FORM.format(publication.pk)}#comments"
    [said] = thread(signed_in("staff"), publication)
    assert said.startswith("Ada North, ")
    assert said.endswith("Too long? I think.")


def test_the_thread_is_in_order_and_its_text_is_text() -> None:
    publication = making.draft()
    client = signed_in("editor")
    for text in ("First", "<b>Second</b>"):
        client.post(SAY.format(publication.pk), {"text": text})
    first, second = thread(client, publication)
    assert first.endswith("First")
    assert second.endswith("<b>Second</b>")


@pytest.mark.parametrize("text", ["", " \n "])
def test_nothing_is_not_a_comment(text: str) -> None:
    publication = making.draft()
    answer = signed_in("editor").post(SAY.format(publication.pk), {"text": text}, follow=True)
    assert messages_of(answer.content) == ["Write something first."]
    assert not Comment.objects.exists()


def test_who_may_not_look_may_not_speak() -> None:
    publication = making.published()
    bare = making.user()
    User.objects.filter(pk=bare.pk).update(is_staff=True)
    bare.refresh_from_db()
    assert signed_in(bare).post(SAY.format(publication.pk), {"text": "Hm"}).status_code == 403
    assert Client().post(SAY.format(publication.pk), {"text": "Hm"}).status_code == 302
    assert signed_in("editor").get(SAY.format(publication.pk)).status_code == 405
    assert not Comment.objects.exists()


def test_the_writer_is_told_by_mail() -> None:
    writer = making.user("editor", email="writer@example.org")
    publication = making.draft(created_by=writer)
    signed_in("reviewer").post(SAY.format(publication.pk), {"text": "Too long?"})
    [mail] = Email.objects.all()
    assert mail.to == ["writer@example.org"]


def test_without_the_notice_there_is_no_comment(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(comment: Comment) -> None:
        raise RuntimeError

    monkeypatch.setattr(notices, "tell_of_comment", broken)
    with pytest.raises(RuntimeError):
        signed_in("editor").post(SAY.format(making.draft().pk), {"text": "Hm"})
    assert not Comment.objects.exists()


# --- notices by mail ------------------------------------------------------------------------------


def test_each_turns_their_own_mail_off_and_on() -> None:
    writer, other = (
        making.user("editor", email=f"{name}@example.org") for name in ("writer", "other")
    )
    publication = making.draft(created_by=writer)
    client = signed_in(writer)
    page = client.get(OWN)
    assert b"It goes to writer@example.org." in page.content
    assert b'name="by_mail" id="id_by_mail" checked' in page.content
    assert client.post(OWN, {}).status_code == 302
    assert b'id="id_by_mail" checked' not in client.get(OWN).content
    assert list(NoticePreference.objects.values_list("user", "by_mail")) == [(writer.pk, False)]
    signed_in(other).post(SAY.format(publication.pk), {"text": "Too long?"})
    assert not Email.objects.exists()
    client.post(OWN, {"by_mail": "on"})
    signed_in(other).post(SAY.format(publication.pk), {"text": "Still?"})
    assert Email.objects.count() == 1


def test_nobody_sets_another_s() -> None:
    other = making.user("editor")
    NoticePreference.objects.create(user=other, by_mail=True)
    client = signed_in("admin")
    client.post(OWN, {"user": other.pk, "pk": other.pk})
    assert NoticePreference.objects.get(user=other).by_mail
    own = NoticePreference.objects.get(user=other).pk
    for address in (f"{OWN}{own}/change/", f"{OWN}add/", f"{OWN}{own}/delete/"):
        assert client.get(address).status_code in (302, 404)
    assert client.get(f"{OWN}{own}/change/", follow=True).status_code == 404


def test_the_page_is_reached_from_every_page_of_the_desk() -> None:
    page = html.fromstring(signed_in("staff").get("/admin/").content.decode())
    assert page.xpath("//div[@id='user-tools']//a[@href=$own]", own=OWN)
    assert Client().get(OWN).status_code == 302
