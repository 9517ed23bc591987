"""What an attacker tries, against real processes: gunicorn alone, behind nginx, and with a bucket.

Every attack must be refused with nothing of a file in the answer; beside each group stands the
lawful way that looks most like it, which must work.
"""

import http.client
import json
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest

from tests.attack_world import HIDDEN, World
from tests.bucket_name import BUCKET
from tests.environment import clean_environment
from tests.server import Answer, ask, free_port, manage, process, run
from tests.test_nginx import NGINX, command, configuration

pytestmark = pytest.mark.production

MAKE = (
    "import json, django; django.setup(); from tests import attack_world; "
    "print(json.dumps(attack_world.make()))"
)
REFUSALS = {301, 302, 308, 400, 403, 404, 405, 410, 414}
FILES = re.compile(rb"%PDF-|RIFF....WEBP", re.DOTALL)


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
        if self.way == "bucket" and answer.status == 302:
            location = answer.headers["location"]
            if urlsplit(location).hostname:
                return self.ask(f"/_bucket?{quote(location, safe='')}", **headers)
        return answer

    def refuses(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        answer = self.ask(path, method=method, **headers)
        what = (self.way, method, path, headers, answer.status)
        assert answer.status in REFUSALS, what
        assert not FILES.search(answer.body), what
        assert "etag" not in answer.headers, what
        assert "x-accel-redirect" not in answer.headers, what
        assert "public" not in answer.headers.get("cache-control", ""), what
        if "location" in answer.headers:
            location = urlsplit(answer.headers["location"])
            # On this site, and to a page.
            assert location.netloc in ("", f"127.0.0.1:{self.port}"), what
            assert BUCKET not in answer.headers["location"], what
            assert not location.path.endswith(".pdf") or "/admin/" in path, what
        for name in self.world["stored"]:
            assert name.rpartition("/")[2].encode() not in answer.body.replace(
                path.encode(), b""
            ), what
        return answer


@pytest.fixture(
    scope="module",
    params=[
        "gunicorn",
        pytest.param(
            "nginx",
            marks=pytest.mark.skipif(NGINX is None, reason="NOT ATTACKED BEHIND NGINX: none here"),
        ),
        "bucket",
    ],
)
def target(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Target]:
    way, folder = request.param, tmp_path_factory.mktemp(request.param)
    port, front = free_port(), free_port()
    settings = {
        "VAR_DIR": str(folder),
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
        "DJANGO_SETTINGS_MODULE": "ifri.settings",
    }
    if way == "nginx":
        settings["X_ACCEL_PREFIX"] = "/_private/"
    if way == "bucket":
        settings |= {
            "S3_BUCKET": BUCKET,
            "S3_REGION": "eu-west-3",
            "S3_ACCESS_KEY": "testing",
            "S3_SECRET_KEY": "testing",
            "WORLD": str(folder / "world.json"),
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
        }
    environment = clean_environment(**settings) | {
        name: value for name, value in settings.items() if name.startswith("S3_")
    }
    for arguments in (("migrate", "--verbosity=0"), ("collectstatic", "--noinput", "-v0")):
        done = manage(environment, *arguments)
        assert done.returncode == 0, done.stderr
    with ExitStack() as stack:
        gunicorn = [sys.executable, "-m", "gunicorn"]
        if way == "bucket":
            gunicorn.append("tests.bucket_site:application")
        else:
            made = run(environment, "-c", MAKE)
            assert made.returncode == 0, made.stderr
        stack.enter_context(process(gunicorn, environment, port, folder / "gunicorn.log"))
        if way == "nginx":
            path = configuration(folder, "plain", {"8080": front}, port)
            nginx = command(path, "-g", "daemon off;")
            stack.enter_context(process(nginx, environment, front, folder / "nginx.log"))
        text = (
            (folder / "world.json").read_text() if way == "bucket" else made.stdout.splitlines()[-1]
        )
        yield Target(front if way == "nginx" else port, way, folder, json.loads(text))


# --- the lawful ways ------------------------------------------------------------------------------


def address(slug: str, kind: str = "full_text", world: World | None = None) -> str:
    page = f"/en/publications/{slug}/"
    if kind == "full_text":
        return f"{page}{slug}.pdf"
    assert world is not None
    return f"{page}files/{world['papers'][slug]['documents'][kind]}/tables.pdf"


def granted(path: str, token: str) -> str:
    return f"{path}?{urlencode({'grant': token})}"


def test_who_may_have_it_gets_exactly_its_bytes(target: Target) -> None:
    papers = target.world["papers"]
    link = granted(address("gated"), target.world["grants"]["valid"]["full_text"])
    for path, slug in ((address("open"), "open"), (link, "gated")):
        answer = target.read(path)
        assert (answer.status, answer.body.hex()) == (200, papers[slug]["current"])
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["content-disposition"].startswith("inline; filename")
        part = target.read(path, Range="bytes=10-29")
        assert (part.status, part.body) == (206, bytes.fromhex(papers[slug]["current"])[10:30])


def test_an_offered_version_too(target: Target) -> None:
    papers = target.world["papers"]
    pk = papers["gated"]["documents"]["full_text"]
    path = f"/en/publications/gated/files/{pk}/gated-v2.pdf"
    answer = target.read(granted(path, target.world["grants"]["valid"]["full_text"]))

    assert answer.body.hex() == papers["gated"]["offered"]


def test_head_says_how_much_and_nothing_more(target: Target) -> None:
    path = address("open")
    answer = target.ask(path, method="HEAD")

    assert (answer.status, answer.body) == (200, b"")
    size = len(bytes.fromhex(target.world["papers"]["open"]["current"]))
    assert answer.headers["content-length"] == str(size)


def test_a_link_to_the_bucket_is_short_lived_and_names_one_file(target: Target) -> None:
    if target.way != "bucket":
        pytest.skip("there is none")
    answer = target.ask(granted(address("gated"), target.world["grants"]["valid"]["full_text"]))
    location = urlsplit(answer.headers["location"])

    assert answer.status == 302
    assert "X-Amz-Expires=60" in location.query
    assert "X-Amz-Signature=" in location.query
    assert "response-content-disposition=inline" in location.query
    assert location.path.endswith(".pdf")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-robots-tag"] == "noindex"


def test_what_shared_caches_may_keep(target: Target) -> None:
    link = granted(address("gated"), target.world["grants"]["valid"]["full_text"])
    gated = target.ask(link).headers
    assert "private" in gated["cache-control"]
    assert gated["referrer-policy"] == "no-referrer"
    assert gated["x-robots-tag"] == "noindex"
    assert "set-cookie" not in gated
    page = target.ask("/en/publications/gated/download/").headers
    assert "no-store" in page["cache-control"]
    assert "Cookie" in page["vary"]
    cover = target.ask(target.world["papers"]["gated"]["cover"])
    assert (cover.status, cover.headers["cache-control"]) == (200, "public, max-age=60")


# --- guessed paths --------------------------------------------------------------------------------

PREFIXES = [
    "/",
    "//",
    "/media/",
    "/private/",
    "/var/private/",
    "/_private/",
    "//_private/",
    "/x/../_private/",
    "/_private/../_private/",
    "/%5fprivate/",
    "/_private%2f",
    "/static/",
    "/static/../private/",
    "/static/..%2f..%2fprivate/",
    "/static/%2e%2e/private/",
    "/static/..%5c..%5cprivate%5c",
    "/static/%c0%ae%c0%ae/private/",
    "/static/%ef%bc%8e%ef%bc%8e/private/",
    "/static/....//private/",
    "/images/",
    "/images/../private/",
    "/images/publications/open/",
    "/images/publications/open/..%2f..%2f..%2fprivate%2f",
    "/en/publications/open/files/1/",
    "/en/publications/open/files/1/..%2f..%2f..%2f..%2f..%2fprivate%2f",
    "/admin/",
    "/private-papers/",
    "/en/../private/",
    "/%00/private/",
]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_no_path_leads_to_a_stored_name(target: Target, prefix: str) -> None:
    for name in target.world["stored"][::19]:
        target.refuses(f"{prefix}{name}")
        target.refuses(f"{prefix}{name}", Range="bytes=0-99")
        target.refuses(f"{prefix}{name}", method="HEAD")
        target.refuses(f"{prefix}{quote(name, safe='')}")


VARIANTS = [
    "/en/publications/gated/gated.pdf",
    "/fr/publications/gated/gated.pdf",
    "/EN/publications/gated/gated.pdf",
    "/en/publications/GATED/GATED.pdf",
    "/en/publications/gated/gated.PDF",
    "/en/publications/gated/gated%2epdf",
    "/en/publications/g%61ted/gate%64.pdf",
    "/en/publications/gated/gated.pdf/",
    "/en/publications/gated//gated.pdf",
    "/en/publications/gated/./gated.pdf",
    "/en/publications/open/../gated/gated.pdf",
    "/en/publications/open%2f..%2fgated/gated.pdf",
    "/en/publications/%ef%bd%87ated/%ef%bd%87ated.pdf",
    "/en/publications/gate%cc%81d/gated.pdf",
    "/en/publications/gated%00/gated.pdf",
    "/en/publications/gated/gated.pdf%00.html",
    "/en/publications/gated/gated.pdf%20",
    "/en/publications/gated/gated.pdf;a=b",
    "/en/publications/gated/gated-v1.pdf",
    "/en/publications/gated/gated-v3.pdf",
    "/en/publications/open/gated.pdf",
    "/en/publications/gated/open.pdf",
]


@pytest.mark.parametrize("path", VARIANTS)
def test_no_spelling_of_the_address_opens_the_gate(target: Target, path: str) -> None:
    etags = target.world["papers"]["gated"]["etags"]
    for method in ("GET", "HEAD"):
        target.refuses(path, method=method)
        target.refuses(path, method=method, Range="bytes=0-9")
        for etag in etags:
            target.refuses(path, method=method, If_None_Match=etag)
            target.refuses(path, method=method, If_Range=etag, Range="bytes=0-9")
    for override in ("X-HTTP-Method-Override", "X-Original-URL", "X-Rewrite-URL", "X-Sendfile"):
        target.refuses(path, **{override.replace("-", "_"): "/en/publications/open/open.pdf"})


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]
)
def test_no_other_method_does(target: Target, method: str) -> None:
    token = target.world["grants"]["valid"]["full_text"]
    for path in (address("gated"), granted(address("gated"), token), address("open")):
        target.refuses(path, method=method)


