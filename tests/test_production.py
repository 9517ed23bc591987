"""The production configuration started for real: gunicorn, PostgreSQL, https, DEBUG off."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection

from tests.environment import ROOT, clean_environment
from tests.server import Answer, ask, free_port, manage, process

pytestmark = [
    pytest.mark.production,
    pytest.mark.skipif(
        "TEST_DATABASE_URL" not in os.environ or not os.environ["TEST_DATABASE_URL"].strip(),
        reason="production runs on PostgreSQL: tested in the PostgreSQL run",
    ),
]

HOST = "think-tank.example"


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    """A new, empty database beside the tests' own."""
    address = os.environ["TEST_DATABASE_URL"].strip().replace("postgres://", "postgresql://", 1)
    name = f"ifri_production_{secrets.token_hex(4)}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    yield urlunsplit(urlsplit(address)._replace(scheme="postgres", path=f"/{name}"))
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def environment(
    tmp_path_factory: pytest.TempPathFactory, database_url: str, postgresql: None
) -> dict[str, str]:
    """What docker-compose.yml sets."""
    return clean_environment(
        SITE_URL=f"https://{HOST}",
        SECRET_KEY=secrets.token_hex(50),
        DATABASE_URL=database_url,
        EMAIL_URL="smtp+tls://user:password@mail.example:587",
        DEFAULT_FROM_EMAIL=f"publications@{HOST}",
        PRIVACY_CONTACT=f"privacy@{HOST}",
        X_ACCEL_PREFIX="/_private/",
        VAR_DIR=tmp_path_factory.mktemp("production") / "var",
        PORT=str(free_port()),
    )


@pytest.fixture(scope="module")
def postgresql() -> None:
    assert connection.vendor == "postgresql"


@dataclass
class Site:
    port: int
    environment: dict[str, str]
    process: subprocess.Popen[str]
    log: Path

    def ask(self, path: str, *, scheme: str = "https", host: str = HOST, **headers: str) -> Answer:
        """As nginx would: the reader's scheme in a header."""
        return ask(self.port, path, Host=host, X_Forwarded_Proto=scheme, **headers)


@pytest.fixture(scope="module")
def site(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    for arguments in (("migrate", "--noinput"), ("collectstatic", "--noinput")):
        done = manage(environment, *arguments)
        assert done.returncode == 0, done.stderr
    port = int(environment["PORT"])
    log = tmp_path_factory.mktemp("gunicorn") / "gunicorn.log"
    gunicorn = [sys.executable, "-m", "gunicorn"]
    with process(gunicorn, environment, port, log) as server:
        yield Site(port, environment, server, log)


def test_the_deployment_check_is_clean(environment: dict[str, str]) -> None:
    done = manage(environment, "check", "--deploy", "--fail-level", "DEBUG")

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "System check identified no issues (0 silenced)."


def test_before_the_migrations_the_site_is_alive_but_not_ready(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """An empty database: the probe keeps nginx from sending readers to a page of errors."""
    empty = environment["DATABASE_URL"].replace("ifri_production_", "ifri_empty_")
    server_address = os.environ["TEST_DATABASE_URL"].strip().replace("postgres:", "postgresql:", 1)
    name = urlsplit(empty).path.strip("/")
    with psycopg.connect(server_address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            unready = environment | {"DATABASE_URL": empty, "PORT": str(free_port())}
            port = int(unready["PORT"])
            gunicorn = [sys.executable, "-m", "gunicorn"]
            with process(gunicorn, unready, port, tmp_path / "log"):
                live = ask(port, "/health/live", Host=HOST)
                ready = ask(port, "/health/ready", Host=HOST)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    assert (live.status, live.body) == (200, b"ok")
    assert ready.status == 503
    assert json.loads(ready.body) == {
        "status": "failing",
        "database": "ok",
        "migrations": "failing",
        "storage": "ok",
    }


def test_health(site: Site) -> None:
    live, ready = site.ask("/health/live"), site.ask("/health/ready")

    assert (live.status, live.body) == (200, b"ok")
    assert (ready.status, json.loads(ready.body)["status"]) == (200, "ok")


def test_the_containers_probe_finds_the_site_healthy(site: Site) -> None:
    done = subprocess.run(
        (sys.executable, "deploy/probe.py", "/health/ready"),
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_plain_http_is_redirected_and_other_hosts_are_refused(site: Site) -> None:
    plain = site.ask("/en/", scheme="http")
    assert (plain.status, plain.headers["location"]) == (301, f"https://{HOST}/en/")

    other = site.ask("/en/", host="evil.example")
    assert other.status == 400
    assert b"Traceback" not in other.body


def test_a_page_carries_the_security_headers(site: Site) -> None:
    home = site.ask("/en/")

    assert home.status == 200
    assert home.headers["strict-transport-security"].startswith("max-age=31536000")
    assert home.headers["x-content-type-options"] == "nosniff"
    assert home.headers["x-frame-options"] == "DENY"
    assert home.headers["referrer-policy"] == "same-origin"
    policy = home.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy


def test_cookies_are_for_https_alone(site: Site) -> None:
    cookie = site.ask("/admin/login/").headers["set-cookie"]

    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_an_error_tells_nothing(site: Site) -> None:
    missing = site.ask("/en/publications/no-such-paper/")

    assert missing.status == 404
    for word in (b"Traceback", b"urlpatterns", b"DEBUG", b"ifri.urls"):
        assert word not in missing.body


def test_static_files_are_named_by_their_content_and_kept(site: Site) -> None:
    manifest = Path(site.environment["VAR_DIR"]) / "static" / "staticfiles.json"
    hashed: dict[str, str] = json.loads(manifest.read_text())["paths"]
    style = site.ask(f"/static/{hashed['admin/css/base.css']}", Accept_Encoding="gzip")

    assert style.status == 200
    assert "immutable" in style.headers["cache-control"]
    assert style.headers["content-encoding"] == "gzip"


def test_nothing_below_var_has_an_address(site: Site) -> None:
    """The generated names are unguessable; the folder would answer to none of them anyway."""
    private = Path(site.environment["VAR_DIR"]) / "private"
    private.mkdir(exist_ok=True)
    (private / "known.pdf").write_bytes(b"%PDF-1.7")
    for path in (
        "/_private/known.pdf",
        "/media/known.pdf",
        "/static/../private/known.pdf",
        "/static/%2e%2e/private/known.pdf",
        "/private/known.pdf",
        "/var/private/known.pdf",
    ):
        assert site.ask(path).status == 404, path


def test_the_end_is_graceful(site: Site) -> None:
    """The last test of this file: SIGTERM ends the site with status 0 and no traceback."""
    site.process.terminate()

    assert site.process.wait(timeout=20) == 0
    ending = site.log.read_text().partition("Handling signal: term")[2]
    assert "Shutting down: Master" in ending
    assert "Traceback" not in ending
