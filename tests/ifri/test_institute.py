"""What an institute writes about itself: its pages, footer, disclaimer, logo and colours."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError
from django.test import Client
from PIL import Image
from pytest_django import Settings

from ifri import colours, institute
from ifri.images import clean_image
from ifri.models import Institute, StaticPage
from tests import making
from tests.html import attributes, page, text

pytestmark = pytest.mark.django_db


def about(**fields: object) -> StaticPage:
    given = {
        "slug": "about",
        "title_en": "About",
        "title_fr": "L’institut",
        "body_en": "<h2>Who</h2><p>We are here.</p>",
        "body_fr": "<p>Nous sommes là.</p>",
    }
    return StaticPage.objects.create(**given | fields)


# --- pages ------------------------------------------------------------------------------------------


def test_a_page_stands_at_its_address_in_both_languages_and_in_the_footer(client: Client) -> None:
    about()
    for language, title, words in [
        ("en", "About", "Who We are here."),
        ("fr", "L’institut", "Nous sommes là."),
    ]:
        shown = page(client, f"/{language}/pages/about/")
        assert text(shown, "h1") == [title]
        assert text(shown, "main .prose") == [words.replace("Who We", "WhoWe")]
        assert attributes(shown, "main .prose", "lang") == [language]
        assert f"/{language}/pages/about/" in attributes(shown, ".colophon nav a", "href")
        assert text(shown, "main .notice") == []
        assert attributes(shown, "link[hreflang][rel=alternate]", "hreflang") == [
            "en",
            "fr",
            "x-default",
        ]


def test_one_written_in_one_language_is_shown_in_it_and_says_so(client: Client) -> None:
    about(body_fr="")
    shown = page(client, "/fr/pages/about/")
    assert attributes(shown, "main .prose", "lang") == ["en"]
    assert len(text(shown, "main .notice")) == 1
    assert attributes(shown, "link[hreflang][rel=alternate]", "hreflang") == []
    assert attributes(page(client, "/en/pages/about/"), ".languages a", "hreflang") == ["en", ""]


def test_one_that_is_not_public_does_not_exist(client: Client) -> None:
    about(is_public=False)
    assert client.get("/en/pages/about/").status_code == 404
    assert "/en/pages/about/" not in attributes(page(client, "/en/"), ".colophon nav a", "href")


def test_one_can_be_kept_out_of_the_footer(client: Client) -> None:
    about(in_footer=False)
    assert client.get("/en/pages/about/").status_code == 200
    assert "/en/pages/about/" not in attributes(page(client, "/en/"), ".colophon nav a", "href")


def test_what_an_editor_must_not_write_is_taken_out(client: Client) -> None:
    about(body_en="<p>Fine</p><script>alert(1)</script>")
    assert "<script>alert" not in client.get("/en/pages/about/").content.decode()


@pytest.mark.parametrize(("group", "may"), [("publisher", True), ("editor", False)])
def test_publishers_write_them_in_the_admin(client: Client, group: str, may: bool) -> None:
    client.force_login(making.user(group))
    sent = {"slug": "legal", "title_en": "Legal", "body_en": "<p>Us.</p>", "is_public": "on"}
    answer = client.post("/admin/ifri/staticpage/add/", sent | {"order": "1"})
    assert answer.status_code == (302 if may else 403)
    assert StaticPage.objects.filter(slug="legal").exists() is may


# --- footer and disclaimer --------------------------------------------------------------------------


def test_footer_and_disclaimer_are_in_the_pages_language(client: Client) -> None:
    Institute(
        footer_en="1 Main Street", footer_fr="1, rue", disclaimer_en="Ours.", disclaimer_fr="Nous."
    ).save()
    paper = making.published(disclosure="A grant paid.")
    english = page(client, f"/en/publications/{paper.slug}/")
    assert text(english, ".colophon-text") == ["1 Main Street"]
    assert text(english, ".disclosure") == ["A grant paid."]
    assert text(english, ".disclaimer") == ["Ours."]
    assert text(page(client, f"/fr/publications/{paper.slug}/"), ".disclaimer") == ["Nous."]


def test_there_is_one_institute() -> None:
    Institute(footer_en="One").save()
    Institute(footer_en="Two").save()
    assert list(Institute.objects.values_list("footer_en", flat=True)) == ["Two"]


def test_it_is_read_once_a_second(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.INSTITUTE_MAX_AGE = 1
    monkeypatch.setattr(institute, "_kept", {})
    now = [100.0]
    monkeypatch.setattr("ifri.institute.time.monotonic", lambda: now[0])
    Institute(footer_en="Before").save()
    assert institute.shown().footer == "Before"
    Institute(footer_en="After").save()
    assert institute.shown().footer == "Before"
    now[0] += 1
    assert institute.shown().footer == "After"


def test_without_its_database_the_page_goes_on_with_what_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken() -> institute.Shown:
        raise DatabaseError

    monkeypatch.setattr(institute, "_read", broken)
    assert institute.shown() == institute.Shown()


# --- logo and colours -------------------------------------------------------------------------------


def test_a_logo_stands_in_place_of_the_name_and_keeps_its_ground(client: Client) -> None:
    shown = Institute()
    out = io.BytesIO()
    Image.new("RGBA", (300, 100), (0, 0, 0, 0)).save(out, "PNG")
    content = clean_image(out, out.tell(), keep_transparency=True)
    shown.logo.save("logo.webp", ContentFile(content.read()))
    home = page(client, "/en/")
    assert attributes(home, ".brand img", "alt") == ["Ifri"]
    assert attributes(home, ".brand img", "width") == ["156"]
    [address] = attributes(home, ".brand img", "src")
    answer = client.get(address)
    sent = Image.open(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert sent.mode == "RGBA"
    assert client.get(address.replace("logo-", "logo_dark-")).status_code == 404


def test_colours_are_a_style_sheet_whose_address_changes_with_them(client: Client) -> None:
    assert attributes(page(client, "/en/"), "link[rel=stylesheet]", "href")[-1].startswith(
        "/static"
    )
    Institute(main_colour="#00563f").save()
    [*_others, address] = attributes(page(client, "/en/"), "link[rel=stylesheet]", "href")
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    light, dark = answer.content.decode().split("@media")
    assert "--main: #00563f;" in light
    assert f"--main: {colours.for_the_dark('#00563f')};" in dark
    assert "--accent" not in light
    Institute(main_colour="#123456").save()
    assert client.get(address).status_code == 404


def test_a_colour_that_cannot_be_read_is_refused() -> None:
    for colour in ("#ffcc00", "#888888", "red", "#12345", "#123456;}"):
        with pytest.raises(ValidationError) as refused:
            Institute(main_colour=colour).full_clean()
        assert list(refused.value.error_dict) == ["main_colour"]
    Institute(main_colour="#8a2332", accent_colour="#000000").full_clean()


@pytest.mark.parametrize("colour", ["#000000", "#14304a", "#8a2332", "#00563f", "#5b2a86"])
def test_in_the_dark_every_colour_is_light_enough(colour: str) -> None:
    assert colours.contrast(colours.for_the_dark(colour), "#1e232a") >= 7


def test_contrast_is_counted_as_wcag_does() -> None:
    assert round(colours.contrast("#000000", "#ffffff"), 2) == 21
    assert round(colours.contrast("#767676", "#ffffff"), 2) == 4.54
