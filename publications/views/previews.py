"""Previews on the readers' templates: what every preview's answer is, and the links for guests.

A token that opens nothing answers exactly as an address that never was.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from authors.models import Author
from publications import images, preview_page, previews, states
from publications.gate import serving
from publications.models import Document, PreviewLink, Publication
from publications.preview_page import Doors

if TYPE_CHECKING:
    from django.db.models.fields.files import ImageFieldFile

Response = TypeVar("Response", bound=HttpResponseBase)

# Kept by nobody, indexed by nobody, and its address told to nobody: it may hold a token.
_SEALED = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@dataclass(frozen=True)
class Banner:
    """What the strip above a preview says: to whom it is shown, and the ways back for the team."""

    publication: Publication
    link: PreviewLink | None = None
    ways: list[tuple[str, str]] = field(default_factory=list)  # label and address

    @property
    def state(self) -> str:
        return str(states.label(self.publication))


def show(
    request: HttpRequest,
    publication: Publication,
    doors: Doors,
    banner: Banner,
    language_addresses: dict[str, str] | None = None,
) -> HttpResponse:
    """The summary page in the active language, whatever the publication's state."""
    language = get_language() or ""
    page = preview_page.collect(publication, doors, language=language)
    context = {
        "page": page,
        "publication": publication,
        "preview": banner,
        "language_versions": page.languages,
        "language_addresses": language_addresses,
    }
    response = render(request, "publications/summary.html", context)
    response.headers["Content-Language"] = language
    return _sealed(response)


@require_safe
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    link = previews.open_link(token)
    if link is None:
        raise Http404
    return show(request, link.publication, _Guest(token), Banner(link.publication, link))


@require_safe
def cover(request: HttpRequest, token: str) -> HttpResponseBase:
    return _picture(request, _known(token).cover_image)


@require_safe
def portrait(request: HttpRequest, token: str, pk: int) -> HttpResponseBase:
    author = _known(token).authors.filter(pk=pk).first()
    return _picture(request, author.photo if author else None)


class _Guest:
    """Pictures by the same token; the full text is not part of a preview."""

    def __init__(self, token: str) -> None:
        self.token = token

    def cover(self, publication: Publication) -> str:
        return reverse("preview-cover", args=[self.token])

    def portrait(self, author: Author) -> str:
        return reverse("preview-portrait", args=[self.token, author.pk])

    def document(self, document: Document) -> str:
        return ""


def _known(token: str) -> Publication:
    link = previews.find(token)
    if link is None:
        raise Http404
    return link.publication


def _picture(request: HttpRequest, image: "ImageFieldFile | None") -> HttpResponseBase:
    if not image:
        raise Http404
    return _sealed(serving.serve(request, images.served(image, is_public=False)))


def _sealed(response: Response) -> Response:
    for name, value in _SEALED.items():
        response.headers[name] = value
    return response
