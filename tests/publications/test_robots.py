"""robots.txt allows the pages, keeps crawlers from the gate and names nothing that is secret."""

import pytest
from django.test import Client

from tests import making


def test_it_says_what_to_leave_alone_and_where_the_sitemap_is(client: Client) -> None:
    response = client.get("/robots.txt", headers={"host": "localhost"})

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert not response.cookies
    assert response.content.decode() == (
        "User-agent: *\n"
        "Disallow: /admin/\n"
        "Disallow: /*/publications/*/download/\n"
        "Disallow: /*?*grant=\n"
        "\n"
        "Sitemap: http://127.0.0.1:8000/sitemap.xml\n"
    )


@pytest.mark.django_db
def test_it_is_the_same_whatever_is_being_prepared(client: Client) -> None:
    before = client.get("/robots.txt").content
    making.draft("Secret")
    making.published("Public")

    assert client.get("/robots.txt").content == before
