"""The gate's page: the form, the login, what is asked and what is recorded."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client
from django.utils.html import escape

from publications import documents
from publications.enums import Access, DocumentKind
from publications.gate.notice import NOTICE_VERSION
from publications.models import Document, DownloadRequest, Grant, Publication
from tests import making

pytestmark = pytest.mark.django_db

GATE = "/en/publications/gated/download/"


@pytest.fixture
def paper() -> Publication:
    return making.published("The gated paper", slug="gated")


@pytest.fixture
def members_paper() -> Publication:
    return making.published("For members", slug="gated", access=Access.MEMBERS)


def links_in(page: str) -> list[str]:
    """Each address with a grant once, in the page's order."""
    return list(dict.fromkeys(re.findall(r'href="([^"]+\?grant=[^"]+)"', page)))


# --- by address -----------------------------------------------------------------------------------


def test_only_the_address_has_to_be_given(client: Client, paper: Publication) -> None:
    page = client.get(GATE).content.decode()
    form = page[
        page.index('<form id="gate"') : page.index("</form>", page.index('<form id="gate"'))
    ]
    fields = {
        re.findall(r'name="([^"]+)"', tag)[0]: tag
        for tag in re.findall(r"<(?:input|select|textarea|button) [^>]+>", form)
        if "name=" in tag
    }

    assert list(fields) == [
        "csrfmiddlewaretoken",
        "email",
        "organisation",
        "sector",
        "wants_newsletter",
        "homepage",
    ]
    assert [name for name, tag in fields.items() if " required" in tag] == ["email"]
    assert 'type="email"' in fields["email"]
    assert 'autocomplete="email"' in fields["email"]
    assert 'type="checkbox"' in fields["wants_newsletter"]
    assert not [name for name, tag in fields.items() if " checked" in tag]


def test_the_privacy_notice_stands_beside_the_form(client: Client, paper: Publication) -> None:
    page = client.get(GATE).content.decode()

    assert 'class="privacy-notice"' in page
    assert 'href="mailto:privacy@example.org"' in page
    assert "12 months" in page
    assert "Article 6(1)(f)" in page
    assert "CNIL" in page


def test_the_page_is_for_nobody_elses_cache_or_index(client: Client, paper: Publication) -> None:
    response = client.get(GATE)

    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_the_page_describes_itself(client: Client, paper: Publication) -> None:
    described = '<meta name="description" content="The full text of “The gated paper”, as a PDF.">'
    assert described in client.get(GATE).content.decode()


def test_an_address_gives_a_link_that_opens_the_file(client: Client, paper: Publication) -> None:
    response = client.post(GATE, {"email": "reader@example.org"})
    (link,) = links_in(response.content.decode())

    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert link.startswith("/en/publications/gated/gated.pdf?grant=")
    got = Client().get(link)
    assert b"".join(got.streaming_content) == making.pdf_bytes()  # type: ignore[attr-defined]


def test_the_request_is_recorded_once(client: Client, paper: Publication) -> None:
    client.post("/fr/publications/gated/download/", {"email": " reader@example.org "})
    request = DownloadRequest.objects.get()

    assert request.publication == paper
    assert request.email == "reader@example.org"
    assert request.user is None
    assert request.wants_newsletter is False
    assert request.notice_version == NOTICE_VERSION
    assert request.language == "fr"
    assert [grant.request for grant in Grant.objects.all()] == [request]


def test_the_newsletter_changes_nothing_about_the_download(
    client: Client, paper: Publication
) -> None:
    without = client.post(GATE, {"email": "a@example.org"})
    with_it = client.post(GATE, {"email": "a@example.org", "wants_newsletter": "on"})
    wants = [r.wants_newsletter for r in DownloadRequest.objects.order_by("pk")]

    assert wants == [False, True]
    assert without.status_code == with_it.status_code == 200
    same = re.compile(r"grant=[^\"]+")
    assert same.sub("", without.content.decode()) == same.sub("", with_it.content.decode())


def test_every_document_gets_a_link_the_full_text_first(client: Client, paper: Publication) -> None:
    annex = Document.objects.create(
        publication=paper, kind=DocumentKind.ANNEX, title="Tables", order=0
    )
    Document.objects.filter(publication=paper, kind=DocumentKind.FULL_TEXT).update(order=5)
    pdf = ContentFile(making.pdf_bytes(text="Tables"), name="a.pdf")
    documents.add_version(annex, pdf, user=None)
    links = links_in(client.post(GATE, {"email": "a@example.org"}).content.decode())

    assert [link.split("?")[0] for link in links] == [
        "/en/publications/gated/gated.pdf",
        f"/en/publications/gated/files/{annex.pk}/tables.pdf",
    ]
    assert [client.get(link).status_code for link in links] == [200, 200]


