"""The nginx configuration of `deploy/`, run by a real nginx before a stand-in for the site."""

import json
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.environment import ROOT, clean_environment
from tests.html import parse, text
from tests.server import ask, find_nginx, free_port, process

NGINX = find_nginx()
SOURCE = ROOT / "deploy" / "nginx"
DOCUMENT = bytes(range(256)) * 512

pytestmark = pytest.mark.skipif(NGINX is None, reason="NOT TESTED WITH NGINX: it is not installed")


class Site(BaseHTTPRequestHandler):
    """Answers as the site does: one address grants a private file, the others echo the request."""

    def do_GET(self) -> None:
        if self.path.startswith("/granted"):
            self._answer(
                b"",
                X_Accel_Redirect="/_private/document/ab/secret name.pdf".replace(" ", "%20"),
                Content_Type="application/pdf",
                Content_Disposition='inline; filename="paper.pdf"',
                Cache_Control="private, no-store",
                Content_Security_Policy="default-src 'none'; sandbox",
                Strict_Transport_Security="max-age=31536000",
                Referrer_Policy="same-origin",
                X_Robots_Tag="noindex",
                Vary="Cookie",
            )
        elif self.path == "/broken":
            self._answer(b"our own page", status=502, Content_Type="text/html")
        else:
            self._answer(json.dumps(dict(self.headers)).encode(), Content_Type="application/json")

    do_HEAD = do_GET  # noqa: N815 - the server looks for this name

    def _answer(self, body: bytes, *, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """pytest's output is no access log."""


@pytest.fixture(scope="module")
def site_port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def configuration(folder: Path, listen: str, ports: dict[str, int], site_port: int) -> Path:
    """The shipped files with this machine's ports and folders, and less patience with the site."""
    shutil.copytree(SOURCE, folder, dirs_exist_ok=True)
    shutil.copy(folder / "listen" / f"{listen}.conf", folder / "server.conf")
    for file in folder.glob("*.conf"):
        text = file.read_text().replace("/tmp/", f"{folder}/")  # noqa: S108
        text = text.replace("web:8000", f"127.0.0.1:{site_port}")
        text = text.replace("/srv/ifri/private/", f"{folder}/private/")
        text = text.replace("proxy_read_timeout 120s", "proxy_read_timeout 1s")
        for shipped, here in ports.items():
            text = text.replace(f"listen {shipped}", f"listen 127.0.0.1:{here}")
        file.write_text(text)
    if os.geteuid() == 0:
        # Workers drop to a user who may not enter this test's folder.
        main = folder / "nginx.conf"
        main.write_text("user root;\n" + main.read_text())
    private = folder / "private" / "document" / "ab"
    private.mkdir(parents=True)
    (private / "secret name.pdf").write_bytes(DOCUMENT)
    return folder / "nginx.conf"


def command(path: Path, *options: str) -> list[str | Path]:
    assert NGINX is not None
    return [NGINX, "-e", path.parent / "error.log", "-c", path, *options]


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, site_port: int) -> Iterator[int]:
    """Where nginx listens, configured as behind a load balancer."""
    folder = tmp_path_factory.mktemp("nginx")
    here = free_port()
    path = configuration(folder, "plain", {"8080": here}, site_port)
    with process(
        command(path, "-g", "daemon off;"), clean_environment(), here, folder / "nginx.log"
    ):
        yield here


def test_a_granted_file_is_sent_by_nginx(port: int) -> None:
    answer = ask(port, "/granted")

    assert (answer.status, answer.body) == (200, DOCUMENT)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'inline; filename="paper.pdf"'
    assert answer.headers["cache-control"] == "private, no-store"
    assert "x-accel-redirect" not in answer.headers


def test_a_granted_file_keeps_the_headers_that_keep_it_harmless(port: int) -> None:
    headers = ask(port, "/granted").headers

    assert headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-robots-tag"] == "noindex"
    assert headers["vary"] == "Cookie"
    assert "x-frame-options" not in headers


def test_the_private_folder_has_no_address(port: int) -> None:
    for path in (
        "/_private/document/ab/secret%20name.pdf",
        "/_private/",
        "/x/../_private/document/ab/secret%20name.pdf",
        "//_private/document/ab/secret%20name.pdf",
    ):
        answer = ask(port, path)
        assert answer.status == 404, path
        assert DOCUMENT[:64] not in answer.body


