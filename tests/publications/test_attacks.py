"""What an attacker tries, against real processes: gunicorn alone, behind nginx, and with a bucket.

Every attack must be refused with nothing of a file in the answer (``Target.refuses``); beside each
group stands the lawful way that looks most like it, which must work.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
from django.db import connection

from tests import attack_sites
from tests.attack_paths import BEFORE_A_STORED_NAME, OF_A_GATED_FILE, OF_ANOTHER_SITE
from tests.attack_sites import WAYS, Target, address, granted
from tests.attack_world import ENDED, HIDDEN, World
from tests.test_nginx import NGINX

pytestmark = [
    pytest.mark.production,
    pytest.mark.skipif(
        connection.vendor == "postgresql",
        reason="attacked on SQLite's run: the site of this test has a database of its own",
    ),
]

PART = {"Range": "bytes=0-99"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    folder = tmp_path_factory.mktemp("made")
    return folder, attack_sites.make(folder)


@pytest.fixture(scope="module", params=WAYS)
def target(
    request: pytest.FixtureRequest,
    made: tuple[Path, World],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Target]:
    way: str = request.param
    if way == "nginx" and NGINX is None:
        pytest.skip("NOT ATTACKED BEHIND NGINX: it is not installed")
    with attack_sites.site(way, *made, tmp_path_factory.mktemp(way)) as found:
        yield found


def key(target: Target, state: str = "valid", kind: str = "full_text") -> str:
    token: str = target.world["grants"][state][kind]
    return token


# --- the lawful ways ------------------------------------------------------------------------------


def test_who_may_have_it_gets_exactly_its_bytes(target: Target) -> None:
    papers = target.world["papers"]
    for path, slug in (
        (address("open"), "open"),
        (granted(address("gated"), key(target)), "gated"),
    ):
        answer = target.read(path)
        assert (answer.status, answer.body.hex()) == (200, papers[slug]["current"])
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["content-disposition"].startswith("inline; filename")
        part = target.read(path, Range="bytes=10-29")
        assert (part.status, part.body) == (206, bytes.fromhex(papers[slug]["current"])[10:30])
        head = target.ask(path, method="HEAD")
        size = str(len(bytes.fromhex(papers[slug]["current"])))
        assert (head.status, head.body, head.headers["content-length"]) == (200, b"", size)


def test_an_offered_version_is_to_be_had_too(target: Target) -> None:
    paper = target.world["papers"]["gated"]
    path = f"/en/publications/gated/files/{paper['documents']['full_text']}/gated-v2.pdf"

    assert target.read(granted(path, key(target))).body.hex() == paper["offered"]


@pytest.mark.parametrize("target", ["bucket"], indirect=True)
def test_a_link_to_the_bucket_is_short_lived_and_names_one_file(target: Target) -> None:
    answer = target.ask(granted(address("gated"), key(target)))
    location = urlsplit(answer.headers["location"])

    assert answer.status == 302
    assert "X-Amz-Expires=60" in location.query
    assert "X-Amz-Signature=" in location.query
    assert "response-content-disposition=inline" in location.query
    assert location.path.endswith(".pdf")
    # Neither the link nor the key in the address that led to it is kept or passed on.
    assert answer.headers["cache-control"] == "private, no-store"
    assert "response-cache-control=private%2C%20no-store" in location.query


# --- guessed paths --------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", BEFORE_A_STORED_NAME)
def test_no_path_leads_to_a_stored_name(target: Target, prefix: str) -> None:
    stored = target.world["stored"]
    for name in (stored[0], stored[-1]):  # a document and a picture
        target.refuses(f"{prefix}{name}")
        target.refuses(f"{prefix}{quote(name, safe='')}", **PART)
        target.refuses(f"{prefix}{name}", method="HEAD")


@pytest.mark.parametrize("path", OF_A_GATED_FILE)
def test_no_spelling_of_the_address_opens_the_gate(target: Target, path: str) -> None:
    etag = target.world["papers"]["gated"]["current_etag"]
    target.refuses(path)
    target.refuses(path, method="HEAD")
    target.refuses(path, **PART)
    # "Not changed" would tell that a guess was right, and which version it is.
    target.refuses(path, If_None_Match=etag)
    target.refuses(path, If_None_Match="*", method="HEAD")
    target.refuses(path, If_Range=etag, **PART)


@pytest.mark.parametrize(
    "header",
    ["X-HTTP-Method-Override", "X-Original-URL", "X-Rewrite-URL", "X-Sendfile", "X-Accel-Redirect"],
)
def test_no_header_does(target: Target, header: str) -> None:
    for said in ("/en/publications/open/open.pdf", f"/_private/{target.world['stored'][0]}"):
        target.refuses(address("gated"), **{header.replace("-", "_"): said})


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]
)
def test_no_other_method_does(target: Target, method: str) -> None:
    for path in (address("gated"), granted(address("gated"), key(target)), address("open")):
        target.refuses(path, method=method)


# --- versions, documents, pictures ----------------------------------------------------------------


def test_old_versions_are_not_to_be_had(target: Target) -> None:
    for slug in ("open", "gated"):
        for kind, stem in (("full_text", slug), ("annex", "tables")):
            pk = target.world["papers"][slug]["documents"][kind]
            page = f"/en/publications/{slug}/files/{pk}/"
            # The second is offered, the third is current and has the document's own address.
            for number in ("v1", "v3", "v4", "v0", "v01", "V2", "v"):
                target.refuses(f"{page}{stem}-{number}.pdf")
                target.refuses(granted(f"{page}{stem}-{number}.pdf", key(target, kind=kind)))
            target.refuses(granted(f"{page}{stem}-v2.PDF", key(target, kind=kind)))
            target.refuses(granted(f"{page}-v2.pdf", key(target, kind=kind)))
    for pk in target.world["papers"]["gated"]["versions"]:
        target.refuses(f"/admin/publications/publication/versions/{pk}/")


def test_a_document_is_not_reached_below_another_publication(target: Target) -> None:
    for owner in (*HIDDEN, "gated"):
        paper, token = target.world["papers"][owner], key(target, "valid", "annex")
        for pk in paper["documents"].values():
            for name in ("tables.pdf", "tables-v2.pdf", f"{owner}-v2.pdf", "open-v2.pdf"):
                target.refuses(f"/en/publications/open/files/{pk}/{name}")
                target.refuses(granted(f"/en/publications/open/files/{pk}/{name}", token))


def test_the_first_page_of_another_version_is_not_shown(target: Target) -> None:
    paper = target.world["papers"]["gated"]
    shown = target.ask(paper["cover"])
    assert (shown.status, shown.headers["content-type"]) == (200, "image/webp")

    others = [each for each in paper["first_pages"] if each != paper["cover"]]
    assert len(others) == 5
    for path in others:
        target.refuses(path)
        target.refuses(path.replace("/gated/", "/open/"))


# --- keys -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["expired", "revoked", "erased", "other"])
def test_a_key_that_is_no_longer_or_never_was_good(target: Target, state: str) -> None:
    etag = target.world["papers"]["gated"]["current_etag"]
    for kind in ("full_text", "annex"):
        token = key(target, state, kind)
        path = granted(address("gated", kind, target.world), token)
        answer = target.refuses(path)
        assert answer.headers["location"].endswith("#download")
        assert token not in answer.headers["location"]
        target.refuses(path, method="HEAD")
        target.refuses(path, **PART)
        target.refuses(path, If_None_Match=etag)


def test_the_key_of_another_document_of_the_same_publication(target: Target) -> None:
    annex = address("gated", "annex", target.world)
    target.refuses(granted(address("gated"), key(target, kind="annex")))
    target.refuses(granted(annex, key(target)))
    target.refuses(granted(annex.replace("tables", "tables-v2"), key(target)))


def test_an_altered_key(target: Target) -> None:
    token = key(target)
    secret, _colon, signature = token.partition(":")
    altered = [
        *(token[:place] + "_" + token[place + 1 :] for place in range(0, len(token), 11)),
        *(secret, f"{secret}:", f":{signature}", token[:-1], f"{token}x", f"{token}\x00"),
        *(f" {token}", token.swapcase(), token * 200, "", "' OR 1=1 --"),
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ]
    for each in altered:
        if each != token:
            target.refuses(granted(address("gated"), each))
    # Said twice, by another name, or where no key is looked for.
    target.refuses(f"{address('gated')}?grant={quote(token)}&grant=x")
    target.refuses(f"{address('gated')}?Grant={quote(token)}")
    target.refuses(address("gated"), Cookie=f"grant={token}")
    target.refuses(address("gated"), Authorization=f"Bearer {token}")


# --- what is not public ---------------------------------------------------------------------------


@pytest.mark.parametrize("slug", HIDDEN)
def test_what_is_not_public_has_no_file_and_no_picture(target: Target, slug: str) -> None:
    paper = target.world["papers"][slug]
    pk = paper["documents"]["full_text"]
    pages = [
        address(slug),
        f"/en/publications/{slug}/files/{pk}/{slug}-v2.pdf",
        f"/en/publications/{slug}/download/",
    ]
    if "annex" in paper["documents"]:
        pages.append(address(slug, "annex", target.world))
    for path in (*pages, paper["cover"]):
        for asked in (path, granted(path, key(target, slug))):
            expected = 410 if slug == "withdrawn" and path in pages else 404
            assert target.refuses(asked, **PART).status == expected
            assert target.refuses(asked, method="HEAD").status == expected
    for path in (*paper["first_pages"], f"/admin/publications/publication/{pk}/preview/"):
        target.refuses(path)


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


# --- links for the press and for guests -----------------------------------------------------------


def test_a_press_link_gives_a_stamped_copy_and_a_preview_link_no_file(target: Target) -> None:
    press, preview = target.world["press"]["good"], target.world["previews"]["good"]
    copy = target.ask(f"/en/press/{press}/paper.pdf")
    assert copy.status == 200
    assert copy.body.startswith(b"%PDF-")
    assert copy.body.hex() != target.world["papers"]["scheduled"]["current"]
    page = target.ask(f"/en/preview/{preview}/")
    assert page.status == 200
    assert not re.search(rb'href="[^"]*\.pdf', page.body)
    cover = target.ask(f"/en/preview/{preview}/cover.webp")
    assert cover.headers["content-type"] == "image/webp"
    for answer in (copy, page, cover):
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    # Neither is the other's, nor a key to the file itself.
    target.refuses(f"/en/press/{preview}/paper.pdf")
    target.refuses(f"/en/preview/{press}/")
    target.refuses(granted(address("scheduled"), press))


def test_they_lead_nowhere_after_their_end(target: Target) -> None:
    press, previews = target.world["press"], target.world["previews"]
    tokens = [press[state] for state in (*ENDED, "withdrawn")]
    for token in (*tokens, *(previews[state] for state in ENDED), "x" * 43):
        for path in (
            f"/en/press/{token}/",
            f"/fr/press/{token}/",
            f"/en/press/{token}/paper.pdf",
            f"/en/preview/{token}/",
            f"/en/preview/{token}/cover.webp",
            f"/en/preview/{token}/portrait-1.webp",
        ):
            assert target.refuses(path).status == 404
            assert target.refuses(path, method="HEAD").status == 404


def test_once_a_paper_is_out_a_press_link_leads_to_its_page_and_gives_no_copy(
    target: Target,
) -> None:
    token = target.world["press"]["over"]
    for path in (f"/en/press/{token}/", f"/en/press/{token}/paper.pdf"):
        answer = target.refuses(path)
        assert answer.headers["location"] == "/en/publications/gated/"


# --- leaking on the way ---------------------------------------------------------------------------


def test_what_shared_caches_may_keep(target: Target) -> None:
    gated = target.ask(granted(address("gated"), key(target))).headers
    assert "private" in gated["cache-control"]
    assert "set-cookie" not in gated
    assert target.ask(address("gated")).headers.get("cache-control", "") == "private, no-store"
    for path in ("/en/publications/gated/download/", "/en/my-data/?link=x"):
        page = target.ask(path).headers
        assert {"private", "no-store"} <= set(page["cache-control"].split(", "))
        assert "Cookie" in page["vary"]
    opened = target.ask(address("open")).headers["cache-control"]
    # A link into the bucket is a key even to what is open.
    assert opened == ("private, no-store" if target.way == "bucket" else "public, no-cache")
    cover = target.ask(target.world["papers"]["gated"]["cover"])
    assert cover.headers["cache-control"] == "public, max-age=60"


def test_no_key_leaks_through_a_referrer(target: Target) -> None:
    passed = target.post("/en/publications/gated/download/", email="careful@example.org")
    assert passed.headers["referrer-policy"] == "no-referrer"
    found = re.search(rb'href="(/en/publications/gated/gated\.pdf\?grant=[^"]+)"', passed.body)
    assert found is not None
    path = found[1].decode()
    assert target.ask(path).headers["referrer-policy"] == "no-referrer"
    assert target.ask(path).headers["x-robots-tag"] == "noindex"
    assert target.read(path).body.hex() == target.world["papers"]["gated"]["current"]


@pytest.mark.parametrize("following", OF_ANOTHER_SITE)
def test_logging_in_leads_nowhere_else(target: Target, following: str) -> None:
    query = urlencode({"next": following})
    answer = target.post(f"/en/login/?{query}", username="member", password="demo", next=following)

    assert answer.status == 302
    # A path of this site: not even one that a browser would take for another's address.
    assert re.fullmatch(r"/(?![/\\])[\x21-\x7e]*", answer.headers["location"])
    for path in (address("gated"), "/en/publications/gated/download/", "/en/publications/open"):
        moved = target.ask(f"{path}?{query}")
        assert not moved.headers.get("location", "").startswith(("//", "http", "/\\", "\\"))


def test_the_log_holds_no_key(target: Target) -> None:
    tokens = [key(target), target.world["press"]["good"], target.world["previews"]["good"]]
    target.ask(granted(address("gated"), tokens[0]))
    target.ask(address("open"), Referer=f"http://127.0.0.1{granted(address('gated'), tokens[0])}")
    target.ask(f"/en/press/{tokens[1]}/")
    target.ask(f"/en/preview/{tokens[2]}/")
    target.ask("/health/live")
    logs = [path.read_text(errors="replace") for path in target.folder.glob("*.log")]

    assert any("/en/publications/gated/gated.pdf" in log for log in logs)
    for log in logs:
        assert not [each for each in (*tokens, *map(quote, tokens), "X-Amz-") if each in log]


def test_nothing_of_it_lies_in_a_folder_that_is_served(target: Target) -> None:
    served = [path for name in ("static", "media") for path in (target.folder / name).rglob("*")]
    assert not [path for path in served if path.suffix in (".pdf", ".webp")]