# --- versions and documents -----------------------------------------------------------------------


def test_old_versions_are_not_to_be_had(target: Target) -> None:
    tokens = target.world["grants"]["valid"]
    for slug in ("open", "gated"):
        for kind, stem in (("full_text", slug), ("annex", "tables")):
            pk = target.world["papers"][slug]["documents"][kind]
            page = f"/en/publications/{slug}/files/{pk}/"
            # The second is offered, the third is current and has the document's own address.
            for name in (f"{stem}-v1.pdf", f"{stem}-v3.pdf", f"{stem}-v4.pdf", f"{stem}-v0.pdf"):
                target.refuses(page + name)
                target.refuses(granted(page + name, tokens[kind]))
            for name in ("-v1.pdf", f"{stem}-v01.pdf", f"{stem}-V2.pdf", f"{stem}-v2.PDF"):
                target.refuses(granted(page + name, tokens[kind]))
    for pk in target.world["papers"]["gated"]["versions"]:
        target.refuses(f"/admin/publications/publication/versions/{pk}/")
        target.refuses(f"/en/publications/gated/files/{pk + 1000}/gated-v2.pdf")


def test_a_document_is_not_reached_below_another_publication(target: Target) -> None:
    for kind, name in (("annex", "tables.pdf"), ("annex", "tables-v2.pdf")):
        for hidden in (*HIDDEN, "gated"):
            pk = target.world["papers"][hidden]["documents"].get(kind)
            if pk is not None:
                target.refuses(f"/en/publications/open/files/{pk}/{name}")


