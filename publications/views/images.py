"""Covers, portraits and pictures of centers: each shown with what it belongs to, or not at all.

What strangers may not see answers like an address that never was. Whoever may view publications in
the admin sees every picture there, and keeps it out of shared caches.
"""

from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from authors.models import Author
from programs.models import ResearchCenter
from publications import covers, images
from publications.gate import serving
from publications.models import Publication
from publications.querysets import sees_everything, with_public_work

if TYPE_CHECKING:
    from django.db.models.fields.files import ImageFieldFile

Owner = TypeVar("Owner", bound=Model)


@csrf_exempt
@require_safe
def publication_image(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    every = Publication.objects.with_full_text()
    publication, is_public = _owner(request, every.public(), every, slug)
    if not publication.cover_image and name == f"cover-{covers.version(publication)}.svg":
        drawn = covers.draw(publication, settings.INSTITUTE_NAME)
        answer = HttpResponse(drawn, content_type="image/svg+xml")
        return _with_headers(answer, is_public=is_public)
    return _answer(request, publication.cover_image, "cover", name, is_public=is_public)


@csrf_exempt
@require_safe
def author_image(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    every = Author.objects.all()
    author, is_public = _owner(request, with_public_work(every), every, slug)
    return _answer(request, author.photo, "portrait", name, is_public=is_public)


@csrf_exempt
@require_safe
def program_image(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    every = ResearchCenter.objects.all()
    center, is_public = _owner(request, every.active(), every, slug)
    return _answer(request, center.image, "image", name, is_public=is_public)


def _owner(
    request: HttpRequest, public: QuerySet[Owner], every: QuerySet[Owner], slug: str
) -> tuple[Owner, bool]:
    """What the picture belongs to, and whether strangers may see it."""
    owner = public.filter(slug=slug).first()
    if owner is not None:
        return owner, True
    # Asked for what is hidden and for what is missing alike: that somebody looked at the session
    # stands in the answer's headers.
    owner = every.filter(slug=slug).first() if sees_everything(request.user) else None
    if owner is None:
        raise Http404
    return owner, False


def _answer(
    request: HttpRequest,
    image: "ImageFieldFile | None",
    label: str,
    name: str,
    *,
    is_public: bool,
) -> HttpResponseBase:
    asked = images.named(image, label, name) if image else None
    if asked is None:
        raise Http404
    return serving.serve(request, images.served(asked, is_public=is_public))


def _with_headers(answer: HttpResponse, *, is_public: bool) -> HttpResponse:
    for header, value in images.headers(is_public=is_public).items():
        answer.headers[header] = value
    return answer
