"""Press access: a named journalist reads an embargoed paper, and nobody else does."""

import datetime
import io
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from reportlab.pdfgen.canvas import Canvas

from publications import pdf, pending, press
from publications.models import PressLink, PressOpening, Publication, UsageEvent
from publications.workflow import Action
from tests import making

pytestmark = pytest.mark.django_db

MISSING = "/en/press/no-such-token/"


@pytest.fixture
def paper() -> Publication:
    """Scheduled for tomorrow."""
    return making.scheduled("War", slug="war", pdf=making.pdf_bytes(3))


def give(publication: Publication, name: str = "Zoë Łukasiewicz", **more: object) -> str:
    _link, token = press.give(
        publication,
        name=name,
        outlet="Le Jour",
        user=making.user("publisher"),
        **more,  # type: ignore[arg-type]
    )
    return token


def page_of(token: str) -> str:
    return f"/en/press/{token}/"


def paper_of(token: str) -> str:
    return f"/en/press/{token}/paper.pdf"


def content(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def text_of(file: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(file)
    return [page.get_textpage().get_text_bounded() for page in document]


def as_missing(answer: HttpResponseBase, path: str) -> tuple[int, bytes, dict[str, str]]:
    """Everything an answer says, but for the address that it repeats."""
    body = answer.content.replace(path.encode(), b"")  # type: ignore[attr-defined]
    return (
        answer.status_code,
        re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", body),
        dict(answer.headers),
    )


# --- giving ---------------------------------------------------------------------------------------


def test_the_token_is_not_stored(paper: Publication) -> None:
    token = give(paper)
    stored = PressLink.objects.values().get()

    assert token not in str(stored)
    assert stored["expires_at"] == paper.published_at


def test_only_who_may_gives(paper: Publication) -> None:
    for group in ("editor", "reviewer", "staff"):
        with pytest.raises(PermissionDenied):
            press.give(paper, name="A", user=making.user(group))


@pytest.mark.parametrize(
    "make", [making.draft, making.in_review, making.published, making.withdrawn]
)
def test_only_what_is_approved_and_not_yet_public_is_given(make: object) -> None:
    with pytest.raises(ValidationError, match="approved and not yet public"):
        give(make())  # type: ignore[operator]


def test_what_is_approved_and_has_no_date_is_given_for_a_while() -> None:
    approved = making.move(making.draft(), Action.SUBMIT, Action.APPROVE)
    give(approved)
    link = PressLink.objects.get()

    assert datetime.timedelta(days=13) < link.expires_at - timezone.now() < press.DEFAULT_LIFETIME
    assert press.embargo(approved) == "Embargoed until publication"


def test_a_pending_change_is_not_given() -> None:
    copy = pending.start(making.published(), user=making.user("admin"))
    making.move(copy, Action.SUBMIT, Action.APPROVE)

    with pytest.raises(ValidationError):
        give(copy)


def test_a_link_does_not_end_before_it_begins(paper: Publication) -> None:
    with pytest.raises(ValidationError):
        give(paper, expires_at=timezone.now())


# --- opening --------------------------------------------------------------------------------------


def test_the_page_says_whose_it_is_and_until_when(client: Client) -> None:
    moment = datetime.datetime(2027, 3, 11, 8, tzinfo=datetime.UTC)
    with time_machine.travel(moment - datetime.timedelta(days=2), tick=False):
        token = give(making.published("War", at=moment))
        answer = client.get(page_of(token))
        text = answer.content.decode()

    assert answer.status_code == 200
    assert "Embargoed until 11 March 2027, 09:00 (Europe/Paris, UTC+01:00)" in text
    assert "Zoë Łukasiewicz" in text
    assert f'href="{paper_of(token)}"' in text


def test_every_page_of_the_copy_bears_the_name_and_the_embargo(
    client: Client, paper: Publication
) -> None:
    answer = client.get(paper_of(give(paper)))
    texts = text_of(content(answer))

    assert len(texts) == 3
    for number, text in enumerate(texts, start=1):
        assert f"A page {number}" in text
        # On the foot and across the page.
        assert text.count("Zoë Łukasiewicz, Le Jour") == 2
        assert text.count("Embargoed until ") == 2


def test_the_stored_file_is_not_touched(client: Client, paper: Publication) -> None:
    content(client.get(paper_of(give(paper))))
    assert paper.current_pdf is not None

    with paper.current_pdf.file.open() as stored:
        assert stored.read() == making.pdf_bytes(3)


def test_each_copy_is_its_owners(client: Client, paper: Publication) -> None:
    one, other = give(paper, "Ann One"), give(paper, "Bob Two")
    texts = ["".join(text_of(content(client.get(paper_of(token))))) for token in (one, other)]

    assert ["Ann One" in text for text in texts] == [True, False]
    assert ["Bob Two" in text for text in texts] == [False, True]


def test_every_opening_is_logged(client: Client, paper: Publication) -> None:
    token = give(paper)
    for address in (page_of(token), paper_of(token), paper_of(token)):
        client.get(address)
        client.head(address)
    opened = PressOpening.objects.order_by("pk").values_list("link__name", "what")

    assert list(opened) == [
        ("Zoë Łukasiewicz", "page"),
        ("Zoë Łukasiewicz", "paper"),
        ("Zoë Łukasiewicz", "paper"),
    ]
    # The press is no reader yet.
    assert not UsageEvent.objects.exists()


def test_nothing_of_it_is_kept_found_or_passed_on(client: Client, paper: Publication) -> None:
    token = give(paper)
    for address in (page_of(token), paper_of(token)):
        for answer in (client.get(address), client.head(address)):
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert not answer.cookies


def test_the_paper_has_no_other_way_out(client: Client, paper: Publication) -> None:
    token = give(paper)
    for address in (
        "/en/publications/war/",
        "/en/publications/war/war.pdf",
        f"/en/publications/war/war.pdf?grant={token}",
        f"/en/press/{token}/war.pdf",
        f"/en/press/{token}/paper.pdf/",
        f"/en/press/{token.swapcase()}/",
    ):
        assert client.get(address).status_code == 404, address


# --- the end --------------------------------------------------------------------------------------


def ended(state: str, paper: Publication) -> str:
    """A token that leads nowhere any more, or never did."""
    if state == "altered":
        return give(paper)[:-1] + "!"
    token = give(paper, expires_at=timezone.now() + datetime.timedelta(hours=1))
    if state == "revoked":
        press.revoke(PressLink.objects.get())
    if state == "taken off the schedule":
        making.move(paper, Action.UNSCHEDULE)
        making.move(paper, Action.REQUEST_CHANGES, comment="No.")
    if state == "deleted":
        PressLink.objects.all().delete()
    return token


@pytest.mark.parametrize(
    "state", ["expired", "revoked", "altered", "taken off the schedule", "deleted"]
)
def test_an_ended_link_answers_as_an_address_that_never_was(
    client: Client, paper: Publication, state: str
) -> None:
    token = ended(state, paper)
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=2), tick=False):
        if state != "expired":
            PressLink.objects.update(expires_at=timezone.now() + datetime.timedelta(hours=1))
        missing = as_missing(client.get(MISSING), MISSING)
        assert missing[0] == 404
        for path in (page_of(token), paper_of(token)):
            assert as_missing(client.get(path), path) == missing
            assert client.head(path).status_code == 404
    assert not PressOpening.objects.exists()


