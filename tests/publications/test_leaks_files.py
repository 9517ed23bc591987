"""Files have no address of their own, and no name that could be guessed."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.test import Client

from publications.models import Publication
from tests import making

pytestmark = pytest.mark.django_db

# A picture says its size in its name, for pages to leave it room.
UNGUESSABLE = re.compile(r"[a-z]+/([0-9a-f]{2})/\1[0-9a-f]{62}(-\d+x\d+)?\.[a-z]{3,4}")


@pytest.fixture
def paper() -> Publication:
    return making.published(slug="private", pdf=making.pdf_bytes(text="Private"))


def stored_names(publication: Publication) -> list[str]:
    version = publication.current_pdf
    assert version is not None
    return [str(version.file.name), str(version.first_page.name)]


def test_a_stored_name_is_long_random_and_keeps_nothing_of_the_original(
    paper: Publication,
) -> None:
    names = stored_names(paper)

    assert all(UNGUESSABLE.fullmatch(name) for name in names)
    assert len({*names, *stored_names(making.published())}) == 4


def test_a_stored_file_has_no_address(paper: Publication) -> None:
    version = paper.current_pdf
    assert version is not None
    for file in (version.file, version.first_page):
        with pytest.raises(ValueError, match="no address"):
            _ = file.url
        with pytest.raises(ValueError, match="no address"):
            file.storage.url(str(file.name))
    # Nor has whatever a library stores without choosing a storage.
    with pytest.raises(ValueError, match="no address"):
        default_storage.url("anything.pdf")


def test_files_lie_outside_every_served_folder(paper: Publication) -> None:
    version = paper.current_pdf
    assert version is not None
    place = Path(version.file.path).resolve()

    assert place.is_relative_to(settings.PRIVATE_ROOT.resolve())
    served = (settings.STATIC_ROOT, settings.MEDIA_ROOT, *settings.STATICFILES_DIRS)
    for folder in served:
        assert not place.is_relative_to(Path(folder).resolve())
        assert not Path(folder).resolve().is_relative_to(settings.PRIVATE_ROOT.resolve())
    assert finders.find(str(version.file.name)) is None


def test_other_users_of_the_machine_cannot_read_them(paper: Publication) -> None:
    version = paper.current_pdf
    assert version is not None

    assert Path(version.file.path).stat().st_mode & 0o777 == 0o640
    assert Path(version.file.path).parent.stat().st_mode & 0o007 == 0


@pytest.mark.parametrize(
    "prefix",
    [
        "/",
        "/media/",
        "/static/",
        "/private/",
        "/var/",
        "/var/private/",
        "/static/../private/",
        "/static/..%2fprivate/",
        "/media/../private/",
        "/images/",
        "/images/publications/private/",
        "/_private/",
        "/en/",
        "/en/publications/private/",
        "/en/publications/private/files/",
        "/en/publications/private/files/1/",
    ],
)
def test_no_path_leads_to_a_file_by_its_stored_name(
    client: Client, paper: Publication, prefix: str
) -> None:
    for name in stored_names(paper):
        for path in (name, name.rsplit("/")[-1]):
            assert client.get(f"{prefix}{path}").status_code == 404


def test_no_page_says_what_a_file_is_called_on_the_disk(client: Client, paper: Publication) -> None:
    names = [name.rsplit("/")[-1] for name in stored_names(paper)]
    for url in (
        "/en/publications/private/",
        "/en/publications/private/download/",
        "/en/publications/",
        "/en/feed/",
    ):
        response = client.get(url)
        told = response.content.decode() + str(response.headers)

        assert response.status_code == 200
        assert not [name for name in names if name in told]


def test_the_log_holds_no_link(
    client: Client, paper: Publication, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever reads the log would open the file."""
    caplog.set_level("DEBUG")
    page = client.post("/en/publications/private/download/", {"email": "reader@example.org"})
    found = re.search(r'href="([^"]+\?grant=([^"]+))"', page.content.decode())
    assert found is not None
    link, token = found.groups()
    assert client.get(link).status_code == 200
    client.get(f"{link}x")
    client.post(link)
    client.get(link.replace("private.pdf", "other.pdf"))

    assert token not in caplog.text
    assert "reader@example.org" not in caplog.text
