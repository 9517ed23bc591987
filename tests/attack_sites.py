"""One site with everything an attacker wants in it, set up in the three ways that files are sent."""

import http.client
import json
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from tests.attack_world import World
from tests.bucket_name import BUCKET
from tests.environment import clean_environment
from tests.server import Answer, ask, free_port, manage, process, run
from tests.test_nginx import command, configuration

WAYS = ("gunicorn", "nginx", "bucket")

REFUSALS = {301, 302, 308, 400, 403, 404, 405, 410, 414}
FILE = re.compile(rb"%PDF-|RIFF....WEBP", re.DOTALL)

_MAKE = (
    "import json, django; django.setup(); from tests import attack_world; "
    "print(json.dumps(attack_world.make()))"
)


@dataclass(frozen=True)
class Target:
    port: int
    way: str
    folder: Path
    world: World

    def ask(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        return ask(self.port, path, method=method, **headers)

    def read(self, path: str, **headers: str) -> Answer:
        """As a browser: a link to the bucket is followed."""
        answer = self.ask(path, **headers)
        location = answer.headers.get("location", "")
        if self.way == "bucket" and BUCKET in location:
            return self.ask(f"/_bucket?{quote(location, safe='')}", **headers)
        return answer

    def post(self, path: str, **form: str) -> Answer:
        """A form filled in by a browser that has just opened its page."""
        page = self.ask(path)
        found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.body)
        assert found is not None
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": page.headers["set-cookie"].partition(";")[0],
            }
            body = urlencode(form | {"csrfmiddlewaretoken": found[1].decode()})
            connection.request("POST", path, body, headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def refuses(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        """Nothing of a file is in the answer, nor where it lies, nor what it would be."""
        answer = self.ask(path, method=method, **headers)
        what = (self.way, method, path, headers, answer.status, answer.headers)
        assert answer.status in REFUSALS, what
        assert not FILE.search(answer.body), what
        assert answer.headers.keys().isdisjoint({"etag", "x-accel-redirect", "content-range"}), what
        assert not answer.headers.get("content-type", "").startswith(("application/", "image/"))
        assert "public" not in answer.headers.get("cache-control", ""), what
        if "location" in answer.headers:
            location = urlsplit(answer.headers["location"])
            # On this site, and to a page.
            assert location.netloc in ("", f"127.0.0.1:{self.port}"), what
            assert not location.path.endswith(".pdf"), what
        said = answer.body.replace(path.encode(), b"").decode(errors="replace")
        told = said + str(answer.headers.values())
        names = [name.rpartition("/")[2] for name in self.world["stored"]]
        assert not [name for name in names if name in told and name not in path], what
        return answer


def make(folder: Path) -> World:
    """The site's folder and database, made once and copied for each way."""
    environment = _environment(folder, free_port())
    for arguments in (("migrate", "--verbosity=0"), ("collectstatic", "--noinput", "-v0")):
        done = manage(environment, *arguments)
        assert done.returncode == 0, done.stderr
    made = run(environment, "-c", _MAKE)
    assert made.returncode == 0, made.stderr
    world: World = json.loads(made.stdout.splitlines()[-1])
    return world


@contextmanager
def site(way: str, made: Path, world: World, folder: Path) -> Iterator[Target]:
    shutil.copytree(made, folder, dirs_exist_ok=True)
    port, front = free_port(), free_port()
    environment = _environment(folder, port)
    gunicorn = [sys.executable, "-m", "gunicorn"]
    if way == "nginx":
        environment["X_ACCEL_PREFIX"] = "/_private/"
    if way == "bucket":
        gunicorn.append("tests.bucket_site:application")
        environment |= {
            "S3_BUCKET": BUCKET,
            "S3_REGION": "eu-west-3",
            "S3_ACCESS_KEY": "testing",
            "S3_SECRET_KEY": "testing",
        }
    with ExitStack() as stack:
        stack.enter_context(process(gunicorn, environment, port, folder / "gunicorn.log"))
        if way == "nginx":
            path = configuration(folder, "plain", {"8080": front}, port)
            nginx = command(path, "-g", "daemon off;")
            stack.enter_context(process(nginx, environment, front, folder / "nginx.log"))
        yield Target(front if way == "nginx" else port, way, folder, world)


def _environment(folder: Path, port: int) -> dict[str, str]:
    return clean_environment(
        VAR_DIR=folder,
        PORT=str(port),
        WEB_CONCURRENCY="1",
        DJANGO_SETTINGS_MODULE="ifri.settings",
        # Whoever turns the access log on still gets no secrets in it.
        GUNICORN_CMD_ARGS="--access-logfile -",
    )


def address(slug: str, kind: str = "full_text", world: World | None = None) -> str:
    page = f"/en/publications/{slug}/"
    if kind == "full_text":
        return f"{page}{slug}.pdf"
    assert world is not None
    return f"{page}files/{world['papers'][slug]['documents'][kind]}/tables.pdf"


def granted(path: str, token: str) -> str:
    return f"{path}?{urlencode({'grant': token})}"
