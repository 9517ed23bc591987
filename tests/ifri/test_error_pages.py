"""What is shown when something is wrong."""

import logging
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from ifri.views import errors
from tests.html import attributes, parse, text

pytestmark = pytest.mark.django_db


def test_a_wrong_address_gets_a_page_in_its_language_that_repeats_nothing(client: Client) -> None:
    for language in ("en", "fr"):
        answer = client.get(f"/{language}/never-was/?and=this")
        assert answer.status_code == 404
        shown = parse(answer.content.decode())
        assert attributes(shown, "html", "lang") == [language]
        assert attributes(shown, ".languages a", "href") == ["/en/", "/fr/"]
        assert b"never-was" not in answer.content
        assert b'this"' not in answer.content
        assert attributes(shown, "meta[name=robots]", "content") == ["noindex"]


@pytest.mark.parametrize(
    ("view", "status", "title"),
    [
        (lambda request: errors.bad_request(request, ValueError()), 400, "could not be understood"),
        (lambda request: errors.forbidden(request, PermissionDenied("inside")), 403, "may not see"),
        (errors.csrf_failure, 403, "could not be sent"),
        (errors.server_error, 500, "went wrong on our side"),
    ],
)
def test_each_error_has_its_page(
    rf: RequestFactory, view: Callable[[HttpRequest], HttpResponse], status: int, title: str
) -> None:
    with translation.override("en"):
        answer = view(rf.get("/en/somewhere/"))
    assert answer.status_code == status
    content = answer.content.decode()
    assert title in text(parse(content), "h1")[0]
    assert "inside" not in content
    assert "somewhere" not in content


def test_if_the_error_page_breaks_too_there_is_still_an_answer(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(request: HttpRequest, template: str, status: int) -> None:
        raise RuntimeError("no templates")

    monkeypatch.setattr(errors, "_error", broken)
    with caplog.at_level(logging.ERROR):
        answer = errors.server_error(rf.get("/"))
    assert (answer.status_code, answer.content) == (500, b"Server error")
    assert "failed as well" in caplog.text


def test_a_form_without_its_token_is_refused_kindly() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/en/login/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "This form could not be sent" in answer.content.decode()