# --- keys -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["expired", "revoked", "erased", "other"])
def test_a_key_that_is_no_longer_or_never_was_good(target: Target, state: str) -> None:
    for kind in ("full_text", "annex"):
        path = granted(address("gated", kind, target.world), target.world["grants"][state][kind])
        for method in ("GET", "HEAD"):
            target.refuses(path, method=method)
            target.refuses(path, method=method, Range="bytes=0-9")
        answer = target.refuses(path)
        assert answer.headers["location"].endswith("#download")
        assert target.world["grants"][state][kind] not in answer.headers["location"]


def test_the_key_of_another_document_of_the_same_publication(target: Target) -> None:
    tokens = target.world["grants"]["valid"]
    target.refuses(granted(address("gated"), tokens["annex"]))
    target.refuses(granted(address("gated", "annex", target.world), tokens["full_text"]))
    pk = target.world["papers"]["gated"]["documents"]["annex"]
    target.refuses(granted(f"/en/publications/gated/files/{pk}/tables-v2.pdf", tokens["full_text"]))


def test_an_altered_key(target: Target) -> None:
    token = target.world["grants"]["valid"]["full_text"]
    secret, _colon, signature = token.partition(":")
    altered = [
        *(token[:place] + "_" + token[place + 1 :] for place in range(0, len(token), 11)),
        secret,
        f"{secret}:",
        f":{signature}",
        token[:-1],
        f"{token}x",
        f"{token}\x00",
        f" {token}",
        token.swapcase(),
        token * 200,
        "",
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
        "' OR 1=1 --",
    ]
    for each in altered:
        if each != token:
            target.refuses(granted(address("gated"), each))
    # Said twice, or by another name.
    target.refuses(f"{address('gated')}?grant={quote(token)}&grant=x")
    target.refuses(f"{address('gated')}?Grant={quote(token)}")
    target.refuses(address("gated"), Cookie=f"grant={token}")
    target.refuses(address("gated"), Authorization=f"Bearer {token}")