@pytest.mark.parametrize(
    "email",
    [
        *("", " ", "reader", "a@b", f"{'x' * 250}@example.org", "a\x00@b.fr"),
        # Well formed, and taken for two addresses, or another, by what sends the mails.
        *(
            '"a,me@evil.example,b"@bank.example',
            '"<me@evil.example>"@bank.example',
            '"a"@b.example',
        ),
    ],
)
def test_an_address_that_is_none_is_said_at_its_field(
    client: Client, paper: Publication, email: str
) -> None:
    response = client.post(GATE, {"email": email, "wants_newsletter": "on"})
    page = response.content.decode()

    assert response.status_code == 400
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_email_error"' in page
    assert 'id="id_email_error"' in page
    assert links_in(page) == []
    assert not DownloadRequest.objects.exists()
    # What was filled in is kept.
    assert f'value="{escape(email.strip())}"' in page or not email.strip() or "\x00" in email
    assert " checked" in page


def test_what_was_typed_is_shown_as_text(client: Client, paper: Publication) -> None:
    page = client.post(GATE, {"email": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in page


def test_a_post_from_elsewhere_is_refused(paper: Publication) -> None:
    response = Client(enforce_csrf_checks=True).post(GATE, {"email": "a@example.org"})

    assert response.status_code == 403
    assert not DownloadRequest.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(client: Client, paper: Publication, method: str) -> None:
    response = getattr(client, method)(GATE)

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, POST"


# --- open to all ----------------------------------------------------------------------------------


def test_where_nothing_is_asked_the_gate_leads_to_the_file(client: Client) -> None:
    making.published(slug="gated", access=Access.OPEN)
    for response in (client.get(GATE), client.post(GATE, {"email": "a@example.org"})):
        assert response.status_code == 302
        assert response.headers["Location"] == "/en/publications/gated/gated.pdf"
    assert not DownloadRequest.objects.exists()


# --- members --------------------------------------------------------------------------------------


def test_a_stranger_is_shown_the_way_to_log_in_and_back(
    client: Client, members_paper: Publication
) -> None:
    response = client.get(GATE)
    page = response.content.decode()

    assert response.status_code == 200
    assert f'href="/en/login/?next={GATE}"' in page
    assert '<form id="gate"' not in page


def test_a_stranger_gets_no_link_by_an_address(client: Client, members_paper: Publication) -> None:
    response = client.post(GATE, {"email": "a@example.org"})

    assert response.status_code == 403
    assert links_in(response.content.decode()) == []
    assert not DownloadRequest.objects.exists()


def test_a_member_presses_a_button_and_gets_the_link(
    client: Client, members_paper: Publication
) -> None:
    member: User = making.user()
    client.force_login(member)
    page = client.get(GATE).content.decode()
    assert '<form id="gate"' in page
    assert not DownloadRequest.objects.exists()

    (link,) = links_in(client.post(GATE).content.decode())
    request = DownloadRequest.objects.get()
    assert (request.user, request.email) == (member, "")
    assert client.get(link).status_code == 200


def test_being_logged_in_alone_does_not_open_the_file(
    client: Client, members_paper: Publication
) -> None:
    client.force_login(making.user())
    response = client.get("/en/publications/gated/gated.pdf")

    assert response.status_code == 302
    assert response.headers["Location"] == "/en/publications/gated/#download"


def test_a_member_does_not_leave_an_address_where_a_form_is_asked(
    client: Client, paper: Publication
) -> None:
    client.force_login(making.user())
    client.post(GATE, {"email": "reader@example.org"})

    assert DownloadRequest.objects.get().user is None


# --- nothing behind it ----------------------------------------------------------------------------


def test_a_gate_with_nothing_behind_it_is_no_gate(client: Client, paper: Publication) -> None:
    Document.objects.filter(publication=paper).update(current=None)

    assert client.get(GATE).status_code == 404


@pytest.mark.parametrize(
    "path", ["", "download/", "gone.pdf", "gone.pdf?grant=x:y", "files/1/a.pdf"]
)
def test_what_is_withdrawn_leaves_a_tombstone_without_its_title(client: Client, path: str) -> None:
    making.withdrawn("A title nobody should read", slug="gone")
    response = client.get(f"/en/publications/gone/{path}")
    page = response.content.decode()

    assert response.status_code == 410
    assert "nobody should read" not in page
    assert "at the author" in page


def test_a_withdrawn_publication_gives_no_link(client: Client) -> None:
    making.withdrawn(slug="gone")
    response = client.post("/en/publications/gone/download/", {"email": "a@example.org"})

    assert response.status_code == 410
    assert not DownloadRequest.objects.exists()
