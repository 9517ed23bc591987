"""Pictures are seen with what they belong to, or not at all."""

import io
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from lxml import etree
from PIL import Image
from pytest_django import Settings

from authors.models import Author
from ifri import pictures
from ifri.images import clean_image
from programs.models import ResearchCenter
from publications import covers, images
from publications.models import Publication
from publications.workflow import Action
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


# --- copies -----------------------------------------------------------------------------------------


def with_large_cover() -> Publication:
    paper = making.published()
    out = io.BytesIO()
    Image.new("RGB", (700, 900), "navy").save(out, "PNG")
    paper.cover.save("cover.webp", clean_image(out, out.tell()))
    return paper


def test_each_copy_has_an_address_and_its_own_type(client: Client) -> None:
    shown = images.cover(with_large_cover())
    assert (shown.width, shown.height, shown.widths) == (700, 900, (160, 320, 640))
    for kind, addresses in shown.sources:
        for address in (each.split()[0] for each in addresses.split(", ")):
            answer = client.get(address)
            assert answer.status_code == 200
            assert answer.headers["Content-Type"] == kind
            assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_a_card_is_offered_the_small_ones_alone() -> None:
    shown = images.cover(with_large_cover())
    assert [addresses.count("w,") + 1 for _kind, addresses in shown.small_sources] == [2, 2]


@pytest.mark.parametrize("ending", ["-640.avif", "-161.webp", "-960.webp", ".avif", "-320.png"])
def test_other_widths_and_types_do_not_exist(client: Client, ending: str) -> None:
    address = images.cover_url(with_large_cover()).removesuffix(".webp")
    expected = 200 if ending == "-640.avif" else 404
    assert client.get(address + ending).status_code == expected


def test_where_a_copy_is_lost_the_picture_stands_in(client: Client) -> None:
    paper = with_large_cover()
    name = str(paper.cover.name)
    paper.cover.storage.delete(pictures.copy_name(name, 320, "avif"))
    answer = client.get(images.cover_url(paper).replace(".webp", "-320.avif"))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/webp"


def test_a_copy_is_as_hidden_as_its_picture(client: Client) -> None:
    paper = with_large_cover()
    address = images.cover_url(paper).replace(".webp", "-320.webp")
    assert client.get(address).status_code == 200
    making.move(paper, Action.WITHDRAW, comment="Gone.")
    assert client.get(address).status_code == 404


# --- drawn covers -----------------------------------------------------------------------------------


def without_any(title: str = "A <Title> & More", **fields: Any) -> Publication:
    """As an import may leave one: public, with neither a cover nor a PDF."""
    paper = making.published(title, **fields)
    paper.documents.update(is_removed=True)
    return paper


def test_what_has_neither_cover_nor_pdf_gets_one_in_the_house_style(client: Client) -> None:
    shown = images.cover(without_any())
    assert shown.is_drawn
    answer = client.get(shown.src)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    drawn = etree.fromstring(answer.content)
    words = [each.text for each in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert words == ["Paper", "A <Title> & More", settings.INSTITUTE_NAME]


def test_it_is_always_the_same_and_a_translation_has_the_same_drawing() -> None:
    paper = without_any()
    french = without_any("Un titre", language="fr", translation_group=paper.translation_group)
    assert covers.draw(paper, "Ifri") == covers.draw(paper, "Ifri")
    assert covers.version(paper) != covers.version(french)
    circle = [covers.draw(each, "Ifri").split("<g ")[0] for each in (paper, french)]
    assert circle[0] == circle[1]


def test_a_drawn_cover_is_as_hidden_as_its_paper(client: Client) -> None:
    paper = without_any()
    address = images.cover(paper).src
    making.move(paper, Action.WITHDRAW, comment="Gone.")
    assert client.get(address).status_code == 404
    assert client.get(address.replace(paper.slug, "never-was")).status_code == 404


def test_one_that_has_a_picture_has_no_drawn_one(client: Client) -> None:
    paper = making.published()
    address = reverse("publication-image", args=[paper.slug, f"cover-{covers.version(paper)}.svg"])
    assert client.get(address).status_code == 404


def test_a_long_title_ends_in_an_ellipsis() -> None:
    drawn = covers.draw(making.draft("Word " * 60), "Ifri")
    assert drawn.count('font-size="46"') == 6
    assert "…" in drawn
