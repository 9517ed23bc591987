"""What a request says of its encoding breaks no page and changes no answer."""

import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

import pytest
from django.core import signals
from django.core.cache import caches
from django.db import close_old_connections
from pytest_django import Settings

from ifri.wsgi import application
from tests import making

pytestmark = pytest.mark.django_db
NO_TEXT = ["hex", "base64", "rot13", "zlib", "idna", "punycode", "undefined"]
FOREIGN = [*NO_TEXT, "utf-16", "raw_unicode_escape"]
UNREADABLE = [
    "text/plain; x*=nope''a",
    "text/plain; x*=idna''a",
    "text/plain; x*=undefined''a",
    "text/plain; x*0*=a; x*=utf-8''a",
    f"text/plain; x*{'9' * 5000}=1",
]
NAMED = [f"text/plain; charset={each}" for each in FOREIGN]


@pytest.fixture(autouse=True)
def _in_the_tests_own_connection() -> Iterator[None]:
    signals.request_started.disconnect(close_old_connections)
    yield
    signals.request_started.connect(close_old_connections)


@pytest.fixture
def _with_a_cache(settings: Settings) -> Iterator[None]:
    settings.PAGE_CACHE_SECONDS = 60
    caches["pages"].clear()
    yield
    caches["pages"].clear()


def ask(address: str, kind: str = "", body: bytes | None = None) -> tuple[str, bytes]:
    """As gunicorn does: Django's test client makes its request without the application."""
    parts = urlsplit(address)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET" if body is None else "POST",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "HTTP_HOST": "localhost",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body or b"")),
        "wsgi.input": io.BytesIO(body or b""),
    }
    setup_testing_defaults(environ)
    said: list[str] = []
    content = b"".join(application(environ, lambda status, _headers: said.append(status)))
    return said[0], content


@pytest.mark.parametrize(
    "address",
    ["/en/publications/?q=%5Cud800abc", "/en/suggest/?q=%5Cud800abc", "/en/newsletter/?link=a"],
)
def test_an_address_reads_the_same_whatever_is_said_of_it(address: str) -> None:
    making.published("War and Wires")
    plain = ask(address)
    assert plain[0] in ("200 OK", "404 Not Found")
    for kind in [*NAMED, *UNREADABLE]:
        assert _evened(ask(address, kind)) == _evened(plain)


def _evened(answer: tuple[str, bytes]) -> tuple[str, list[bytes]]:
    status, content = answer
    return status, [each for each in content.splitlines() if b"csrfmiddlewaretoken" not in each]


@pytest.mark.usefixtures("_with_a_cache")
def test_no_page_is_kept_under_the_address_of_another() -> None:
    for number in range(25):
        making.published(f"Paper {number}")
    for kind in NAMED:
        caches["pages"].clear()
        ask("/en/publications/?page=2", kind)
        first, second = ask("/en/publications/?page=1"), ask("/en/publications/?page=2")
        assert first[0] == second[0] == "200 OK"
        assert first[1] != second[1]


@pytest.mark.parametrize("kind", [*(f"boundary=b; charset={each}" for each in FOREIGN), "x*=a''"])
def test_a_form_in_another_encoding_is_refused(kind: str) -> None:
    answer = ask("/en/follow/stop/", f"multipart/form-data; {kind}", _form())
    assert answer == (
        "400 Bad Request",
        b"The Content-Type cannot be read. Forms are taken in UTF-8 alone.\n",
    )


@pytest.mark.parametrize("kind", ["", "; charset=utf-8", '; charset="UTF8"'])
def test_one_in_ours_is_taken(kind: str) -> None:
    answer = ask("/en/follow/stop/", f"multipart/form-data; boundary=b{kind}", _form())
    assert answer[0] == "200 OK"


def _form() -> bytes:
    return b'--b\r\nContent-Disposition: form-data; name="link"\r\n\r\n\\ud800abc\r\n--b--\r\n'