def test_ranges_of_a_granted_file(port: int) -> None:
    part = ask(port, "/granted", Range="bytes=100-199")
    assert (part.status, part.body) == (206, DOCUMENT[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(DOCUMENT)}"

    beyond = ask(port, "/granted", Range=f"bytes={len(DOCUMENT)}-")
    assert beyond.status == 416


def test_conditional_requests_for_a_granted_file(port: int) -> None:
    tag = ask(port, "/granted").headers["etag"]

    assert ask(port, "/granted", If_None_Match=tag).status == 304
    assert ask(port, "/granted", Range="bytes=0-9", If_Range=tag).status == 206
    whole = ask(port, "/granted", Range="bytes=0-9", If_Range='"another"')
    assert (whole.status, len(whole.body)) == (200, len(DOCUMENT))


def test_a_head_request_has_no_body(port: int) -> None:
    answer = ask(port, "/granted", method="HEAD")

    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-length"] == str(len(DOCUMENT))


def test_what_a_reader_claims_about_themselves_stops_at_nginx(port: int) -> None:
    answer = ask(
        port,
        "/echo",
        Host="www.example.org",
        X_Forwarded_For="203.0.113.9",
        X_Real_IP="203.0.113.9",
        X_Forwarded_Host="evil.example",
        X_Forwarded_Proto="https",
        Forwarded="for=203.0.113.9",
        Proxy="http://evil.example",
    )
    seen = {name.lower(): value for name, value in json.loads(answer.body).items()}

    assert seen["host"] == "www.example.org"
    assert seen["x-forwarded-for"] == seen["x-real-ip"] == "127.0.0.1"
    assert seen["x-forwarded-proto"] == "https"
    assert seen.keys().isdisjoint({"x-forwarded-host", "forwarded", "proxy"})


def logged(port: int, folder: Path, *lines: str) -> str:
    """The log once it holds these lines: nginx writes one only after its answer has left."""
    for _ in range(200):
        log = next(folder.glob("nginx*/nginx.log")).read_text()
        if all(line in log for line in lines):
            return log
        ask(port, "/echo")
    raise AssertionError(f"{lines} are not all in the log:\n{log}")


def test_a_secret_in_the_query_string_is_not_logged(
    port: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ask(port, "/granted?grant=s3cr3t-value", Referer="https://x.example/?grant=s3cr3t-value")
    log = logged(port, tmp_path_factory.getbasetemp(), '"GET /granted HTTP/1.1" 200')
    assert "s3cr3t" not in log


def test_nor_is_one_in_the_path(port: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    ask(port, "/en/press/s3cr3t-token/paper.pdf?x=1")
    ask(port, "/en/preview/s3cr3t-token/cover.webp?x=1")
    log = logged(
        port,
        tmp_path_factory.getbasetemp(),
        '"GET /en/press/.../paper.pdf HTTP/1.1" 200',
        '"GET /en/preview/... HTTP/1.1" 200',
    )
    assert "s3cr3t" not in log


# --- when the site is down --------------------------------------------------------------------------


@pytest.fixture(params=["gone", "hanging"])
def port_without_a_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[int]:
    """nginx before a port at which nothing listens, and before one that listens and says nothing."""
    here = free_port()
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        if request.param == "hanging":
            silent.listen()
        path = configuration(tmp_path, "plain", {"8080": here}, silent.getsockname()[1])
        with process(
            command(path, "-g", "daemon off;"), clean_environment(), here, tmp_path / "nginx.log"
        ):
            yield here


def test_readers_are_asked_in_both_languages_to_come_back(port_without_a_site: int) -> None:
    answer = ask(port_without_a_site, "/fr/publications/?q=x")

    assert answer.status == 503
    assert answer.headers["retry-after"] == "60"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    shown = parse(answer.body.decode())
    assert text(shown, "h1") == ["Back in a moment"]
    assert text(shown, "section[lang=fr] h2") == ["De retour dans un instant"]


def test_it_asks_for_nothing_that_would_not_answer_either(port_without_a_site: int) -> None:
    answer = ask(port_without_a_site, "/")
    assert b"href" not in answer.body
    assert b"src=" not in answer.body


def test_an_error_page_of_the_site_stays_its_own(port: int) -> None:
    answer = ask(port, "/broken")
    assert (answer.status, answer.body) == (502, b"our own page")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate with")
def test_the_tls_configuration_is_sound_and_redirects(tmp_path: Path, site_port: int) -> None:
    plain, tls = free_port(), free_port()
    path = configuration(tmp_path, "tls", {"8080": plain, "8443": tls}, site_port)
    keys = tmp_path / "tls"
    keys.mkdir(exist_ok=True)
    subprocess.run(
        (
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=localhost"),
            *("-keyout", keys / "privkey.pem", "-out", keys / "fullchain.pem"),
        ),
        check=True,
        capture_output=True,
    )
    checked = subprocess.run(command(path, "-t"), capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr

    with process(
        command(path, "-g", "daemon off;"), clean_environment(), tls, tmp_path / "nginx.log"
    ):
        answer = ask(plain, "/en/?page=2", Host="www.example.org")
    assert answer.status == 308
    assert answer.headers["location"] == "https://www.example.org/en/?page=2"
