"""Members log in, are led back where they came from, and nowhere else."""

import pytest
from django.test import Client

from tests import making
from tests.html import attributes, page, parse, text

pytestmark = pytest.mark.django_db


def test_a_member_logs_in_and_is_led_back(client: Client) -> None:
    making.user(username="ada")
    shown = page(client, "/en/login/", {"next": "/en/authors/"})
    assert attributes(shown, "#login input[name=next]", "value") == ["/en/authors/"]
    answer = client.post(
        "/en/login/", {"username": "ada", "password": "demo", "next": "/en/authors/"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/authors/")


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:1", ""]
)
def test_nobody_is_led_to_another_site(client: Client, elsewhere: str) -> None:
    making.user(username="ada")
    answer = client.post("/fr/login/", {"username": "ada", "password": "demo", "next": elsewhere})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/")


def test_a_wrong_password_is_said_once_and_without_telling_which_part_was_wrong(
    client: Client,
) -> None:
    making.user(username="ada")
    answers = [
        client.post("/en/login/", {"username": name, "password": "wrong"})
        for name in ("ada", "nobody")
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    errors = [text(parse(answer.content.decode()), "[role=alert]") for answer in answers]
    assert errors[0] == errors[1]
    assert len(errors[0]) == 1


def test_after_too_many_attempts_the_door_is_closed_with_a_page(client: Client) -> None:
    making.user(username="ada")
    for _ in range(10):
        answer = client.post("/en/login/", {"username": "ada", "password": "wrong"})
    assert answer.status_code == 429
    assert text(parse(answer.content.decode()), "h1") == ["Too many attempts"]
    right = client.post("/en/login/", {"username": "ada", "password": "demo"})
    assert right.status_code == 429


def test_who_is_logged_in_can_log_out(client: Client) -> None:
    client.force_login(making.user(username="ada"))
    shown = page(client, "/en/login/")
    assert text(shown, ".narrow p")[0] == "You are logged in as ada."
    answer = client.post("/en/logout/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/")
    assert text(page(client, "/en/login/"), "#login button") == ["Log in"]
