"""Which policy holds: the publication's, its type's or the site's, and from when on it is open."""

import datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from publications import access, documents, previews
from publications.enums import Access, DocumentKind, Passage
from publications.gate.passing import Answers, pass_gate
from publications.models import Document, Publication
from tests import making

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
PAGE = "/en/publications/gated/"


def paper(**fields: Any) -> Publication:
    return making.published("The gated paper", slug="gated", **fields)


def change(publication: Publication, **fields: object) -> None:
    Publication.objects.filter(pk=publication.pk).update(**fields)


def change_type(publication: Publication, **fields: object) -> None:
    type(publication.type).objects.filter(pk=publication.type_id).update(**fields)


def fresh(publication: Publication) -> Publication:
    return Publication.objects.select_related("type").get(pk=publication.pk)


def test_an_opening_after_the_end_of_the_calendar_never_comes(client: Client) -> None:
    end = datetime.datetime(9999, 12, 30, tzinfo=datetime.UTC)
    made = making.draft(slug="gated", open_after_days=365)
    change(made, published_at=end)
    assert access.opens_at(fresh(made)) is None
    assert access.policy_of(fresh(made)) == Access.FORM
    _link, token = previews.make(made, recipient="Ms Reader", user=making.user("editor"))
    assert client.get(f"/en/preview/{token}/").status_code == 200


# --- whose rule -----------------------------------------------------------------------------------


def test_without_a_rule_the_sites_own_holds(settings: Settings) -> None:
    made = paper()

    assert access.policy_of(made) == Access.FORM
    settings.DEFAULT_ACCESS = "verified"
    assert access.policy_of(made) == Access.VERIFIED


def test_the_types_rule_goes_before_the_sites_and_the_publications_before_the_types() -> None:
    made = paper()
    change_type(made, access=Access.VERIFIED)
    assert access.policy_of(fresh(made)) == Access.VERIFIED

    change(made, access=Access.MEMBERS)
    assert access.policy_of(fresh(made)) == Access.MEMBERS


def test_after_so_many_days_the_gate_is_open(client: Client) -> None:
    made = paper(access=Access.FORM, open_after_days=90)
    assert made.published_at is not None
    address = f"{PAGE}gated.pdf"

    with time_machine.travel(made.published_at + 90 * DAY - DAY / 1000, tick=False):
        assert client.get(address).status_code == 302
    with time_machine.travel(made.published_at + 90 * DAY, tick=False):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, no-cache"
        assert client.get(f"{PAGE}download/").headers["Location"] == address


def test_a_types_rule_of_time_is_for_publications_without_a_policy_of_their_own() -> None:
    made = paper()
    change_type(made, access=Access.FORM, open_after_days=0)
    assert access.policy_of(fresh(made)) == Access.OPEN

    change(made, access=Access.FORM)
    assert access.policy_of(fresh(made)) == Access.FORM
    assert access.opens_at(fresh(made)) is None


def test_no_rule_of_time_opens_what_is_not_public(client: Client) -> None:
    making.draft(slug="gated", open_after_days=0, access=Access.OPEN)

    assert client.get(f"{PAGE}gated.pdf").status_code == 404


# --- what the summary page says -------------------------------------------------------------------


def test_the_page_says_from_when_on_it_is_open_to_all(client: Client) -> None:
    made = paper(access=Access.FORM, open_after_days=90)
    assert made.published_at is not None
    day = timezone.localtime(made.published_at + 90 * DAY)
    said = f"Open to all from {day.day} {day:%B %Y}."

    assert said in client.get(PAGE).content.decode()
    with time_machine.travel(made.published_at + 91 * DAY, tick=False):
        assert "Open to all from" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        (Access.FORM, "You will be asked for an e-mail address."),
        (Access.VERIFIED, "You will be asked for an e-mail address, to which the link is sent."),
        (Access.MEMBERS, "For members: you will be asked to log in."),
    ],
)
def test_the_page_says_what_will_be_asked(client: Client, policy: Access, sentence: str) -> None:
    made = paper()
    change_type(made, access=policy)

    assert sentence in client.get(PAGE).content.decode()


# --- members of a group ---------------------------------------------------------------------------


def test_a_group_keeps_other_members_out(client: Client) -> None:
    group = Group.objects.create(name="Friends")
    paper(access=Access.MEMBERS, member_group=group)
    client.force_login(making.user())
    page = client.get(f"{PAGE}download/")

    assert page.status_code == 200
    assert '<form id="gate"' not in page.content.decode()
    assert client.post(f"{PAGE}download/").status_code == 403


def test_the_groups_members_get_the_link_and_lose_it_when_they_leave(client: Client) -> None:
    group = Group.objects.create(name="Friends")
    made = paper(access=Access.MEMBERS, member_group=group)
    member = making.user()
    member.groups.add(group)
    client.force_login(member)
    assert client.post(f"{PAGE}download/").status_code == 200
    (link,) = pass_gate(made, language="en", passage=Passage.MEMBER, user=member)
    assert client.get(link.url).status_code == 200

    member.groups.clear()
    assert client.get(link.url).headers["Location"] == f"{PAGE}?link=revoked#download"


# --- a stricter policy closes what was given under the old one ------------------------------------


def test_a_link_given_for_an_unproved_address_does_not_pass_a_verified_gate(client: Client) -> None:
    made = paper(access=Access.FORM)
    (link,) = pass_gate(
        made, language="en", passage=Passage.ADDRESS, answers=Answers("a@example.org")
    )
    (again,) = pass_gate(made, language="en", passage=Passage.REMEMBERED)
    (known,) = pass_gate(made, language="en", passage=Passage.RECOGNISED)
    change(made, access=Access.VERIFIED)

    for refused in (link, again):
        assert client.get(refused.url).headers["Location"] == f"{PAGE}?link=revoked#download"
    assert client.get(known.url).status_code == 200


# --- documents that editors took off --------------------------------------------------------------


def test_a_document_taken_off_is_missing_whatever_links_were_given(client: Client) -> None:
    made = paper()
    annex = Document.objects.create(publication=made, kind=DocumentKind.ANNEX, title="Tables")
    pdf = ContentFile(making.pdf_bytes(text="Tables"), name="a.pdf")
    documents.add_version(annex, pdf, user=None)
    links = pass_gate(made, language="en", passage=Passage.ADDRESS, answers=Answers("a@b.fr"))
    assert [client.get(link.url).status_code for link in links] == [200, 200]
    Document.objects.filter(pk=annex.pk).update(is_removed=True)

    assert [client.get(link.url).status_code for link in links] == [200, 404]
    offered = access.obtainable(made)
    assert [document.kind for document in offered] == [DocumentKind.FULL_TEXT]
    assert "Tables" not in client.get(PAGE).content.decode()
