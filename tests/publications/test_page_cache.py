"""Strangers get whole pages from the cache, never an old one, and never anybody else's."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings as site
from django.core.cache import caches
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date
from pytest_django import Settings

from ifri import institute
from ifri.models import StaticPage
from programs.models import ResearchCenter
from publications import workflow
from publications.counting import waiting
from publications.enums import Access, Status
from publications.models import (
    Publication,
    PublicationCenter,
    Series,
    TaggedPublication,
    UsageEvent,
)
from publications.page_cache import versions
from publications.workflow import Action
from tests import making

# Only what is committed raises the version.
pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/en/publications/paper/"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NO_QUERY = 0


@pytest.fixture(autouse=True)
def _with_a_cache(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.PAGE_CACHE_SECONDS = 60
    # Views are noted when the test says so, in its own connection.
    monkeypatch.setattr(waiting, "_SECONDS", 3_600)
    caches["pages"].clear()
    versions.forget()
    yield
    waiting.write()
    caches["pages"].clear()
    versions.forget()


@pytest.fixture
def paper() -> Publication:
    center = ResearchCenter.objects.create(name_en="Russia Center", slug="russia")
    series = Series.objects.create(name_en="Notes", slug="notes")
    person = making.author("Julien Nocetti")
    made = making.published(
        "The first title", slug="paper", authors=[person], tags=["Russia"], series=series
    )
    PublicationCenter.objects.create(publication=made, center=center, is_primary=True)
    return made


PAGES = [
    "/en/",
    "/fr/",
    "/en/publications/",
    "/en/publications/paper/",
    "/fr/publications/paper/",
    "/en/authors/",
    "/en/authors/julien-nocetti/",
    "/en/programs/",
    "/en/programs/russia/",
    "/en/series/notes/",
    "/en/topics/russia/",
    "/en/topics/",
]


def read(address: str = PAGE, client: Client | None = None, **headers: str) -> HttpResponse:
    answer: HttpResponse = (client or Client()).get(address, headers=headers)  # type: ignore[assignment]
    return answer


# --- What is kept ---------------------------------------------------------------------------------


@pytest.mark.parametrize("address", PAGES)
def test_the_second_stranger_costs_no_query(
    paper: Publication, address: str, django_assert_num_queries: Any
) -> None:
    first = read(address)
    assert first.status_code == 200
    with django_assert_num_queries(NO_QUERY):
        second = read(address)
    assert second.content == first.content
    assert dict(second.items()) == dict(first.items())


def test_a_kept_page_has_the_headers_of_a_made_one(paper: Publication, settings: Settings) -> None:
    made = read(PAGE)
    settings.PAGE_CACHE_SECONDS = 0
    plain = read(PAGE)
    own = {"ETag", "Last-Modified", "Cache-Control", "Vary"}
    assert {name: value for name, value in made.items() if name not in own} == {
        name: value for name, value in plain.items() if name not in own
    }
    assert "Content-Security-Policy" in plain.headers


def test_shared_caches_may_keep_it_and_must_ask_each_time(paper: Publication) -> None:
    answer = read()
    assert sorted(answer["Cache-Control"].split(", ")) == ["no-cache", "public"]
    assert answer["Vary"] == "Cookie"


def test_pages_of_a_list_are_kept_apart(django_assert_num_queries: Any) -> None:
    for number in range(45):
        making.published(f"Paper {number}")
    first, second = read("/en/publications/?page=1"), read("/en/publications/?page=2")
    assert first.content != second.content
    # Making pages may take longer than a version is trusted for: this asks for it anew.
    read("/en/publications/?page=1")
    with django_assert_num_queries(NO_QUERY):
        assert read("/en/publications/?page=2").content == second.content


def test_a_page_made_after_a_change_of_the_footer_has_nothing_of_before(
    settings: Settings,
) -> None:
    settings.INSTITUTE_MAX_AGE = 3_600
    legal = StaticPage.objects.create(
        title_en="Legal notes", slug="legal", is_public=True, in_footer=True
    )
    assert "Legal notes" in read("/en/programs/").content.decode()
    legal.is_public = False
    legal.save()
    assert "Legal notes" not in read("/en/programs/").content.decode()
    assert "Legal notes" not in read("/en/authors/").content.decode()


def test_nor_has_one_made_beside_a_reading_that_the_change_overtook(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.INSTITUTE_MAX_AGE = 3_600
    legal = StaticPage.objects.create(
        title_en="Legal notes", slug="legal", is_public=True, in_footer=True
    )
    read_it = institute._read

    def overtaken() -> institute.Shown:
        found = read_it()
        legal.is_public = False
        legal.save()
        versions.current()  # as another request of this process asks it meanwhile
        return found

    with monkeypatch.context() as patched:
        patched.setattr(institute, "_read", overtaken)
        institute.look_again()
        assert institute.shown().pages == [("Legal notes", "/en/pages/legal/")]
    assert institute.shown().pages == []


def test_a_host_makes_no_page_of_its_own(
    paper: Publication, settings: Settings, django_assert_num_queries: Any
) -> None:
    settings.ALLOWED_HOSTS = ["localhost", ".example.org"]
    first = read(host="localhost")
    with django_assert_num_queries(NO_QUERY):
        for host in ("localhost:81", "localhost:82", "www.example.org", "any.example.org:83"):
            assert read(host=host).content == first.content
    assert len(_kept()) == 1
    assert read(host="elsewhere.example.net").status_code == 400


@pytest.mark.parametrize("address", PAGES)
def test_no_page_depends_on_the_host_it_was_asked_by(
    paper: Publication, settings: Settings, address: str
) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    settings.ALLOWED_HOSTS = ["*"]
    assert read(address, host="one.example").content == read(address, host="two.example:8").content


@pytest.mark.parametrize("query", ["utm_source=x", "page=2&x=1", "page=0", "q=russia", "page=%32"])
def test_no_other_query_is_kept(
    paper: Publication, query: str, django_assert_max_num_queries: Any
) -> None:
    before = len(_kept())
    read(f"/en/publications/?{query}")
    assert len(_kept()) == before


def _kept() -> dict[str, Any]:
    cache: Any = caches["pages"]
    kept: dict[str, Any] = cache._cache
    return kept


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/publications/nothing/", 404),
        ("/en/publications/draft/", 404),
        ("/en/publications/withdrawn/", 410),
        ("/en/publications/paper/download/", 200),
        ("/en/publications/paper/cite.bib", 200),
        ("/en/my-data/", 200),
        ("/en/follow/", 200),
        ("/en/follow/stop/", 404),
        ("/en/login/", 200),
        ("/admin/login/", 200),
    ],
)
def test_nothing_that_is_not_marked_is_kept(paper: Publication, address: str, status: int) -> None:
    making.draft(slug="draft")
    making.withdrawn(slug="withdrawn")
    assert read(address).status_code == status
    assert _kept() == {}


def test_another_host_has_pages_of_its_own(paper: Publication, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    Client().get(PAGE, headers={"host": "other.example"})
    assert b"other.example" not in read(PAGE).content
    assert Client().get(PAGE, headers={"host": "evil.example"}).status_code == 400


def test_without_the_setting_nothing_is_kept(paper: Publication, settings: Settings) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    read()
    assert _kept() == {}


# --- Validators -----------------------------------------------------------------------------------


def test_who_has_the_page_gets_a_304(paper: Publication, django_assert_num_queries: Any) -> None:
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=5), tick=False):
        tag = read()["ETag"]
        with django_assert_num_queries(NO_QUERY):
            answer = read(if_none_match=tag)
            again = read(if_modified_since=answer["Last-Modified"])
    assert (answer.status_code, answer.content) == (304, b"")
    assert again.status_code == 304
    assert answer["ETag"] == tag


def test_an_old_copy_gets_the_new_page(paper: Publication) -> None:
    tag = read()["ETag"]
    paper.title = "The second title"
    paper.save()
    answer = read(if_none_match=tag)
    assert answer.status_code == 200
    assert b"The second title" in answer.content


def test_a_change_in_the_same_second_is_not_taken_for_unmodified(paper: Publication) -> None:
    moment = timezone.now().replace(microsecond=200_000) + datetime.timedelta(seconds=10)
    with time_machine.travel(moment, tick=False) as clock:
        paper.save()
        dated = read().get("Last-Modified")
        assert dated is None
        clock.shift(0.5)
        paper.title = "Changed half a second later"
        paper.save()
        answer = read(if_modified_since=http_date(moment.timestamp()))
    assert answer.status_code == 200
    assert b"Changed half a second later" in answer.content


def test_head_has_the_headers_and_no_body(paper: Publication) -> None:
    got, headed = read(), Client().head(PAGE)
    assert headed.content == b""
    assert headed["ETag"] == got["ETag"]
    assert headed["Content-Length"] == str(len(got.content))


# --- Whose it is ----------------------------------------------------------------------------------


def test_a_page_of_somebody_is_neither_kept_nor_given_from_the_cache(paper: Publication) -> None:
    editor = Client()
    editor.force_login(making.user("editor"))
    answer = read(PAGE, editor)
    assert sorted(answer["Cache-Control"].split(", ")) == ["no-cache", "private"]
    assert _kept() == {}


def test_whoever_passed_the_gate_is_not_served_a_strangers_page(paper: Publication) -> None:
    reader = Client()
    reader.post(f"{PAGE}download/", {"email": "ada@example.org"})
    assert "gate" in reader.cookies
    read()
    assert "private" in read(PAGE, reader)["Cache-Control"]


def test_the_cookie_of_a_form_says_nothing_of_anybody(
    paper: Publication, django_assert_num_queries: Any
) -> None:
    read()
    reader = Client()
    reader.cookies[site.CSRF_COOKIE_NAME] = "x" * 32
    with django_assert_num_queries(NO_QUERY):
        assert read(PAGE, reader).status_code == 200


@pytest.mark.parametrize("header", ["authorization", "cookie"])
def test_who_says_who_they_are_is_asked_no_cache(paper: Publication, header: str) -> None:
    Client().get(PAGE, headers={header: "sessionid=x"})
    assert _kept() == {}


# --- Never old ------------------------------------------------------------------------------------


def _publish(paper: Publication) -> None:
    draft = making.draft("Just published", slug="new")
    Publication.objects.filter(pk=draft.pk).update(status=Status.APPROVED)
    draft.refresh_from_db()
    workflow.transition(draft, Action.PUBLISH, user=making.user("publisher"))


def _correct(paper: Publication) -> None:
    paper.title = "A corrected title"
    paper.save()


def _withdraw(paper: Publication) -> None:
    workflow.transition(paper, Action.WITHDRAW, user=making.user("publisher"), comment="An error.")


def _retag(paper: Publication) -> None:
    TaggedPublication.objects.get(content_object=paper).delete()


def _rename_the_author(paper: Publication) -> None:
    author = paper.authorships.get().author
    assert author is not None
    author.last_name = "Renamed"
    author.save()


def _rename_the_center(paper: Publication) -> None:
    center = ResearchCenter.objects.get()
    center.name = "Eurasia Center"
    center.save()


def _rename_the_series(paper: Publication) -> None:
    series = Series.objects.get()
    series.name = "Studies"
    series.save()


CHANGES: list[tuple[Any, list[str]]] = [
    (_publish, ["/en/", "/fr/", "/en/publications/"]),
    (_correct, PAGES[:5] + PAGES[6:7] + PAGES[8:11]),
    (_withdraw, PAGES[:7] + PAGES[8:]),
    (_retag, ["/en/publications/paper/", "/en/topics/russia/", "/en/topics/"]),
    (_rename_the_author, ["/en/authors/", "/en/authors/julien-nocetti/"]),
    (
        _rename_the_center,
        ["/en/", "/en/publications/paper/", "/en/programs/", "/en/programs/russia/"],
    ),
    (_rename_the_series, ["/en/", "/en/publications/paper/", "/en/series/notes/"]),
]


@pytest.mark.parametrize(("change", "shown_on"), CHANGES)
def test_after_a_change_nobody_sees_the_page_of_before(
    paper: Publication, change: Any, shown_on: list[str]
) -> None:
    before = {address: read(address) for address in shown_on}
    change(paper)
    for address in shown_on:
        after = read(address)
        assert (after.status_code, after.content) != (200, before[address].content), address


def test_an_embargo_ends_on_the_second(paper: Publication) -> None:
    now = timezone.now().replace(microsecond=0)
    making.published("The embargoed paper", at=now + datetime.timedelta(seconds=30))
    with time_machine.travel(now, tick=False) as clock:
        assert b"The embargoed paper" not in read("/en/publications/").content
        clock.shift(29)
        assert b"The embargoed paper" not in read("/en/publications/").content
        clock.shift(1)
        assert b"The embargoed paper" in read("/en/publications/").content


def test_a_planned_withdrawal_happens_on_the_second(paper: Publication) -> None:
    now = timezone.now().replace(microsecond=0)
    paper.withdrawn_at = now + datetime.timedelta(seconds=30)
    paper.save()
    with time_machine.travel(now, tick=False) as clock:
        clock.shift(29)
        assert read().status_code == 200
        clock.shift(1)
        assert read().status_code == 410


def test_a_gate_that_opens_by_its_rule_opens_on_the_second(paper: Publication) -> None:
    now = timezone.now().replace(microsecond=0)
    paper.access, paper.open_after_days = Access.FORM, 10
    paper.published_at = now + datetime.timedelta(seconds=30) - datetime.timedelta(days=10)
    paper.save()
    with time_machine.travel(now, tick=False) as clock:
        before = read().content
        clock.shift(29)
        assert read().content == before
        clock.shift(1)
        assert read().content != before


def test_what_is_undone_raises_nothing(paper: Publication) -> None:
    number = versions.current().number
    with transaction.atomic():
        paper.save()
        transaction.set_rollback(True)
    versions.forget()
    assert versions.current().number == number


def test_a_change_of_many_rows_raises_the_version_once(paper: Publication) -> None:
    number = versions.current().number
    with transaction.atomic():
        for _ in range(5):
            versions.changed()
    assert versions.current().number == number + 1


def test_what_visits_leave_behind_raises_nothing(paper: Publication) -> None:
    number = versions.current().number
    Client().post(f"{PAGE}download/", {"email": "ada@example.org"})
    read("/en/publications/paper/?x=1")
    versions.forget()
    assert versions.current().number == number


# --- Counting -------------------------------------------------------------------------------------


def test_pages_from_the_cache_are_counted_too(paper: Publication) -> None:
    for _ in range(3):
        read(user_agent=BROWSER)
    read(user_agent="Googlebot/2.1")
    assert UsageEvent.objects.count() == 1
    waiting.write()
    robots = list(UsageEvent.objects.order_by("pk").values_list("is_robot", flat=True))
    assert robots == [False, False, False, True]
    assert len(set(UsageEvent.objects.filter(is_robot=False).values_list("session"))) == 1


def test_a_304_counts_and_a_head_does_not(paper: Publication) -> None:
    tag = read(user_agent=BROWSER)["ETag"]
    read(user_agent=BROWSER, if_none_match=tag)
    Client().head(PAGE)
    assert waiting.write() == 1


# --- When the cache is away -----------------------------------------------------------------------


def test_readers_do_without_a_cache_that_fails(
    paper: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(caches["pages"], "get", fail)
    monkeypatch.setattr(caches["pages"], "set", fail)
    assert read().status_code == 200
