"""No page carries a script or a style that its own policy does not name by hash.

A superuser follows every link of the readers' pages and of the desk, two pages of each kind.
Data blocks (JSON-LD and the like) are no code and may stand in a page.
"""

import base64
import hashlib
from collections import Counter, deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import translation
from lxml import html

from authors.models import Affiliation, Organisation
from programs.models import ResearchCenter
from publications.models import Publication, PublicationCenter, RelatedPick, Series
from tests import making

pytestmark = pytest.mark.django_db

DATA_BLOCKS = {"application/ld+json", "application/json"}
PER_VIEW = 2


@pytest.fixture
def reader() -> Client:
    """A superuser on a site where everything has been used once."""
    series = Series.objects.create(name_en="Notes", slug="notes")
    center = ResearchCenter.objects.create(name_en="Russia Center", slug="russia")
    person = making.author("Julien Nocetti")
    school = Organisation.objects.create(name_en="A School")
    Affiliation.objects.create(author=person, organisation=school, position_en="fellow")
    rich = "<p>It <strong>says</strong></p><ul><li><p>this</p></li></ul>"
    first, second = (
        making.published(
            title,
            authors=[person],
            tags=["Russia", "War"],
            series=series,
            number=title[-1],
            lead=rich,
            key_takeaways=rich,
        )
        for title in ("Paper 1", "Paper 2")
    )
    PublicationCenter.objects.create(publication=first, center=center, is_primary=True)
    RelatedPick.objects.create(publication=first, picked=second)
    making.withdrawn(slug="withdrawn")
    making.draft(slug="draft")
    client = Client()
    client.force_login(making.user("admin"))
    return client


def hashed(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def sources(policy: str, directive: str) -> list[str]:
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    return rules[directive].split()


def inline_code(page: bytes, policy: str) -> Iterator[str]:
    """Whatever a browser would have to run or apply without the policy's leave."""
    for element in html.fromstring(page.decode()).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script" and "src" not in element.attrib:
            is_data = element.get("type") in DATA_BLOCKS
            if not is_data and hashed(element.text or "") not in sources(policy, "script-src"):
                yield html.tostring(element).decode()
        if element.tag == "style" and hashed(element.text or "") not in sources(
            policy, "style-src"
        ):
            yield html.tostring(element).decode()
        for name, value in element.attrib.items():
            if name == "style" or name.startswith("on"):
                yield f"<{element.tag} {name}={value!r}>"
            if value.strip().lower().startswith("javascript:"):
                yield f"<{element.tag} {name}={value!r}>"


def wrong_with(answer: Any) -> list[str]:
    if not answer.get("Content-Type", "").startswith("text/html") or not answer.content:
        return []
    policy = answer["Content-Security-Policy"]
    loose = [word for word in ("'unsafe-inline'", "'unsafe-eval'", "*") if word in policy.split()]
    return loose + list(inline_code(answer.content, policy))


def links(page: bytes, address: str) -> Iterator[str]:
    for href in html.fromstring(page.decode()).xpath("//a/@href"):
        parts = urlsplit(urljoin(f"http://testserver{address}", href))
        if parts.netloc == "testserver":
            # With a query of its own a page may show something else: a filter, a sort, a pop-up.
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def view_of(address: str) -> str:
    path, _, query = address.partition("?")
    # The readers' addresses are known in their own language only.
    with translation.override("fr" if path.startswith("/fr/") else "en"):
        try:
            match = resolve(path)
        except Resolver404:
            return "none"
    return f"{path[:4]} {match.view_name}{'?' if query else ''}"


def crawl(client: Client, *seeds: str) -> tuple[dict[str, list[str]], Counter[str]]:
    """What is wrong with each page, and how many of each kind were seen."""
    waiting, seen, kinds = deque(seeds), set(seeds), Counter[str]()
    wrong: dict[str, list[str]] = {}
    while waiting:
        address = waiting.popleft()
        kind = view_of(address)
        if kinds[kind] >= PER_VIEW:
            continue
        kinds[kind] += 1
        answer = client.get(address)
        found = wrong_with(answer)
        if found:
            wrong[address] = found
        if answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html"):
            for link in links(answer.content, address):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)
    return wrong, kinds


def test_no_page_that_a_link_leads_to_carries_inline_code(reader: Client) -> None:
    # What was public is not deleted: only a draft's form leads to that page.
    draft = f"/admin/publications/publication/{Publication.objects.get(slug='draft').pk}/change/"
    wrong, kinds = crawl(reader, "/en/", "/fr/", draft, "/admin/")
    assert wrong == {}
    # The crawl has been where it was meant to go.
    assert {
        "/en/ home",
        "/fr/ home",
        "/en/ publication",
        "/fr/ publication",
        "/en/ publication-gate",
        "/en/ author",
        "/en/ program",
        "/en/ series",
        "/en/ topic",
        "/adm admin:index",
        "/adm admin:publications_publication_changelist",
        "/adm admin:publications_publication_changelist?",
        "/adm admin:publications_publication_add",
        "/adm admin:publications_publication_change",
        "/adm admin:publications_publication_history",
        "/adm admin:publications_publication_delete",
        "/adm admin:authors_author_change",
        "/adm admin:publications_tag_change",
        "/adm admin:auth_user_change",
    } <= set(kinds)


REFUSALS = [
    ("/en/nothing/here/", None, 404),
    ("/en/publications/withdrawn/", None, 410),
    ("/en/publications/paper-x/download/", {"email": "x"}, 404),
    ("/admin/publications/publication/add/", {}, 200),
    ("/admin/publications/publication/add/?_popup=1", None, 200),
    ("/admin/authors/author/add/?_popup=1&_to_field=id", None, 200),
    ("/admin/publications/publication/999/change/", None, 302),
]


@pytest.mark.parametrize(("address", "sent", "status"), REFUSALS)
def test_refusals_and_pop_ups_carry_none_either(
    reader: Client, address: str, sent: dict[str, str] | None, status: int
) -> None:
    answer = reader.get(address) if sent is None else reader.post(address, sent)
    assert answer.status_code == status
    assert wrong_with(answer) == []


def test_neither_do_the_pages_before_a_login() -> None:
    client = Client()
    for address in ("/admin/login/", "/en/login/", "/fr/login/"):
        assert wrong_with(client.get(address)) == []
        assert wrong_with(client.post(address, {"username": "x", "password": "y"})) == []


def test_a_bulk_deletion_asks_without_any(reader: Client) -> None:
    draft = making.draft()
    answer = reader.post(
        "/admin/publications/publication/",
        {"action": "delete_selected", "_selected_action": [draft.pk]},
    )
    assert answer.status_code == 200
    assert wrong_with(answer) == []


@pytest.mark.parametrize(
    "code",
    [
        "<script>alert(1)</script>",
        "<script type='module'>alert(1)</script>",
        "<style>p {color: red}</style>",
        "<p style='color: red'>x</p>",
        "<p onclick='alert(1)'>x</p>",
        "<a href=' javascript:alert(1)'>x</a>",
    ],
)
def test_the_search_finds_what_it_looks_for(code: str) -> None:
    policy = "script-src 'self'; style-src 'self'"
    assert len(list(inline_code(f"<html><body>{code}</body></html>".encode(), policy))) == 1


def test_the_search_accepts_data_and_what_is_named() -> None:
    policy = f"script-src 'self' {hashed('go()')}; style-src {hashed('p {}')}"
    page = (
        "<html><head><script>go()</script><style>p {}</style>"
        "<script type='application/ld+json'>{}</script><script src='/a.js'></script></head></html>"
    )
    assert list(inline_code(page.encode(), policy)) == []