# --- what is not public ---------------------------------------------------------------------------


@pytest.mark.parametrize("slug", HIDDEN)
def test_what_is_not_public_has_no_file_and_no_picture(target: Target, slug: str) -> None:
    paper, tokens = target.world["papers"][slug], target.world["grants"][slug]
    pk = paper["documents"]["full_text"]
    token = tokens["full_text"]
    paths = [
        address(slug),
        f"/en/publications/{slug}/files/{pk}/{slug}-v2.pdf",
        f"/en/publications/{slug}/files/{pk}/{slug}.pdf",
        f"/en/publications/{slug}/download/",
        paper["cover"],
    ]
    if "annex" in paper["documents"]:
        paths.append(address(slug, "annex", target.world))
    for path in paths:
        for asked in (path, granted(path, token)):
            for method in ("GET", "HEAD"):
                answer = target.refuses(asked, method=method)
                assert answer.status == (
                    410 if slug == "withdrawn" and "/images/" not in path else 404
                )
                target.refuses(asked, method=method, Range="bytes=0-9")
    target.refuses(f"/admin/publications/publication/{pk}/cover/")


@pytest.mark.parametrize("slug", [slug for slug in HIDDEN if slug != "withdrawn"])
def test_it_answers_as_what_never_was(target: Target, slug: str) -> None:
    never = "a-paper-that-never-was"
    for path in ("{}/{}.pdf", "{}/", "{}/download/", "{}/files/1/x.pdf"):
        answers = []
        for name in (slug, never):
            answer = target.ask(f"/en/publications/{path.replace('{}', name)}")
            body = answer.body.replace(name.encode(), b"")
            answers.append((answer.status, body, sorted(answer.headers)))
        assert answers[0] == answers[1]


def test_press_and_preview_links_lead_nowhere_after_their_end(target: Target) -> None:
    tokens = [*target.world["press"].values(), *target.world["previews"].values(), "x" * 43]
    for token in tokens:
        for path in (
            f"/en/press/{token}/",
            f"/fr/press/{token}/",
            f"/en/press/{token}/paper.pdf",
            f"/en/preview/{token}/",
            f"/en/previews/{token}/",
        ):
            for method in ("GET", "HEAD"):
                assert target.refuses(path, method=method).status == 404


# --- leading elsewhere ----------------------------------------------------------------------------

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "/%09/evil.example",
    "/\t/evil.example",
    "http://127.0.0.1@evil.example/",
]


@pytest.mark.parametrize("following", ELSEWHERE)
def test_logging_in_leads_nowhere_else(target: Target, following: str) -> None:
    path = f"/en/login/?{urlencode({'next': following})}"
    page = target.ask(path)
    found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.body)
    assert found is not None
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=20)
    try:
        form = {
            "username": "member",
            "password": "demo",
            "next": following,
            "csrfmiddlewaretoken": found[1].decode(),
        }
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": page.headers["set-cookie"].partition(";")[0],
        }
        connection.request("POST", path, urlencode(form), headers)
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    location = answer.headers["Location"]
    assert answer.status == 302
    # A path of this site: not even one that a browser would take for another's address.
    assert re.fullmatch(r"/(?![/\\])[\x21-\x7e]*", location)
    for path in ("/en/publications/gated/gated.pdf", "/en/publications/gated/download/"):
        moved = target.ask(f"{path}?{urlencode({'next': following})}")
        assert "evil" not in moved.headers.get("location", "")


def test_the_log_holds_no_key(target: Target) -> None:
    token = target.world["grants"]["valid"]["full_text"]
    target.ask(granted(address("gated"), token))
    for log in target.folder.glob("*.log"):
        written = log.read_text(errors="replace")
        assert token not in written
        assert quote(token) not in written
        assert "X-Amz-Signature" not in written


def test_nothing_of_it_lies_in_a_folder_that_is_served(target: Target) -> None:
    served = [path for name in ("static", "media") for path in (target.folder / name).rglob("*")]
    assert not [path for path in served if path.suffix in (".pdf", ".webp")]