def test_at_the_embargos_end_the_same_link_leads_to_the_public_page(
    client: Client, paper: Publication
) -> None:
    token = give(paper)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        for address in (page_of(token), paper_of(token)):
            answer = client.get(address)
            assert (answer.status_code, answer.headers["Location"]) == (
                302,
                "/en/publications/war/",
            )
            assert answer.headers["Cache-Control"] == "private, no-store"
        assert client.get("/en/publications/war/").status_code == 200
    assert not PressOpening.objects.exists()


def test_a_revoked_link_leads_nowhere_then_either(client: Client, paper: Publication) -> None:
    token = give(paper)
    press.revoke(PressLink.objects.get())
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        assert client.get(page_of(token)).status_code == 404


def test_a_withdrawn_paper_is_not_opened_by_an_old_link(client: Client, paper: Publication) -> None:
    token = give(paper)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        making.move(paper, Action.WITHDRAW, comment="No.")
        assert client.get(page_of(token)).status_code == 404


# --- the stamp ------------------------------------------------------------------------------------


def odd_pages() -> bytes:
    """Upright, wide, turned, with a part cut away, and tiny."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for size in ((595, 842), (842, 595), (595, 842), (595, 842), (100, 60)):
        canvas.setPageSize(size)
        canvas.drawString(10, 10, "Odd")
        canvas.showPage()
    canvas.save()
    with pikepdf.open(out) as document:
        document.pages[2].rotate(90, relative=True)
        document.pages[3].cropbox = pikepdf.Array([100, 100, 400, 400])
        changed = io.BytesIO()
        document.save(changed)
    return changed.getvalue()


def test_pages_of_any_size_and_turn_are_stamped() -> None:
    with pdf.stamped(io.BytesIO(odd_pages()), ["For Ann only", "Embargoed"]) as copy:
        texts = text_of(copy.read())

    assert len(texts) == 5
    for text in texts:
        assert text.count("For Ann only") == 2
        assert text.count("Embargoed") == 2


def test_a_name_in_letters_that_no_font_has_is_still_a_name() -> None:
    with pdf.stamped(io.BytesIO(making.pdf_bytes()), ["Ṩǿŧę 北京 x"]) as copy:
        [first, _second] = text_of(copy.read())

    assert "x" in first


def test_what_cannot_be_stamped_is_not_given(client: Client, paper: Publication) -> None:
    with pytest.raises(pdf.StampingFailed):
        pdf.stamped(io.BytesIO(b"%PDF-1.7 no"), ["Ann"])

    version = paper.current_pdf
    assert version is not None
    Path(version.file.path).write_bytes(b"%PDF-1.7 no")
    answer = client.get(paper_of(give(paper)))
    assert answer.status_code == 503
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "tell whoever sent you this link" in answer.content.decode()
    assert not PressOpening.objects.exists()
