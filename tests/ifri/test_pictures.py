"""Uploaded pictures: what is refused, what is cleaned away, and the copies stored beside them."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image
from pytest_django import Settings

from ifri import images, pictures
from ifri.images import clean_image
from tests import making

WHERE = 0x8825  # the EXIF directory that says where a photograph was taken


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> io.BytesIO:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out


def cleaned(out: io.BytesIO, *, keep_transparency: bool = False) -> Image.Image:
    content = clean_image(out, out.tell(), keep_transparency=keep_transparency)
    return Image.open(io.BytesIO(content.read()))


# --- refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + bytes(200),
        b"%PDF-1.7 not a picture",
        encoded(Image.new("RGB", (400, 400))).getvalue()[:-200],
        encoded(Image.new("RGB", (60, 60)), "TIFF").getvalue(),
        encoded(Image.new("RGB", (60, 60)), "GIF").getvalue(),
    ],
    ids=["nothing", "svg", "gif header", "pdf", "cut off", "tiff", "gif"],
)
def test_what_is_no_picture_of_ours_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError) as refused:
        clean_image(io.BytesIO(content), len(content))
    assert refused.value.messages == [
        "This file is not a picture that can be read. Use JPEG, PNG or WebP."
    ]


def test_a_bomb_is_refused_before_it_goes_off(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = encoded(Image.new("1", (20_000, 20_000)))
    assert bomb.tell() < 100_000
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("it was decoded"))
    with pytest.raises(ValidationError) as refused:
        clean_image(bomb, bomb.tell())
    assert refused.value.messages in (
        ["This picture has too many pixels. Make it smaller and try again."],
        ["This file is not a picture that can be read. Use JPEG, PNG or WebP."],
    )


def test_a_file_over_the_limit_is_refused_unread(settings: Settings) -> None:
    settings.IMAGE_MAX_BYTES = 10
    with pytest.raises(ValidationError, match="too large"):
        clean_image(io.BytesIO(b"x" * 11), 11)


# --- cleaned ----------------------------------------------------------------------------------------


def test_where_and_when_it_was_taken_is_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif.get_ifd(WHERE)[2] = (48.0, 51.0, 24.0)
    taken = Image.new("RGB", (60, 40))
    out = encoded(taken, "JPEG", exif=exif, comment=b"by somebody")
    assert Image.open(out).getexif().get_ifd(WHERE)

    shown = cleaned(out)
    assert shown.format == "WEBP"
    assert dict(shown.getexif()) == {}
    assert {"exif", "xmp", "icc_profile", "comment"} & set(shown.info) == set()


def test_a_picture_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert cleaned(encoded(Image.new("RGB", (60, 40)), "JPEG", exif=exif)).size == (40, 60)


def test_what_is_transparent_is_white_and_in_a_logo_stays_so() -> None:
    clear = encoded(Image.new("RGBA", (20, 20), (0, 0, 0, 0)))
    assert cleaned(clear).convert("RGB").getpixel((5, 5)) == (255, 255, 255)
    kept = cleaned(clear, keep_transparency=True)
    assert kept.convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_it_is_at_most_so_large() -> None:
    shown = cleaned(encoded(Image.new("RGB", (3200, 800))))
    assert shown.size == (images.MAX_SIDE, 400)


# --- its copies -------------------------------------------------------------------------------------


def names_beside(name: str) -> list[str]:
    folder, _, last = name.rpartition("/")
    stem = last.removesuffix(".webp")
    _folders, files = default_storage.listdir(folder)
    return sorted(each for each in files if each.startswith(stem) and each != last)


@pytest.mark.django_db
def test_it_is_stored_with_smaller_copies_in_two_formats() -> None:
    paper = making.draft()
    paper.cover.save("x.webp", clean_image(*_sized(700, 900)))
    name = str(paper.cover.name)
    assert pictures.size_of(name) == (700, 900)
    assert len(names_beside(name)) == 6
    for width in (160, 320, 640):
        for ending in ("avif", "webp"):
            with default_storage.open(pictures.copy_name(name, width, ending)) as file:
                copy = Image.open(file)
                assert (copy.format or "").lower() == ending
                assert copy.size == (width, round(900 * width / 700))


@pytest.mark.django_db
def test_a_small_one_has_none() -> None:
    paper = making.draft()
    paper.cover.save("x.webp", clean_image(*_sized(150, 200)))
    assert pictures.size_of(str(paper.cover.name)) == (150, 200)
    assert names_beside(str(paper.cover.name)) == []


@pytest.mark.django_db
def test_what_cannot_be_decoded_is_stored_without_a_size() -> None:
    paper = making.draft()
    paper.cover.save("picture-9999x1.webp", ContentFile(b"not decodable"))
    assert pictures.size_of(str(paper.cover.name)) is None


def _sized(width: int, height: int) -> tuple[io.BytesIO, int]:
    out = encoded(Image.new("RGB", (width, height), "navy"))
    return out, out.tell()
