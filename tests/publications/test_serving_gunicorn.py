"""The same bytes through a real gunicorn, which sends them from the disk with `sendfile`."""

import http.client
import json
import re
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.environment import clean_environment
from tests.making import pdf_bytes
from tests.server import ask, free_port, manage, process, run

# Larger than what a socket takes at once.
PDF = pdf_bytes(pages=1500, text="Sent by gunicorn: page")
SIZE = len(PDF)

MAKE = """
import json, django
django.setup()
from publications.enums import Access
from publications.enums import Passage
from publications.gate.passing import Answers, pass_gate
from publications.images import cover_url
from tests import making
pdf = making.pdf_bytes(pages=1500, text="Sent by gunicorn: page")
free = making.published(slug="free", access=Access.OPEN, pdf=pdf)
gated = making.published(slug="gated", pdf=pdf)
(link,) = pass_gate(
    gated, language="en", passage=Passage.ADDRESS, answers=Answers("reader@example.org")
)
with free.cover_image.open() as cover:
    print(json.dumps({"free": free.pdf_path(), "gated": link.url, "cover": cover_url(free),
                      "cover_bytes": cover.read().hex()}))
"""


@dataclass(frozen=True)
class Site:
    port: int
    log: Path
    free: str
    gated: str
    cover: str
    cover_bytes: str


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("gunicorn")
    port = free_port()
    environment = clean_environment(
        VAR_DIR=folder / "var",
        PORT=str(port),
        # One thread: an answer's line is in the log before the next request is taken.
        WEB_CONCURRENCY="1",
        WEB_THREADS="1",
        DJANGO_SETTINGS_MODULE="ifri.settings",
        # Whoever turns the access log on still gets no secrets in it.
        GUNICORN_CMD_ARGS="--access-logfile -",
    )
    done = manage(environment, "migrate", "--noinput", "--verbosity=0")
    assert done.returncode == 0, done.stderr
    made = run(environment, "-c", MAKE)
    assert made.returncode == 0, made.stderr
    log = folder / "gunicorn.log"
    with process([sys.executable, "-m", "gunicorn"], environment, port, log):
        yield Site(port=port, log=log, **json.loads(made.stdout.splitlines()[-1]))


def test_the_whole_file(site: Site) -> None:
    answer = ask(site.port, site.free)

    assert answer.status == 200
    assert answer.body == PDF
    assert answer.headers["content-length"] == str(SIZE)
    assert "transfer-encoding" not in answer.headers


@hypothesis_settings(max_examples=60, deadline=None)
@given(first=st.integers(0, SIZE + 10), length=st.integers(1, SIZE))
@example(first=0, length=1)
@example(first=0, length=SIZE)
@example(first=SIZE - 1, length=1)
@example(first=65_536, length=65_536)
@example(first=65_535, length=SIZE)
def test_any_part_is_the_files_own_bytes(site: Site, first: int, length: int) -> None:
    last = first + length - 1
    answer = ask(site.port, site.free, Range=f"bytes={first}-{last}")

    if first >= SIZE:
        assert (answer.status, answer.body) == (416, b"")
        assert answer.headers["content-range"] == f"bytes */{SIZE}"
    else:
        assert answer.status == 206
        assert answer.body == PDF[first : last + 1]
        assert answer.headers["content-range"] == f"bytes {first}-{min(last, SIZE - 1)}/{SIZE}"
        assert answer.headers["content-length"] == str(len(answer.body))


@hypothesis_settings(max_examples=20, deadline=None)
@given(length=st.integers(1, SIZE + 10))
def test_any_end_is_the_files_own_bytes(site: Site, length: int) -> None:
    answer = ask(site.port, site.free, Range=f"bytes=-{length}")

    assert (answer.status, answer.body) == (206, PDF[-length:])


def test_many_requests_on_one_connection_stay_apart(site: Site) -> None:
    """One byte too many or too few in an answer, and the next one is unreadable."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    etag = ask(site.port, site.free, method="HEAD").headers["etag"]
    script = [
        ("GET", {"Range": "bytes=10-19"}, 206, PDF[10:20]),
        ("HEAD", {}, 200, b""),
        ("GET", {"If-None-Match": etag}, 304, b""),
        ("GET", {"Range": f"bytes={SIZE}-"}, 416, b""),
        ("GET", {}, 200, PDF),
        ("HEAD", {"Range": "bytes=0-9"}, 200, b""),
        ("GET", {"Range": "bytes=-10"}, 206, PDF[-10:]),
    ]
    try:
        for method, headers, status, body in script * 2:
            connection.request(method, site.free, headers=headers)
            response = connection.getresponse()
            assert (response.status, response.read()) == (status, body)
    finally:
        connection.close()


def test_head_and_get_have_the_same_headers(site: Site) -> None:
    got, head = (ask(site.port, site.free, method=method).headers for method in ("GET", "HEAD"))
    got.pop("date")
    head.pop("date")

    assert head == got


def test_a_reader_who_goes_away_disturbs_no_other(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", site.port), timeout=5) as reader:
        reader.sendall(f"GET {site.free} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        assert reader.recv(12) == b"HTTP/1.1 200"

    assert ask(site.port, site.free).body == PDF


def test_a_link_opens_its_file_and_an_altered_one_does_not(site: Site) -> None:
    answer = ask(site.port, site.gated, Range="bytes=0-99")
    assert (answer.status, answer.body) == (206, PDF[:100])
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers

    altered = ask(site.port, site.gated.replace("grant=", "grant=x"))
    assert altered.status == 302
    assert altered.headers["location"] == "/en/publications/gated/?link=invalid#download"


def test_a_cover_is_sent_the_same_way(site: Site) -> None:
    answer = ask(site.port, site.cover)

    assert (answer.status, answer.body) == (200, bytes.fromhex(site.cover_bytes))


def test_the_log_holds_no_link(site: Site) -> None:
    token = site.gated.partition("grant=")[2]
    ask(site.port, site.gated)
    ask(site.port, site.free, Referer=f"http://127.0.0.1{site.gated}")
    ask(site.port, "/health/live")
    written = site.log.read_text()

    assert re.search(r'"GET /en/publications/gated/gated\.pdf HTTP/1\.1" 200', written)
    assert token not in written
    assert "grant=" not in written
