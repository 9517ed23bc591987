"""Pictures are seen with what they belong to, or not at all."""

import io

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from authors.models import Author
from ifri.images import clean_image
from programs.models import ResearchCenter
from publications import images
from publications.models import Publication
from tests import making

pytestmark = pytest.mark.django_db


def picture(colour: str = "navy") -> "ContentFile[bytes]":
    out = io.BytesIO()
    Image.new("RGB", (60, 80), colour).save(out, "PNG")
    return clean_image(out, out.tell())


def give_cover(publication: Publication, colour: str = "navy") -> str:
    publication.cover.save("cover.webp", picture(colour))
    return images.cover_url(publication)


def author_with_portrait() -> Author:
    author = making.author("Ada Portrait")
    author.photo.save("photo.webp", picture())
    return author


def center(*, is_active: bool = True) -> ResearchCenter:
    made = ResearchCenter.objects.create(name_en="A center", slug="center", is_active=is_active)
    made.image.save("image.webp", picture())
    return made


# --- covers ---------------------------------------------------------------------------------------


def test_a_public_cover_is_shown(client: Client) -> None:
    paper = making.published()
    url = give_cover(paper)
    response = client.get(url)

    assert response.status_code == 200
    with paper.cover.open() as stored:
        assert b"".join(response.streaming_content) == stored.read()  # type: ignore[attr-defined]
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies


def test_without_a_cover_the_first_page_is_shown(client: Client) -> None:
    paper = making.published()
    assert paper.current_pdf is not None
    response = client.get(images.cover_url(paper))

    with paper.current_pdf.first_page.open() as stored:
        assert b"".join(response.streaming_content) == stored.read()  # type: ignore[attr-defined]


def test_a_cover_is_not_sent_twice(client: Client) -> None:
    url = give_cover(making.published())
    etag = client.get(url).headers["ETag"]
    response = client.get(url, headers={"If-None-Match": etag})

    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["Cache-Control"] == "public, max-age=60"


def test_a_new_cover_has_a_new_address_and_the_old_one_is_gone(client: Client) -> None:
    paper = making.published()
    old = give_cover(paper)
    new = give_cover(paper, "maroon")

    assert old != new
    assert client.get(new).status_code == 200
    assert client.get(old).status_code == 404


def test_the_address_tells_nothing_of_where_the_file_lies() -> None:
    paper = making.published(slug="shown")
    url = give_cover(paper)
    name = url.removeprefix("/images/publications/shown/cover-").removesuffix(".webp")

    assert len(name) == 12
    assert name not in str(paper.cover.name)


@pytest.mark.parametrize(
    "make", [making.draft, making.in_review, making.scheduled, making.withdrawn]
)
def test_the_cover_of_what_is_not_public_is_missing(client: Client, make: type) -> None:
    hidden = make(slug="hidden")
    first_page = images.cover_url(hidden)
    cover = give_cover(hidden)
    missing = client.get("/images/publications/nothing/cover-0123456789ab.webp")
    for url in (cover, first_page, f"{cover}?grant=a:b"):
        response = client.get(url)

        assert response.status_code == 404
        assert response.headers == missing.headers
        assert response.content == missing.content


def test_a_first_page_is_not_shown_in_place_of_the_cover(client: Client) -> None:
    """The first page of a gated paper is shown only where no cover was chosen."""
    paper = making.published()
    first_page = images.cover_url(paper)
    give_cover(paper)

    assert client.get(first_page).status_code == 404


@pytest.mark.parametrize("group", ["editor", "reviewer", "publisher", "staff", "admin"])
def test_the_team_sees_the_cover_of_a_draft_and_no_cache_does(client: Client, group: str) -> None:
    url = give_cover(making.draft())
    client.force_login(making.user(group))
    response = client.get(url)

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in response.headers["Vary"]


def test_a_member_does_not_see_it(client: Client) -> None:
    url = give_cover(making.draft())
    client.force_login(making.user())

    assert client.get(url).status_code == 404


def test_nginx_sends_covers_too(client: Client, settings: Settings) -> None:
    settings.X_ACCEL_PREFIX = "/_private/"
    paper = making.published()
    response = client.get(give_cover(paper))

    assert response.headers["X-Accel-Redirect"] == f"/_private/{paper.cover.name}"
    assert response.content == b""


@pytest.mark.parametrize("name", ["cover.webp", "cover-.webp", "cover-0123456789ab.webp", "x"])
def test_a_wrong_name_is_missing(client: Client, name: str) -> None:
    give_cover(making.published(slug="shown"))

    assert client.get(f"/images/publications/shown/{name}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_other_methods_are_refused(method: str) -> None:
    url = give_cover(making.published())
    response = getattr(Client(enforce_csrf_checks=True), method)(url)

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


# --- portraits ------------------------------------------------------------------------------------


def test_the_portrait_of_whoever_has_published_is_shown(client: Client) -> None:
    author = author_with_portrait()
    making.published(authors=[author])

    assert client.get(images.portrait_url(author)).status_code == 200


def test_the_portrait_of_whoever_has_not_is_missing(client: Client) -> None:
    author = author_with_portrait()
    making.draft(authors=[author])
    making.scheduled(authors=[author])
    making.withdrawn(authors=[author])
    response = client.get(images.portrait_url(author))
    missing = client.get("/images/authors/nobody/portrait-0123456789ab.webp")

    assert response.status_code == 404
    assert response.headers == missing.headers
    assert response.content == missing.content


def test_the_team_sees_every_portrait(client: Client) -> None:
    url = images.portrait_url(author_with_portrait())
    client.force_login(making.user("editor"))

    assert client.get(url).status_code == 200


def test_whoever_has_no_portrait_has_no_address_for_one(client: Client) -> None:
    author = making.author("Ada Plain")
    making.published(authors=[author])

    assert images.portrait_url(author) == ""
    assert client.get("/images/authors/ada-plain/portrait-0123456789ab.webp").status_code == 404


# --- centers --------------------------------------------------------------------------------------


def test_the_picture_of_an_active_center_is_shown(client: Client) -> None:
    assert client.get(images.center_image_url(center())).status_code == 200


def test_the_picture_of_a_closed_center_is_missing(client: Client) -> None:
    url = images.center_image_url(center(is_active=False))
    assert client.get(url).status_code == 404
    client.force_login(making.user("editor"))

    assert client.get(url).status_code == 200
