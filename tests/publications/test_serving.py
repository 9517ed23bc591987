"""How an allowed file is sent, without a web server: statuses, headers, bytes."""

import datetime
import io

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.http import FileResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.http import http_date
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from publications import documents
from publications.enums import Access
from publications.gate import papers, serving
from publications.gate.slices import FileSlice
from publications.models import DocumentVersion, Publication
from tests import making

pytestmark = pytest.mark.django_db

PDF = making.pdf_bytes(pages=5, text="Served")
SIZE = len(PDF)


@pytest.fixture
def paper() -> Publication:
    return making.published("Étude “à part”: l’été", slug="served", access=Access.OPEN, pdf=PDF)


@pytest.fixture
def url(paper: Publication) -> str:
    return paper.pdf_path()


@pytest.fixture
def version(paper: Publication) -> DocumentVersion:
    assert paper.current_pdf is not None
    return paper.current_pdf


def body(response: object) -> bytes:
    assert isinstance(response, FileResponse)
    return b"".join(response.streaming_content)  # type: ignore[arg-type]


def test_the_whole_file(client: Client, url: str, version: DocumentVersion) -> None:
    response = client.get(url)

    assert response.status_code == 200
    assert body(response) == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Length"] == str(SIZE)
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["ETag"] == f'"{version.sha256}"'
    assert response.headers["Last-Modified"] == http_date(int(version.uploaded_at.timestamp()))
    assert response.headers["Content-Language"] == "en"


def test_the_headers_that_keep_it_harmless(client: Client, url: str) -> None:
    response = client.get(url)

    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert response.headers["X-Frame-Options"] == "DENY"
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_it_is_saved_under_its_title_accents_and_all(client: Client, url: str) -> None:
    disposition = client.get(url).headers["Content-Disposition"]

    assert disposition == (
        "inline; filename*=utf-8''%C3%89tude%20%E2%80%9C%C3%A0%20part%E2%80%9D%20-%20"
        "l%E2%80%99%C3%A9t%C3%A9.pdf"
    )


def test_an_open_file_may_be_cached_but_is_asked_for_again(client: Client, url: str) -> None:
    response = client.get(url)

    assert response.headers["Cache-Control"] == "public, no-cache"
    assert "X-Robots-Tag" not in response.headers


# --- parts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "part", "content_range"),
    [
        ("bytes=0-99", PDF[:100], f"bytes 0-99/{SIZE}"),
        ("bytes=100-", PDF[100:], f"bytes 100-{SIZE - 1}/{SIZE}"),
        ("bytes=-100", PDF[-100:], f"bytes {SIZE - 100}-{SIZE - 1}/{SIZE}"),
        (f"bytes=0-{SIZE + 5}", PDF, f"bytes 0-{SIZE - 1}/{SIZE}"),
    ],
)
def test_a_part(client: Client, url: str, header: str, part: bytes, content_range: str) -> None:
    response = client.get(url, headers={"Range": header})

    assert response.status_code == 206
    assert body(response) == part
    assert response.headers["Content-Range"] == content_range
    assert response.headers["Content-Length"] == str(len(part))
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["ETag"]


def test_a_part_beyond_the_end(client: Client, url: str) -> None:
    response = client.get(url, headers={"Range": f"bytes={SIZE}-"})

    assert response.status_code == 416
    assert response.content == b""
    assert response.headers["Content-Range"] == f"bytes */{SIZE}"
    assert response.headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("header", ["bytes=9-1", "lines=1-2", "nonsense", "bytes=0-1,5-6"])
def test_a_range_that_is_not_understood_gets_the_whole(
    client: Client, url: str, header: str
) -> None:
    response = client.get(url, headers={"Range": header})

    assert response.status_code == 200
    assert body(response) == PDF
    assert "Content-Range" not in response.headers


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=st.integers(0, SIZE + 10), length=st.integers(1, SIZE + 10))
def test_any_part_is_the_files_own_bytes(client: Client, url: str, first: int, length: int) -> None:
    response = client.get(url, headers={"Range": f"bytes={first}-{first + length - 1}"})

    if first >= SIZE:
        assert response.status_code == 416
    else:
        assert response.status_code == 206
        assert body(response) == PDF[first : first + length]


# --- conditions -----------------------------------------------------------------------------------


def test_what_the_reader_has_already_is_not_sent_again(client: Client, url: str) -> None:
    etag = client.get(url).headers["ETag"]
    for held in (etag, f"W/{etag}", f'"another", {etag}', "*"):
        response = client.get(url, headers={"If-None-Match": held, "Range": "bytes=0-9"})

        assert (response.status_code, response.content) == (304, b"")
        assert response.headers["ETag"] == etag
        assert response.headers["Cache-Control"] == "public, no-cache"
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_another_tag_gets_the_file(client: Client, url: str, version: DocumentVersion) -> None:
    """The tag decides, whatever the date says."""
    since = http_date(version.uploaded_at.timestamp() + 60)
    response = client.get(url, headers={"If-None-Match": '"x"', "If-Modified-Since": since})

    assert response.status_code == 200


@pytest.mark.parametrize(("seconds", "status"), [(-1, 200), (0, 304), (60, 304)])
def test_the_date_the_reader_has_it_from(
    client: Client, url: str, version: DocumentVersion, seconds: int, status: int
) -> None:
    since = http_date(int(version.uploaded_at.timestamp()) + seconds)

    assert client.get(url, headers={"If-Modified-Since": since}).status_code == status


def test_a_date_that_is_none_is_ignored(client: Client, url: str) -> None:
    assert client.get(url, headers={"If-Modified-Since": "yesterday"}).status_code == 200


def test_only_if_it_is_still_the_same(client: Client, url: str, version: DocumentVersion) -> None:
    same = f'"{version.sha256}"'
    before = http_date(version.uploaded_at.timestamp() - 60)

    assert client.get(url, headers={"If-Match": same}).status_code == 200
    assert client.get(url, headers={"If-Match": '"x"'}).status_code == 412
    assert client.get(url, headers={"If-Match": f"W/{same}"}).status_code == 412
    assert client.get(url, headers={"If-Unmodified-Since": before}).status_code == 412


def test_a_download_is_continued_only_on_the_same_bytes(
    client: Client, url: str, version: DocumentVersion
) -> None:
    etag = f'"{version.sha256}"'
    modified = int(version.uploaded_at.timestamp())
    statuses = {
        validator: client.get(
            url, headers={"Range": "bytes=10-19", "If-Range": validator}
        ).status_code
        for validator in (
            etag,
            http_date(modified),
            f"W/{etag}",
            '"another"',
            f'{etag}, "another"',
            http_date(modified - 1),
            http_date(modified + 1),
            "nonsense",
        )
    }

    assert list(statuses.values()) == [206, 206, 200, 200, 200, 200, 200, 200]


def test_an_old_part_beyond_the_end_of_a_new_file_gets_the_whole(client: Client, url: str) -> None:
    headers = {"Range": f"bytes={SIZE}-", "If-Range": '"old"'}

    assert client.get(url, headers=headers).status_code == 200


# --- methods --------------------------------------------------------------------------------------


def test_a_head_request_gets_the_same_headers_and_no_body(client: Client, url: str) -> None:
    got = client.get(url)
    head = client.head(url)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == got.headers


def test_a_head_request_knows_no_range(client: Client, url: str) -> None:
    response = client.head(url, headers={"Range": "bytes=0-9"})

    assert response.status_code == 200
    assert response.headers["Content-Length"] == str(SIZE)
    assert "Content-Range" not in response.headers


def test_a_head_request_is_conditional_too(client: Client, url: str) -> None:
    etag = client.get(url).headers["ETag"]

    assert client.head(url, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_refused(url: str, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    response = getattr(client, method)(url)

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


# --- by whom --------------------------------------------------------------------------------------


def test_nginx_is_handed_the_place_and_sends_the_bytes(
    client: Client, url: str, version: DocumentVersion, settings: Settings
) -> None:
    settings.X_ACCEL_PREFIX = "/_private/"
    for headers in ({}, {"Range": "bytes=0-9"}, {"If-None-Match": "*"}):
        response = client.get(url, headers=headers)

        assert (response.status_code, response.content) == (200, b"")
        assert response.headers["X-Accel-Redirect"] == f"/_private/{version.file.name}"
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["Cache-Control"] == "public, no-cache"
        # nginx names the bytes itself; two opinions would not agree.
        assert response.headers.keys().isdisjoint({"ETag", "Last-Modified", "Accept-Ranges"})


def test_without_nginx_nothing_tells_where_a_file_lies(
    client: Client, url: str, version: DocumentVersion
) -> None:
    headers = str(client.get(url).headers)

    assert "X-Accel-Redirect" not in headers
    assert str(version.file.name).rsplit("/")[-1] not in headers


class Elsewhere(Storage):
    """A storage without a disk: it can open files, and has no path for them."""

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        return ContentFile(PDF, name=name)


def test_a_file_that_is_not_on_this_disk_is_read_and_sent_on(
    client: Client, url: str, version: DocumentVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DocumentVersion._meta.get_field("file"), "storage", Elsewhere())

    assert body(client.get(url)) == PDF
    part = client.get(url, headers={"Range": "bytes=-30"})
    assert (part.status_code, body(part)) == (206, PDF[-30:])


def test_the_file_is_closed_with_the_answer(
    rf: RequestFactory, paper: Publication, version: DocumentVersion
) -> None:
    assert paper.full_text is not None
    served = papers.served(paper.full_text, version, is_open=True)
    response = serving.serve(rf.get("/"), served)
    assert isinstance(response, FileResponse)
    assert response.file_to_stream is not None
    file = response.file_to_stream
    assert file.read(4) == b"%PDF"
    response.close()

    with pytest.raises(ValueError, match="closed"):
        file.read(4)


def test_a_slice_passes_for_a_file_of_its_own() -> None:
    slice_ = FileSlice(io.BytesIO(b"0123456789"), 2, 5)

    assert slice_.read(3) == b"234"
    assert slice_.read() == b"56"
    assert slice_.read(3) == b""
    slice_.seek(2)
    assert slice_.read(100) == b"23456"
    assert slice_.seek(0, io.SEEK_END) == slice_.tell() == 7
    with pytest.raises(io.UnsupportedOperation):
        slice_.fileno()


def test_a_new_version_has_a_new_tag(client: Client, paper: Publication, url: str) -> None:
    before = client.get(url).headers["ETag"]
    assert paper.full_text is not None
    new = ContentFile(making.pdf_bytes(text="Replaced"), name="new.pdf")
    documents.add_version(paper.full_text, new, user=None)
    response = client.get(url, headers={"If-None-Match": before})

    assert response.status_code == 200
    assert body(response) == making.pdf_bytes(text="Replaced")


def test_the_clock_of_the_upload_is_told_in_whole_seconds(
    client: Client, url: str, version: DocumentVersion
) -> None:
    moment = datetime.datetime(2026, 5, 4, 10, 0, 0, 999_999, tzinfo=datetime.UTC)
    DocumentVersion.objects.filter(pk=version.pk).update(uploaded_at=moment)
    response = client.get(url)

    assert moment < timezone.now()
    assert response.headers["Last-Modified"] == "Mon, 04 May 2026 10:00:00 GMT"
    held = {"If-Modified-Since": response.headers["Last-Modified"]}
    assert client.get(url, headers=held).status_code == 304
